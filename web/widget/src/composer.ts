/** Where the customer writes. */

import { make } from "./elements.js";
import type { Words } from "./words.js";

export class Composer {
  readonly element: HTMLFormElement;
  private readonly box: HTMLTextAreaElement;

  constructor(words: Words, longest: number, send: (text: string) => void) {
    const id = "firstline-message";
    this.box = make("textarea", { id, rows: "2", "aria-describedby": `${id}-keys`, maxlength: String(longest) });
    this.element = make(
      "form",
      { class: "composer" },
      make("label", { for: id }, words.message),
      this.box,
      make("p", { id: `${id}-keys`, class: "hint" }, words.keys),
      make("button", { class: "first" }, words.send),
    );
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = this.box.value.trim();
      if (!text) return;
      this.box.value = "";
      send(text);
      this.focus();
    });
    this.box.addEventListener("keydown", (event) => {
      // While an input method composes, Enter chooses a word; some browsers only say 229.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.element.requestSubmit();
    });
  }

  focus(): void {
    this.box.focus();
  }

  /** Give a text back, unless something new is being written. */
  giveBack(text: string): void {
    if (!this.box.value) this.box.value = text;
  }
}
