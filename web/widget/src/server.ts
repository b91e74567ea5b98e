/** What the server says and takes: `/v1/chat` and `/v1/conversations`. */

import { eventsOf } from "./events.js";

export type Author = "customer" | "assistant" | "person" | "notice";

export interface Message {
  readonly number: number;
  readonly author: Author;
  readonly text: string;
  readonly at: string;
  readonly name: string;
}

/** A time, or what may be done with an appointment. */
export interface Choice {
  readonly id: string;
  readonly label: string;
}

export interface Offered {
  readonly choices: readonly Choice[];
  readonly needs_email: boolean;
  /** What is booked, if anything. */
  readonly appointment_id: string | null;
}

export interface Thread {
  readonly id: string;
  readonly status: "open" | "waiting" | "with_person" | "resolved";
  readonly language: string;
  readonly rating: number | null;
  readonly newest: number;
  readonly messages: readonly Message[];
  readonly is_agent_replying: boolean;
  readonly offered: Offered;
}

export interface Opened {
  readonly token: string;
  readonly conversation: Thread;
}

export interface ChatSettings {
  readonly is_on: boolean;
  readonly allows_anonymous: boolean;
  readonly title: string;
  readonly greetings: Readonly<Record<string, string>>;
  readonly longest: number;
}

/** The customer's own conversation: where it is, and what opens it. */
export interface Access {
  readonly id: string;
  readonly token: string;
}

/** The server was reached and said no. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Seconds after which trying again makes sense; 0 where the server did not say. */
    readonly retryAfter: number,
  ) {
    super(message);
  }

  /** Whether the same request may succeed later. */
  get isPassing(): boolean {
    return this.status === 429 || this.status >= 500;
  }
}

interface Asked {
  readonly body?: unknown;
  readonly query?: Record<string, string>;
  readonly token?: string | undefined;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
}

/** Longer than any answer takes; a request that hangs is a network that is gone. */
const PATIENCE_MS = 20_000;

export class Server {
  /** Times are worded as they stand on the customer's own clock. */
  private readonly zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";

  constructor(private readonly base: string) {}

  settings(): Promise<ChatSettings> {
    return this.askFor("v1/chat");
  }

  open(identity: string | undefined, startOver: boolean): Promise<Opened> {
    const body = startOver ? { start_over: true } : {};
    return this.askFor("v1/conversations", { body, token: identity });
  }

  /** Find the customer's open conversation, begun here or on another device. */
  async mine(identity: string): Promise<Opened | undefined> {
    const response = await this.ask("v1/conversations/mine", { token: identity });
    return response.status === 204 ? undefined : ((await response.json()) as Opened);
  }

  read(own: Access, after: number): Promise<Thread> {
    return this.own(own, "messages", { query: { after: String(after) } });
  }

  write(own: Access, text: string, key: string): Promise<Thread> {
    return this.own(own, "messages", { body: { text }, headers: { "Idempotency-Key": key } });
  }

  askForPerson(own: Access): Promise<Thread> {
    return this.own(own, "person", { body: {} });
  }

  rate(own: Access, rating: number, comment: string): Promise<Thread> {
    return this.own(own, "rating", { body: { rating, comment } });
  }

  choose(own: Access, choice: string, email: string): Promise<Thread> {
    return this.own(own, "choice", { body: { choice, email, zone: this.zone } });
  }

  /** Download an appointment as a file for the customer's calendar. */
  async invitation(own: Access, appointment: string): Promise<Blob> {
    const path = `v1/conversations/${own.id}/appointments/${appointment}.ics`;
    const signal = AbortSignal.timeout(PATIENCE_MS);
    return (await this.ask(path, { token: own.token, signal })).blob();
  }

  /** Follow a conversation as long as the connection holds. */
  async *follow(own: Access, after: number, signal: AbortSignal): AsyncGenerator<Thread> {
    const query = { after: String(after), zone: this.zone };
    const response = await this.ask(`v1/conversations/${own.id}/events`, { query, token: own.token, signal });
    for await (const event of eventsOf(response)) yield JSON.parse(event.data) as Thread;
  }

  private own(own: Access, path: string, asked: Asked = {}): Promise<Thread> {
    const query = { ...asked.query, zone: this.zone };
    return this.askFor(`v1/conversations/${own.id}/${path}`, { ...asked, query, token: own.token });
  }

  private async askFor<T>(path: string, asked: Asked = {}): Promise<T> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    return (await (await this.ask(path, { signal, ...asked })).json()) as T;
  }

  private async ask(path: string, { body, query, token, headers, signal }: Asked): Promise<Response> {
    const asks = query ? `?${new URLSearchParams(query)}` : "";
    const response = await fetch(this.base + path + asks, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        ...headers,
        ...(token && { Authorization: `Bearer ${token}` }),
        ...(body !== undefined && { "Content-Type": "application/json" }),
      },
      cache: "no-store",
      credentials: "omit",
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
    if (!response.ok) throw await refusalOf(response);
    return response;
  }
}

async function refusalOf(response: Response): Promise<Refusal> {
  const retryAfter = Number(response.headers.get("Retry-After")) || 0;
  const said: unknown = await response.json().catch(() => null);
  const error = (said as { error?: { code?: string; message?: string } } | null)?.error;
  return new Refusal(response.status, error?.code ?? "", error?.message ?? "", retryAfter);
}
