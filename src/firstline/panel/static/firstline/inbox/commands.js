// Keys press commands. The table of commands is the command bar itself, which the server renders.
let handlers = {};

export const isTyping = (target) =>
  target.isContentEditable ||
  target.matches("textarea, select, input:not([type=radio], [type=checkbox], [type=hidden])");

const areLettersOn = () => document.querySelector(".inbox")?.dataset.letters !== "off";

// Such as `Alt+Shift+Digit1`. Signs lie elsewhere on each keyboard, so they go by what they are.
function pressed(event) {
  const mod = event.ctrlKey || event.metaKey ? "Mod+" : "";
  const isSign = event.key === "/" || event.key === "?";
  if (isSign && !mod && !event.altKey) return event.key;
  const code = event.code.replace("Numpad", event.code === "NumpadEnter" ? "" : "Digit");
  return `${mod}${event.altKey ? "Alt+" : ""}${event.shiftKey ? "Shift+" : ""}${code}`;
}

const isLetter = (keys) => !/^(Mod|Alt)\+/.test(keys);

export function does(name) {
  return document.querySelector(`main [data-does="${name}"]:not([disabled])`);
}

export function run(name) {
  if (handlers[name]) return handlers[name]();
  const element = does(name);
  element?.click();
  return Boolean(element);
}

function onKey(event) {
  // 229: the key belongs to an input method, also in browsers that do not say so otherwise.
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
  const keys = pressed(event);
  const command = document.querySelector(`[data-keys~="${CSS.escape(keys)}"]`);
  if (!command) return;
  if (isLetter(keys) && (!areLettersOn() || isTyping(event.target))) return;
  if (document.querySelector("dialog[open]") && command.dataset.command !== "bar") return;
  event.preventDefault();
  run(command.dataset.command);
}

export function watchKeys(own) {
  handlers = own;
  document.addEventListener("keydown", onKey);
}
