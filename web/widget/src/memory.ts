/** What outlives a reload: whose conversation this browser holds, and what is still to be sent. */

import type { Access } from "./server.js";

export interface Unsent {
  readonly text: string;
  /** Names the message: sending it again says nothing twice. */
  readonly key: string;
}

interface Kept {
  /** Who began it; another customer in this browser never sees it. */
  readonly customer: string;
  readonly own: Access | null;
  readonly unsent: readonly Unsent[];
  /** Number of the newest message that the customer has seen. */
  readonly seen: number;
}

export class Memory {
  private kept: Kept;

  /**
   * @param name of the service's chat, which tells it from others on this page
   * @param customer who is here now; empty for somebody unknown
   */
  constructor(
    private readonly name: string,
    customer: string,
  ) {
    const found = stored(name);
    this.kept = found?.customer === customer ? found : fresh(customer);
  }

  get own(): Access | null {
    return this.kept.own;
  }

  get unsent(): readonly Unsent[] {
    return this.kept.unsent;
  }

  get seen(): number {
    return this.kept.seen;
  }

  /** Another page of this browser goes on with the same conversation. */
  onChangeElsewhere(changed: () => void): void {
    addEventListener("storage", ({ key }) => {
      const found = key === this.name ? stored(this.name) : null;
      if (found?.customer !== this.kept.customer) return;
      this.kept = found;
      changed();
    });
  }

  keep(change: Partial<Omit<Kept, "customer">>): void {
    this.kept = { ...this.kept, ...change };
    try {
      localStorage.setItem(this.name, JSON.stringify(this.kept));
    } catch {
      // Storage is full or forbidden: the conversation then lasts as long as the page.
    }
  }
}

const fresh = (customer: string): Kept => ({ customer, own: null, unsent: [], seen: 0 });

function stored(name: string): Kept | null {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(name) ?? "null");
    return isKept(found) ? found : null;
  } catch {
    return null;
  }
}

function isKept(found: unknown): found is Kept {
  if (typeof found !== "object" || found === null) return false;
  const { customer, unsent, seen } = found as Record<string, unknown>;
  return typeof customer === "string" && Array.isArray(unsent) && typeof seen === "number";
}
