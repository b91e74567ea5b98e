// Keys for annotating: digits and letters press what carries them in `data-press`.
// They match the place on the keyboard, so that they work under any layout, and do nothing
// while somebody types, or once they are switched off.
const STORED = "firstline-annotation-keys";
const help = document.getElementById("keys");
const toggle = document.querySelector("[data-keys-switch]");

const areOn = () => localStorage.getItem(STORED) !== "off";
const isTyping = (target) =>
  target.isContentEditable || target.matches("textarea, select, input:not([type=radio], [type=checkbox])");

function showWhetherOn() {
  toggle.textContent = areOn() ? toggle.dataset.on : toggle.dataset.off;
  toggle.setAttribute("aria-pressed", String(areOn()));
}

function reveal() {
  for (const hidden of document.querySelectorAll("[data-needs-script], [data-keys-help], [data-keys-switch]")) hidden.hidden = false;
  showWhetherOn();
}

function searchTopics() {
  const tree = document.querySelector("[data-topic-tree]");
  tree.open = true;
  tree.querySelector("[data-topic-search]").focus();
}

function filterTopics(search) {
  const tree = search.closest("[data-topic-tree]");
  const wanted = search.value.trim().toLocaleLowerCase();
  let found = 0;
  for (const leaf of tree.querySelectorAll("[data-topic-leaf]")) {
    const names = `${leaf.textContent} ${leaf.dataset.topicLeaf}`;
    leaf.hidden = !names.toLocaleLowerCase().includes(wanted);
    if (!leaf.hidden) found += 1;
  }
  for (const branch of tree.querySelectorAll("[data-topic-branch]")) {
    branch.hidden = !branch.querySelector("[data-topic-leaf]:not([hidden])");
    branch.querySelector("details").open = wanted !== "" && !branch.hidden;
  }
  tree.querySelector("[data-topic-none]").hidden = found > 0;
}

function takeFirstMatch(search) {
  const first = search.closest("[data-topic-tree]").querySelector("[data-topic-leaf]:not([hidden]) a");
  if (first && search.value.trim()) first.click();
}

function press(code) {
  const pressed = document.querySelector(`[data-press="${code}"]:not([disabled])`);
  if (!pressed) return false;
  pressed.click();
  if (pressed.matches("input")) pressed.focus();
  return true;
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help.open) return;
  if (event.target.matches("[data-topic-search]")) {
    if (event.key === "Escape") event.target.blur();
    if (event.key === "Enter") takeFirstMatch(event.target);
  }
  if (!areOn() || isTyping(event.target)) return;
  if (event.key === "?") help.showModal();
  else if (event.key === "/") searchTopics();
  else if (event.key === "Enter") {
    if (event.target.closest("a, button, summary") || !press("Enter")) return;
  } else if (event.shiftKey || !press(event.code.replace("Numpad", "Digit"))) return;
  event.preventDefault();
}

document.addEventListener("keydown", onKey);
document.addEventListener("input", (event) => {
  if (event.target.matches("[data-topic-search]")) filterTopics(event.target);
});
document.addEventListener("htmx:after:swap", reveal);
document.querySelector("[data-keys-help]").addEventListener("click", () => help.showModal());
toggle.addEventListener("click", () => {
  localStorage.setItem(STORED, areOn() ? "off" : "on");
  showWhetherOn();
});
reveal();
