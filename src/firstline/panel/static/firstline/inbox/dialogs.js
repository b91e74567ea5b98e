// The command bar, the list of keys, and dismissing a suggestion for a reason.
import { isTyping, run } from "./commands.js";

const bar = document.getElementById("command-bar");
const keys = document.getElementById("keys");
const words = document.getElementById("command-words");
const rows = () => [...bar.querySelectorAll("#command-list > li")];
const choices = () => rows().filter((row) => !row.hidden).map((row) => row.firstElementChild);

function narrow() {
  const wanted = words.value.trim().toLocaleLowerCase();
  for (const row of rows()) row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted);
}

function showBar() {
  keys.close();
  words.value = "";
  narrow();
  if (!bar.open) bar.showModal();
  words.focus();
  return true;
}

function showKeys() {
  bar.close();
  keys.showModal();
  return true;
}

// The card that has the focus, or the first one.
function dismiss() {
  const focused = document.activeElement?.closest(".suggestion");
  const card = focused ?? document.querySelector(".suggestion");
  const menu = card?.querySelector("details");
  if (!menu) return false;
  menu.open = true;
  menu.querySelector("button").focus();
  return true;
}

export const handlers = { bar: showBar, help: showKeys, dismiss };

function moveInBar(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const all = choices();
  if (step) {
    const place = all.indexOf(document.activeElement);
    (all[place + step] ?? (step > 0 ? all[0] : words)).focus();
  } else if (event.key === "Enter" && event.target === words) {
    all[0]?.click();
  } else return;
  event.preventDefault();
}

function chooseReason(event) {
  const menu = event.target.closest?.(".suggestion details[open]");
  const digit = /^(?:Digit|Numpad)([1-5])$/.exec(event.code)?.[1];
  if (!menu || !digit || isTyping(event.target) || event.altKey || event.ctrlKey || event.metaKey) return;
  if (document.querySelector(".inbox").dataset.letters === "off") return;
  event.preventDefault();
  menu.querySelector(`[data-reason="${digit}"]`).click();
}

export function watchDialogs() {
  words.addEventListener("input", narrow);
  bar.addEventListener("keydown", moveInBar);
  bar.addEventListener("click", (event) => {
    const name = event.target.closest("[data-command]")?.dataset.command;
    if (!name) return;
    bar.close();
    run(name);
  });
  document.addEventListener("keydown", chooseReason);
  document.addEventListener("click", (event) => {
    if (event.target.closest('[data-does="help"]') === null) return;
    event.preventDefault();
    showKeys();
  });
}
