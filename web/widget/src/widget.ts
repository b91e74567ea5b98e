/** The chat on a page: in a corner behind a button, or as a part of the page. */

import { make, save } from "./elements.js";
import { askedIdentity, customerOf, givenIdentity, type Identity } from "./identity.js";
import { Launcher } from "./launcher.js";
import { Memory } from "./memory.js";
import { Panel } from "./panel.js";
import { Server, type ChatSettings } from "./server.js";
import { Talk, type State } from "./talk.js";
import sheetText from "./widget.css";
import { spoken, wordsIn } from "./words.js";

export interface Options {
  /** Address of the service, with a slash at the end. */
  readonly base: string;
  readonly language: string | undefined;
  readonly identity: string | undefined;
  readonly identityFrom: string | undefined;
  /** Selector of the element that the chat becomes part of. */
  readonly inline: string | undefined;
}

export async function start(options: Options): Promise<void> {
  const server = new Server(options.base);
  const settings = await server.settings();
  if (!settings.is_on) return;
  const identity = options.identityFrom ? askedIdentity(options.identityFrom) : givenIdentity(options.identity);
  const customer = customerOf(await identity.token());
  if (!customer && !settings.allows_anonymous) return;
  const memory = new Memory(`firstline ${options.base}`, customer);
  await new Widget(options, settings, server, memory, identity).begin();
}

class Widget {
  private readonly panel: Panel;
  private readonly launcher: Launcher | null;
  private readonly talk: Talk;
  private isOpen: boolean;

  constructor(
    options: Options,
    settings: ChatSettings,
    server: Server,
    private readonly memory: Memory,
    identity: Identity,
  ) {
    const page = document.documentElement.lang || undefined;
    const language = spoken(options.language, page, navigator.language);
    const words = wordsIn(language);
    this.isOpen = options.inline !== undefined;
    this.launcher = this.isOpen ? null : new Launcher(words, () => this.setOpen(!this.isOpen));
    this.talk = new Talk(
      server,
      memory,
      identity,
      (state) => this.show(state),
      (text) => this.panel.composer.giveBack(text),
    );
    this.panel = new Panel(
      words,
      {
        title: settings.title || words.title,
        greeting: settings.greetings[language] || words.greeting,
        longest: settings.longest,
      },
      {
        send: (text) => this.talk.send(text),
        askForPerson: () => void this.talk.askForPerson(),
        rate: (rating, comment) => void this.talk.rate(rating, comment),
        choose: (choice, email) => this.talk.choose(choice, email),
        saveAppointment: async () => save(await this.talk.appointment(), "appointment.ics"),
        startOver: () => void this.talk.startOver(),
        ...(this.launcher && { close: () => this.setOpen(false) }),
      },
    );
    this.mount(language, settings.title || words.title, options.inline);
  }

  begin(): Promise<void> {
    document.addEventListener("visibilitychange", () => this.see());
    return this.talk.begin();
  }

  private mount(language: string, title: string, inline: string | undefined): void {
    const host = document.createElement("firstline-chat");
    host.lang = language;
    host.className = inline ? "inline" : "corner";
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(sheetText);
    root.adoptedStyleSheets = [sheet]; // a page's policy forbids style elements, not these
    const region = make("section", { "aria-label": title }, this.panel.element);
    if (this.launcher) {
      this.panel.element.hidden = true;
      region.append(this.launcher.announced, this.launcher.element);
    }
    root.append(region);
    const place = inline ? document.querySelector(inline) : document.body;
    if (!place) throw new Error(`there is no element ${inline} on this page`);
    place.append(host);
  }

  private setOpen(isOpen: boolean): void {
    this.isOpen = isOpen;
    this.panel.element.hidden = !isOpen;
    this.launcher?.element.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) {
      this.panel.toEnd();
      this.panel.composer.focus();
    } else {
      this.launcher?.element.focus();
    }
    this.see();
  }

  private unread = 0;

  private show(state: State): void {
    this.panel.show(state);
    const { seen } = this.memory;
    this.unread = state.messages.filter((each) => each.author !== "customer" && each.number > seen).length;
    this.see();
  }

  /** What stands in an open chat on a visible page has been seen. */
  private see(): void {
    if (this.isOpen && !document.hidden && this.talk.newest > this.memory.seen) {
      this.memory.keep({ seen: this.talk.newest });
      this.unread = 0;
    }
    this.launcher?.show(this.isOpen ? 0 : this.unread);
  }
}
