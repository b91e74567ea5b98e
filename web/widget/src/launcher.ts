/** The button that opens the chat, with how much there is to read. */

import { button, icon, make } from "./elements.js";
import type { Words } from "./words.js";

const BUBBLE = "M4 5h16v11H9l-5 4z";

export class Launcher {
  readonly element: HTMLButtonElement;
  private readonly badge = make("span", { class: "badge", "aria-hidden": "true", hidden: "" });
  /** Says aloud what the badge shows. */
  readonly announced = make("p", { class: "aloud", role: "status" });

  constructor(
    private readonly words: Words,
    open: () => void,
  ) {
    this.element = button("", "launcher", open);
    this.element.append(icon(BUBBLE), this.badge);
    this.element.setAttribute("aria-expanded", "false");
    this.show(0);
  }

  show(unread: number): void {
    const told = unread ? this.words.unread(unread) : "";
    this.badge.textContent = unread > 9 ? "9+" : String(unread);
    this.badge.hidden = unread === 0;
    this.element.setAttribute("aria-label", [this.words.open, told].filter(Boolean).join(", "));
    if (this.announced.textContent !== told) this.announced.textContent = told;
  }
}
