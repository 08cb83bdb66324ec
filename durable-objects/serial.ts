/** How long a group that has company waits for more. */
const LINGER_MS = 2;

type Entry<T, R> = { item: T; resolve: (result: R) => void; reject: (error: unknown) => void };

/**
 * Group commit: one run under way, and what arrives meanwhile goes into the next one together.
 * The input gate of a Durable Object does not cover a D1 call, so this is what gives postings their order.
 */
export class GroupCommit<T, R> {
  #waiting: Entry<T, R>[] = [];
  #running = false;
  #lastSize = 0;

  /**
   * @param run answers a group with one result for each item, in order; a throw rejects the whole group.
   * @param take how many of the waiting items go into the next group, at least one.
   * @param maxWaiting beyond this many waiting items `add` refuses with a RangeError.
   */
  constructor(
    private readonly run: (items: T[]) => Promise<R[]>,
    private readonly take: (items: T[]) => number,
    private readonly maxWaiting: number,
  ) {}

  /** Queues one item. Resolves with its result once its group is done. */
  add(item: T): Promise<R> {
    if (this.#waiting.length >= this.maxWaiting) return Promise.reject(new RangeError('too many postings are waiting'));
    return new Promise<R>((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (!this.#running) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#running = true;
    // A turn of the event loop lets everything that is already on its way join the first group.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      await this.#linger();
      const count = Math.max(1, this.take(this.#waiting.map((entry) => entry.item)));
      const group = this.#waiting.splice(0, count);
      this.#lastSize = group.length;
      try {
        const results = await this.run(group.map((entry) => entry.item));
        group.forEach((entry, index) => {
          const result = results[index];
          if (result === undefined) entry.reject(new Error('a group answered with too few results'));
          else entry.resolve(result);
        });
      } catch (error) {
        for (const entry of group) entry.reject(error);
      }
    }
    this.#running = false;
  }

  /**
   * Under load a call to the database costs more than the rows in it, so a fuller group is quicker for everybody.
   * An item that comes alone, after one that came alone, never waits.
   */
  async #linger(): Promise<void> {
    if (this.#lastSize <= 1 && this.#waiting.length <= 1) return;
    await new Promise((resolve) => setTimeout(resolve, LINGER_MS));
  }
}
