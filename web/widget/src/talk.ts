/** One customer's conversation: what was said, what is still to be sent, and staying up to date. */

import type { Identity } from "./identity.js";
import type { Memory, Unsent } from "./memory.js";
import { Refusal, type Access, type Message, type Opened, type Server, type Thread } from "./server.js";
import { Backoff, sleep } from "./waiting.js";

const POLL_MS = 3_000;
/** Rounds of asking before a stream is tried again where streams do not work. */
const ROUNDS_WITHOUT_STREAM = 20;

/** Why something is not as the customer wants it. */
export type Trouble = "none" | "offline" | "tooQuick" | "tooLong" | "signIn" | "gone" | "wrongEmail" | "failed";

export interface State {
  readonly messages: readonly Message[];
  readonly unsent: readonly Unsent[];
  readonly thread: Thread | null;
  readonly trouble: Trouble;
}

export class Talk {
  private readonly messages = new Map<number, Message>();
  private thread: Thread | null = null;
  /** Every message up to this number is here; the answer to a write may stand behind a gap. */
  private readUpTo = 0;
  private trouble: Trouble = "none";
  private isDelivering = false;
  private following: AbortController | null = null;

  /**
   * @param changed is told the state whenever there is something new
   * @param returned is given the text of a message that the server does not take
   */
  constructor(
    private readonly server: Server,
    private readonly memory: Memory,
    private readonly identity: Identity,
    private readonly changed: (state: State) => void,
    private readonly returned: (text: string) => void,
  ) {}

  get newest(): number {
    return this.thread?.newest ?? 0;
  }

  /** Take up what this browser, or the customer's other device, has begun. */
  async begin(): Promise<void> {
    addEventListener("offline", () => this.following?.abort());
    this.memory.onChangeElsewhere(() => {
      if (this.memory.own?.id !== this.thread?.id) this.reset();
      this.resume();
    });
    if (!this.memory.own) await this.tryFinding();
    this.resume();
  }

  send(text: string): void {
    const key = crypto.getRandomValues(new Uint32Array(4)).join("-");
    this.memory.keep({ unsent: [...this.memory.unsent, { text, key }] });
    this.setTrouble("none");
    void this.deliver();
  }

  async askForPerson(): Promise<void> {
    await this.attempt(async () => this.take(await this.server.askForPerson(await this.opened())));
  }

  async rate(rating: number, comment = ""): Promise<void> {
    const own = this.memory.own;
    if (own) await this.attempt(async () => this.take(await this.server.rate(own, rating, comment)));
  }

  async choose(choice: string, email: string): Promise<void> {
    const own = this.memory.own;
    if (own) await this.attempt(async () => this.take(await this.server.choose(own, choice, email)));
  }

  /** Ask for the appointment as a file; `null` where there is none to be had. */
  async appointment(): Promise<Blob | null> {
    const [own, id] = [this.memory.own, this.thread?.offered.appointment_id];
    let file: Blob | null = null;
    if (own && id) await this.attempt(async () => void (file = await this.server.invitation(own, id)));
    return file;
  }

  /** Leave this conversation to the agents and begin another one. */
  async startOver(): Promise<void> {
    await this.attempt(async () => {
      const opened = await this.server.open(await this.identity.token(), true);
      this.forget();
      this.adopt(opened);
    });
  }

  private resume(): void {
    this.tell();
    this.follow();
    void this.deliver();
  }

  private async tryFinding(): Promise<void> {
    try {
      const token = await this.identity.token();
      const found = token && (await this.server.mine(token));
      if (found) this.adopt(found);
    } catch (error) {
      this.note(error);
    }
  }

  private async opened(): Promise<Access> {
    if (!this.memory.own) this.adopt(await this.server.open(await this.identity.token(), false));
    return this.memory.own as Access;
  }

  private adopt({ token, conversation }: Opened): void {
    this.memory.keep({ own: { id: conversation.id, token } });
    this.take(conversation);
    this.follow();
  }

  private forget(): void {
    this.reset();
    this.memory.keep({ own: null, seen: 0 });
    this.tell();
  }

  private reset(): void {
    this.following?.abort();
    this.following = null;
    this.messages.clear();
    this.thread = null;
    this.readUpTo = 0;
  }

  /** Send what is unsent, in turn, until all has arrived or is refused. */
  private async deliver(): Promise<void> {
    if (this.isDelivering) return;
    this.isDelivering = true;
    const backoff = new Backoff();
    for (let next = this.memory.unsent[0]; next; next = this.memory.unsent[0]) {
      try {
        this.show(await this.server.write(await this.opened(), next.text, next.key));
        this.drop(next);
        this.setTrouble("none");
        backoff.reset();
      } catch (error) {
        await this.afterFailure(error, next, backoff);
      }
    }
    this.isDelivering = false;
  }

