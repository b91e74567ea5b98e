/** What was said, one list item each. */

import { button, make } from "./elements.js";
import { linked } from "./links.js";
import type { Unsent } from "./memory.js";
import type { Message } from "./server.js";
import type { Words } from "./words.js";

export const GOOD = 5;
export const BAD = 1;

export interface Actions {
  askForPerson(): void;
  rate(rating: number, comment?: string): void;
}

export function bubble(said: Message, language: string, words: Words, actions: Actions): HTMLLIElement {
  const byline = { customer: words.you, assistant: words.automatic, person: said.name || words.support, notice: "" };
  const item = make("li", { class: `said ${said.author}` });
  if (byline[said.author]) item.append(make("p", { class: "byline" }, byline[said.author]));
  const text = make("p", { class: "words" }, ...linked(said.text));
  if (language) text.lang = language;
  item.append(text);
  if (said.author === "assistant") item.append(afterReply(words, actions));
  return item;
}

export function unsentBubble({ text }: Unsent, words: Words): HTMLLIElement {
  return make(
    "li",
    { class: "said customer unsent" },
    make("p", { class: "byline" }, words.you),
    make("p", { class: "words" }, ...linked(text)),
  );
}

/** The way to a person, and how good the reply was: they stand under each automatic reply. */
function afterReply(words: Words, actions: Actions): HTMLElement {
  const person = button(words.person, "second", () => actions.askForPerson());
  person.dataset["person"] = "";
  const yes = rating(words.yes, GOOD, () => actions.rate(GOOD));
  const no = rating(words.no, BAD, () => actions.rate(BAD));
  const group = make("span", { role: "group", "aria-label": words.helped, class: "rating" });
  group.append(make("span", { "aria-hidden": "true" }, words.helped), yes, no);
  return make("div", { class: "after" }, person, group, commentForm(words, actions));
}

function rating(text: string, value: number, press: () => void): HTMLButtonElement {
  const made = button(text, "second", press);
  made.dataset["rating"] = String(value);
  made.setAttribute("aria-pressed", "false");
  return made;
}

/** Asked only of somebody whom the reply did not help. */
function commentForm(words: Words, actions: Actions): HTMLFormElement {
  const box = make("textarea", { rows: "2", maxlength: "1000" });
  const label = make("label", {}, words.whatWasWrong, box);
  const send = make("button", { class: "second" }, words.tell);
  const form = make("form", { class: "comment", "data-comment": "", hidden: "" }, label, send);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const comment = box.value.trim();
    if (!comment) return box.focus();
    actions.rate(BAD, comment);
    form.replaceChildren(make("p", { role: "status", tabindex: "-1" }, words.thanks));
    form.querySelector("p")?.focus();
  });
  return form;
}
