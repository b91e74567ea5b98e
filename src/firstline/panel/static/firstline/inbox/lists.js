// The list of conversations: the next one, and the place that it was scrolled to.
const links = () => [...document.querySelectorAll(".conversations > li > a")];

function go(step) {
  const all = links();
  const place = all.findIndex((link) => link.hasAttribute("aria-current"));
  const next = place < 0 ? all[0] : all[place + step];
  next?.click();
  return Boolean(next);
}

export const handlers = { next: () => go(1), previous: () => go(-1) };

export function keepScroll() {
  for (const pane of document.querySelectorAll("[data-keeps-scroll]")) {
    const name = `firstline scroll ${pane.dataset.keepsScroll} ${location.pathname.split("/inbox/")[0]}`;
    pane.scrollTop = Number(sessionStorage.getItem(name) ?? 0);
    window.addEventListener("pagehide", () => sessionStorage.setItem(name, pane.scrollTop));
  }
}