  private async afterFailure(error: unknown, unsent: Unsent, backoff: Backoff): Promise<void> {
    if (isOver(error)) {
      this.forget(); // the token opens nothing any more: a new conversation takes the message
      return;
    }
    this.note(error);
    if (!(error instanceof Refusal) || error.isPassing) {
      await backoff.pause(error instanceof Refusal ? error.retryAfter : 0);
      return;
    }
    this.drop(unsent);
    this.returned(unsent.text);
  }

  private drop({ key }: Unsent): void {
    this.memory.keep({ unsent: this.memory.unsent.filter((each) => each.key !== key) });
    this.tell();
  }

  /** Stay up to date: by a stream, and by asking again and again where there is none. */
  private follow(): void {
    const own = this.memory.own;
    if (!own || this.following) return;
    const following = (this.following = new AbortController());
    void this.keepUp(own, following).finally(() => {
      if (this.following === following) this.following = null;
    });
  }

  private async keepUp(own: Access, current: AbortController): Promise<void> {
    let rounds = 1; // what was missed meanwhile is read before streaming
    while (this.following === current) {
      if (!(await this.poll(own, rounds))) return;
      rounds = await this.stream(own);
    }
  }

  /** Follow the stream until it ends; return for how many rounds to ask before the next one. */
  private async stream(own: Access): Promise<number> {
    const attempt = new AbortController();
    const cut = (): void => attempt.abort();
    addEventListener("offline", cut, { once: true });
    this.following?.signal.addEventListener("abort", cut, { once: true });
    let hasWorked = false;
    try {
      for await (const thread of this.server.follow(own, this.readUpTo, attempt.signal)) {
        hasWorked = true;
        this.connected();
        this.take(thread);
      }
    } catch {
      // Whatever it was, asking says it again.
    } finally {
      removeEventListener("offline", cut);
    }
    return hasWorked ? 1 : ROUNDS_WITHOUT_STREAM;
  }

  /** Ask that many times with success; `false` once the conversation is no longer this one. */
  private async poll(own: Access, rounds: number): Promise<boolean> {
    const backoff = new Backoff();
    for (let round = 0; round < rounds; ) {
      if (this.memory.own?.id !== own.id) return false;
      try {
        this.take(await this.server.read(own, this.readUpTo));
        this.connected();
        if (++round < rounds) await sleep(POLL_MS);
      } catch (error) {
        if (isOver(error)) {
          this.forget();
          return false;
        }
        this.note(error);
        await backoff.pause(error instanceof Refusal ? error.retryAfter : 0);
      }
    }
    return true;
  }

  private async attempt(act: () => Promise<void>): Promise<void> {
    try {
      await act();
      this.setTrouble("none");
    } catch (error) {
      if (isOver(error)) this.forget();
      else this.note(error);
    }
  }

  /** Take up all that is new since what is here. */
  private take(thread: Thread): void {
    if (this.show(thread)) this.readUpTo = Math.max(this.readUpTo, thread.newest);
  }

  /** Show a part of the conversation; `false` for one of the conversation before. */
  private show(thread: Thread): boolean {
    if (this.memory.own?.id !== thread.id) return false;
    for (const message of thread.messages) {
      if (this.messages.has(message.number)) continue;
      this.messages.set(message.number, message);
      this.arrived(message);
    }
    this.thread = { ...thread, newest: Math.max(this.newest, thread.newest) };
    this.tell();
    return true;
  }

  /** What stands in the thread was sent, also where the server's answer got lost. */
  private arrived({ author, text }: Message): void {
    const [first, ...others] = this.memory.unsent;
    if (author === "customer" && first?.text === text) this.memory.keep({ unsent: others });
  }

  /** The server is there again; what else went wrong stays said until something is done anew. */
  private connected(): void {
    if (this.trouble === "offline") this.setTrouble("none");
  }

  private note(error: unknown): void {
    this.setTrouble(troubleOf(error));
  }

  private setTrouble(trouble: Trouble): void {
    this.trouble = trouble;
    this.tell();
  }

  private tell(): void {
    const messages = [...this.messages.values()].sort((a, b) => a.number - b.number);
    const { thread, trouble } = this;
    this.changed({ messages, unsent: this.memory.unsent, thread, trouble });
  }
}

/** Whether the token no longer opens the conversation. */
const isOver = (error: unknown): boolean => error instanceof Refusal && error.code === "wrong_token";

function troubleOf(error: unknown): Trouble {
  if (!(error instanceof Refusal)) return "offline";
  if (error.status === 429) return "tooQuick";
  if (error.code === "choice_gone") return "gone";
  if (error.code === "email_needed") return "wrongEmail";
  if (error.status === 401 || error.status === 403) return "signIn";
  return error.status === 422 ? "tooLong" : "failed";
}
