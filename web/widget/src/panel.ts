/** The conversation as it is shown: header, log, state, composer. */

import { type Actions, BAD, bubble, unsentBubble } from "./bubbles.js";
import { Composer } from "./composer.js";
import { button, icon, make, say } from "./elements.js";
import { type OfferActions, Offers } from "./offers.js";
import type { State } from "./talk.js";
import type { Words } from "./words.js";

const MORE = "M5 12h.01M12 12h.01M19 12h.01";
const CROSS = "M6 6l12 12M18 6L6 18";

export interface PanelActions extends Actions, OfferActions {
  send(text: string): void;
  startOver(): void;
  /** Absent where the panel is part of a page and cannot be closed. */
  close?: () => void;
}

export interface Looks {
  readonly title: string;
  readonly greeting: string;
  readonly longest: number;
}

export class Panel {
  readonly element: HTMLElement;
  readonly composer: Composer;
  private readonly thread = make("ol", { class: "thread" });
  private readonly unsent = make("ol", { class: "thread" });
  private readonly offers: Offers;
  private readonly log: HTMLElement;
  private readonly status = make("p", { class: "status", role: "status" });
  private readonly trouble = make("p", { class: "trouble", role: "alert" });
  private readonly greeting: HTMLElement;
  private readonly menu: HTMLElement;
  private readonly menuButton: HTMLButtonElement;
  private readonly person: HTMLButtonElement;
  private conversation = "";

  constructor(
    private readonly words: Words,
    looks: Looks,
    private readonly actions: PanelActions,
  ) {
    this.greeting = make("p", { class: "greeting" }, looks.greeting);
    const named = { role: "log", "aria-label": words.conversation, tabindex: "0", class: "log" };
    this.offers = new Offers(words, actions, () => this.log.focus());
    this.log = make("div", named, this.greeting, this.thread, this.offers.element, this.unsent);
    this.composer = new Composer(words, looks.longest, (text) => actions.send(text));
    this.person = this.entry(words.person, () => actions.askForPerson());
    this.menu = make("div", { class: "menu", id: "firstline-menu", hidden: "" }, this.person);
    this.menu.append(this.entry(words.startOver, () => actions.startOver()));
    this.menuButton = button("", "plain", () => this.showMenu(this.menu.hasAttribute("hidden")));
    this.element = make("div", { class: "panel" });
    this.element.append(this.header(looks.title), this.menu, this.log);
    this.element.append(this.status, this.trouble, this.composer.element);
    this.element.addEventListener("keydown", (event) => this.onKey(event));
  }

  show(state: State): void {
    const id = state.thread?.id ?? "";
    if (id !== this.conversation) this.clear(id);
    // Who has scrolled up by less than a screen, to press a button there, still follows.
    const isAtEnd = this.log.scrollHeight - this.log.scrollTop < 2 * this.log.clientHeight;
    const before = this.log.scrollHeight;
    this.add(state);
    this.unsent.replaceChildren(...state.unsent.map((each) => unsentBubble(each, this.words)));
    this.offers.show(state.thread?.offered);
    this.greeting.hidden = state.messages.length > 0;
    this.showControls(state);
    say(this.status, this.statusWords(state));
    say(this.trouble, this.troubleWords(state));
    if (isAtEnd || before === this.log.clientHeight) this.toEnd();
  }

  toEnd(): void {
    this.log.scrollTop = this.log.scrollHeight;
  }

  private clear(id: string): void {
    this.conversation = id;
    this.thread.replaceChildren();
  }

  /** Add what is new in its place: the answer to a write may be here before what was said earlier. */
  private add({ messages, thread }: State): void {
    let next = this.thread.firstElementChild;
    for (const said of messages) {
      const number = String(said.number);
      if (next?.getAttribute("data-number") === number) {
        next = next.nextElementSibling;
        continue;
      }
      const item = bubble(said, thread?.language ?? "", this.words, this.actions);
      item.dataset["number"] = number;
      this.thread.insertBefore(item, next);
    }
  }

  private showControls({ thread }: State): void {
    const hasPerson = thread?.status === "waiting" || thread?.status === "with_person";
    this.person.hidden = hasPerson;
    for (const each of this.all("[data-person]")) each.hidden = hasPerson;
    for (const each of this.all("[data-rating]")) {
      const isChosen = each.dataset["rating"] === String(thread?.rating);
      each.setAttribute("aria-pressed", String(isChosen));
    }
    for (const each of this.all("[data-comment]")) each.hidden = thread?.rating !== BAD;
  }

  private all(selector: string): NodeListOf<HTMLElement> {
    return this.thread.querySelectorAll<HTMLElement>(selector);
  }

  private statusWords({ thread }: State): string {
    const { words } = this;
    if (thread?.is_agent_replying) return words.writing;
    const of = { open: "", waiting: words.waiting, with_person: words.withPerson, resolved: words.resolved };
    return thread ? of[thread.status] : "";
  }

  private troubleWords({ trouble, unsent }: State): string {
    const { words } = this;
    if (trouble === "none") return "";
    if (trouble === "offline") return unsent.length ? `${words.offline} ${words.notSent}` : words.offline;
    return words[trouble];
  }

  private header(title: string): HTMLElement {
    const { words, actions } = this;
    this.menuButton.append(icon(MORE));
    this.menuButton.setAttribute("aria-label", words.more);
    this.menuButton.setAttribute("aria-controls", "firstline-menu");
    this.menuButton.setAttribute("aria-expanded", "false");
    const head = make("div", { class: "head" }, make("h2", {}, title), this.menuButton);
    if (actions.close) {
      const close = button("", "plain", actions.close);
      close.append(icon(CROSS));
      close.setAttribute("aria-label", words.close);
      head.append(close);
    }
    return head;
  }

  private entry(text: string, act: () => void): HTMLButtonElement {
    return button(text, "plain", () => {
      this.showMenu(false);
      this.composer.focus();
      act();
    });
  }

  private showMenu(isShown: boolean): void {
    this.menu.hidden = !isShown;
    this.menuButton.setAttribute("aria-expanded", String(isShown));
    if (isShown) this.menu.querySelector<HTMLElement>("button:not([hidden])")?.focus();
  }

  /** Escape closes what is open: first the menu, then the chat. */
  private onKey(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.isComposing) return;
    if (!this.menu.hidden) {
      this.showMenu(false);
      this.menuButton.focus();
    } else if (this.actions.close) {
      this.actions.close();
    } else {
      return;
    }
    event.stopPropagation();
  }
}
