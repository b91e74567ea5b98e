// What an agent writes: a reply or a note, from a suggestion or not, kept until it is sent.
import { does, isTyping } from "./commands.js";

const composer = document.getElementById("composer");
const conversation = document.querySelector(".inbox")?.dataset.conversation;
const forms = { reply: document.getElementById("reply"), note: document.getElementById("note") };
const boxOf = (form) => form.querySelector("textarea");
const draftOf = (name) => `firstline ${name} ${conversation}`;

const isShown = (name) => composer && !forms[name].hidden;

function write(name) {
  if (!composer) return false;
  for (const each of Object.keys(forms)) forms[each].hidden = each !== name;
  for (const tab of composer.querySelectorAll("[data-writes]")) {
    tab.setAttribute("aria-pressed", String(tab.dataset.writes === name));
  }
  boxOf(forms[name]).focus();
  return true;
}

// Put words where the caret is; a suggestion takes the place of all that is there.
function put(text, template) {
  write("reply");
  const box = boxOf(forms.reply);
  if (template !== undefined) {
    box.value = text;
    forms.reply.elements.template.value = template;
  } else {
    box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
  }
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function send() {
  if (!composer) return false;
  (isShown("note") ? forms.note : forms.reply).requestSubmit();
  return true;
}

function resolveToo() {
  const button = does("send-and-resolve");
  if (!button || !isShown("reply")) return false;
  forms.reply.requestSubmit(button);
  return true;
}

function open(name) {
  const field = does(name);
  field?.closest("details")?.setAttribute("open", "");
  field?.focus();
  return Boolean(field);
}

export const handlers = {
  reply: () => write("reply"),
  note: () => write("note"),
  send,
  "send-and-resolve": resolveToo,
  snooze: () => open("snooze"),
  assign: () => open("assign"),
};

export function keepDrafts() {
  if (!composer) return;
  const hasProblem = forms.note.querySelector(".wrong");
  for (const [name, form] of Object.entries(forms)) {
    const box = boxOf(form);
    const template = form.elements.template;
    if (!box.value) {
      const draft = JSON.parse(sessionStorage.getItem(draftOf(name)) ?? "{}");
      box.value = draft.text ?? "";
      if (template) template.value = draft.template ?? "";
    }
    box.addEventListener("input", () => {
      const draft = JSON.stringify({ text: box.value, template: template?.value });
      sessionStorage.setItem(draftOf(name), draft);
    });
    form.addEventListener("submit", () => sessionStorage.removeItem(draftOf(name)));
  }
  forms.note.hidden = !hasProblem;
  forms.reply.hidden = Boolean(hasProblem);
  composer.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-writes]");
    if (tab) write(tab.dataset.writes);
  });
  document.addEventListener("click", (event) => {
    const source = event.target.closest("[data-puts]");
    if (!source) return;
    event.preventDefault();
    put(source.dataset.puts, source.dataset.template);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isTyping(event.target)) event.target.blur();
  });
}

export const isReplying = () => isShown("reply") && boxOf(forms.reply).value.trim() !== "";
