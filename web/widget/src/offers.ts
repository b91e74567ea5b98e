/** What the customer may choose now: a time, or what becomes of an appointment. */

import { button, make } from "./elements.js";
import type { Choice, Offered } from "./server.js";
import type { Words } from "./words.js";

export interface OfferActions {
  choose(choice: string, email: string): Promise<void>;
  saveAppointment(): Promise<void>;
}

const NOTHING: Offered = { choices: [], needs_email: false, appointment_id: null };

export class Offers {
  readonly element: HTMLFormElement;
  private readonly email = make("input", { type: "email", autocomplete: "email", required: "", maxlength: "254" });
  private shown = "";
  private isBusy = false;

  /** @param left is told when what had the focus is gone */
  constructor(
    private readonly words: Words,
    private readonly actions: OfferActions,
    private readonly left: () => void,
  ) {
    this.element = make("form", { class: "offers", "aria-label": words.choices, hidden: "" });
    this.element.addEventListener("submit", (event) => event.preventDefault());
  }

  show(offered: Offered = NOTHING): void {
    const now = JSON.stringify(offered);
    if (now === this.shown) return; // a button that stays keeps the focus
    this.shown = now;
    const hadFocus = this.element.matches(":focus-within");
    const parts = this.partsOf(offered);
    this.element.replaceChildren(...parts);
    this.element.hidden = parts.length === 0;
    if (hadFocus) this.left();
  }

  private partsOf(offered: Offered): HTMLElement[] {
    const { words } = this;
    const parts: HTMLElement[] = offered.choices.map((each) => this.choice(each));
    if (offered.needs_email) parts.unshift(make("label", {}, words.email, this.email));
    if (offered.appointment_id) {
      parts.push(button(words.toCalendar, "second", () => void this.once(() => this.actions.saveAppointment())));
    }
    return parts;
  }

  private choice({ id, label }: Choice): HTMLButtonElement {
    return button(label, "second", () => {
      const needsEmail = this.element.contains(this.email);
      if (needsEmail && !this.email.reportValidity()) return;
      const email = needsEmail ? this.email.value : "";
      void this.once(() => this.actions.choose(id, email));
    });
  }

  /** A second press waits for nothing, and does nothing. */
  private async once(act: () => Promise<void>): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    this.element.setAttribute("aria-busy", "true");
    try {
      await act();
    } finally {
      this.element.removeAttribute("aria-busy");
      this.isBusy = false;
    }
  }
}
