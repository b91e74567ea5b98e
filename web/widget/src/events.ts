/** Server-sent events out of a response that goes on: EventSource itself cannot send a token. */

export interface ServerEvent {
  readonly id: string;
  readonly data: string;
}

/** The server says something every 15 s; silence for this long is a dead connection. */
const SILENCE_MS = 40_000;
/** Without a first event in this time something between keeps the stream back. */
const FIRST_MS = 8_000;

export async function* eventsOf(response: Response): AsyncGenerator<ServerEvent> {
  const reader = response.body?.getReader();
  if (!reader) throw new TypeError("this browser cannot read streams");
  const decoder = new TextDecoder();
  let rest = "";
  let patience = FIRST_MS;
  try {
    for (;;) {
      const { done, value } = await within(reader.read(), patience);
      if (done) return;
      const blocks = (rest + decoder.decode(value, { stream: true })).split(/\r?\n\r?\n/);
      rest = blocks.pop() ?? "";
      for (const event of blocks.map(eventIn)) {
        if (event) {
          patience = SILENCE_MS;
          yield event;
        }
      }
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

/** Read one block; a comment, which only keeps the connection alive, is no event. */
export function eventIn(block: string): ServerEvent | undefined {
  const data: string[] = [];
  let id = "";
  for (const line of block.split(/\r?\n/)) {
    const [, name, value = ""] = /^(\w+): ?(.*)$/.exec(line) ?? [];
    if (name === "data") data.push(value);
    if (name === "id") id = value;
  }
  return data.length ? { id, data: data.join("\n") } : undefined;
}

async function within<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TypeError("the stream fell silent")), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
