/** Requests that are worked on together at most. */
const MAX_GROUP = 32;

interface Waiting<T, R> {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One group of requests at a time: those that come while one is worked on form the next. `work`
 * answers each item by itself; where it throws, all of the group are told.
 */
export class GroupQueue<T, R> {
  readonly #work: (items: readonly T[]) => Promise<readonly PromiseSettledResult<R>[]>;
  readonly #waiting: Waiting<T, R>[] = [];
  #running = false;

  constructor(work: (items: readonly T[]) => Promise<readonly PromiseSettledResult<R>[]>) {
    this.#work = work;
  }

  add(item: T): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, MAX_GROUP);
      try {
        const results = await this.#work(group.map(({ item }) => item));
        group.forEach(({ resolve, reject }, i) => {
          const result = results[i];
          if (result?.status === 'fulfilled') resolve(result.value);
          else reject(result?.reason ?? new Error('a request was not answered'));
        });
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.#running = false;
  }
}
