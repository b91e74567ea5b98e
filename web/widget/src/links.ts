/** Text into text and links; only addresses of the web become links. */

const ADDRESS = /https?:\/\/[^\s<>"'、。，．「」（）『』]+/giu;
/** What ends a sentence rather than an address. */
const AFTER = /[.,;:!?)\]}…]+$/u;

export function linked(text: string): (Node | string)[] {
  const parts: (Node | string)[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0].replace(AFTER, "");
    const link = linkTo(address);
    if (!link) continue;
    parts.push(text.slice(end, match.index), link);
    end = match.index + address.length;
  }
  parts.push(text.slice(end));
  return parts;
}

function linkTo(address: string): HTMLAnchorElement | null {
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) return null;
  const link = document.createElement("a");
  link.href = address;
  link.textContent = address;
  link.target = "_blank";
  link.rel = "noopener noreferrer nofollow";
  return link;
}
