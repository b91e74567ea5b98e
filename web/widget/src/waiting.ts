/** Pauses between attempts: longer each time, and never the same for all browsers at once. */

const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

export class Backoff {
  private attempts = 0;

  reset(): void {
    this.attempts = 0;
  }

  get hasFailedOften(): boolean {
    return this.attempts >= 2;
  }

  /**
   * Wait for the next attempt, at most until the network is back.
   *
   * @param leastS seconds that the server asked to be left alone
   */
  async pause(leastS = 0): Promise<void> {
    const usual = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.attempts++);
    await sleep(Math.max(leastS * 1_000, usual * (0.5 + Math.random() / 2)));
  }
}

/** Sleep; the network's return ends it early. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      removeEventListener("online", wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    addEventListener("online", wake);
  });
}
