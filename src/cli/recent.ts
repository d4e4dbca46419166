/** Answers of about 2 kB: of a file that equals one before these, nothing is known. */
const MOST = 10_000;

/** What was set last, by key: a map that forgets what was set longest ago. */
export class Recent<V> extends Map<string, V> {
  readonly #most: number;

  constructor(most = MOST) {
    super();
    this.#most = most;
  }

  override set(key: string, value: V): this {
    this.delete(key);
    super.set(key, value);
    for (const oldest of this.keys()) {
      if (this.size <= this.#most) break;
      this.delete(oldest);
    }
    return this;
  }
}
