// The newest message is in view: at first, and whenever another one comes.
const log = () => document.querySelector('#thread [role="log"]');

function toEnd() {
  log()?.scrollTo(0, log().scrollHeight);
}

export function showNewest() {
  const pane = document.querySelector(".inbox-thread");
  if (!pane) return;
  let shown = "";
  const look = () => {
    const newest = log()?.querySelector("li:last-child")?.id ?? "";
    if (newest !== shown) toEnd();
    shown = newest;
  };
  look();
  new MutationObserver(look).observe(pane, { childList: true, subtree: true });
}
