// Dialogs that are searched (commands, canned replies), the list of keys, dismissing for a reason.
import { isTyping, run } from "./commands.js";

const bar = document.getElementById("command-bar");
const keys = document.getElementById("keys");
const canned = document.getElementById("canned");
const wordsOf = (dialog) => dialog.querySelector("input[type=search]");
const rowsOf = (dialog) => [...dialog.querySelectorAll(".choices > li")];
const choicesOf = (dialog) =>
  rowsOf(dialog).filter((row) => !row.hidden).map((row) => row.firstElementChild);

function narrow(dialog) {
  const wanted = wordsOf(dialog).value.trim().toLocaleLowerCase();
  for (const row of rowsOf(dialog)) row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted);
}

function show(dialog) {
  if (!dialog) return false;
  for (const other of document.querySelectorAll("dialog[open]")) other.close();
  dialog.showModal();
  if (dialog.matches("[data-searched]")) {
    wordsOf(dialog).value = "";
    narrow(dialog);
    wordsOf(dialog).focus();
  }
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

export const handlers = {
  bar: () => show(bar),
  help: () => show(keys),
  canned: () => show(canned),
  dismiss,
};

function move(event) {
  const dialog = event.currentTarget;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const all = choicesOf(dialog);
  if (step) {
    const place = all.indexOf(document.activeElement);
    (all[place + step] ?? (step > 0 ? all[0] : wordsOf(dialog)))?.focus();
  } else if (event.key === "Enter" && event.target === wordsOf(dialog) && !event.isComposing) {
    all[0]?.click();
  } else return;
  event.preventDefault();
}

function choose(event) {
  const chosen = event.target.closest("[data-command], [data-puts]");
  if (!chosen) return;
  event.currentTarget.close();
  if (chosen.dataset.command) run(chosen.dataset.command);
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
  for (const dialog of document.querySelectorAll("dialog[data-searched]")) {
    wordsOf(dialog).addEventListener("input", () => narrow(dialog));
    dialog.addEventListener("keydown", move);
    dialog.addEventListener("click", choose);
  }
  document.addEventListener("keydown", chooseReason);
  document.addEventListener("click", (event) => {
    if (event.target.closest('[data-does="help"]')) show(keys);
    if (event.target.closest("[data-opens-canned]")) show(canned);
  });
  // `/` as the first sign of a reply asks for a canned one.
  document.querySelector("#reply textarea")?.addEventListener("beforeinput", (event) => {
    if (event.data !== "/" || event.target.value !== "") return;
    event.preventDefault();
    show(canned);
  });
}
