/**
 * A large member of an archive that is not in memory yet: a reader takes its bytes as they come, so
 * that this program never holds it. Nothing further comes out of the archive before it was left.
 */
export class Coming {
  readonly kind = 'coming';
  readonly length: number;
  /** A mail as it stands in a mailbox, of which its reader makes what it was. */
  readonly quoted: boolean;
  /** Resolves when nobody will take any more of it. */
  readonly left: Promise<void>;
  /** Told more than once, it counts once. */
  readonly leave: () => void;
  readonly #chunks: AsyncIterator<Uint8Array>;

  /** @param chunks need hold only until the next is asked for; they are not closed */
  constructor(chunks: AsyncIterable<Uint8Array>, length: number, quoted = false) {
    let leave = () => {};
    this.length = length;
    this.quoted = quoted;
    this.left = new Promise((resolve) => {
      leave = resolve;
    });
    this.leave = leave;
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Its bytes, once. @throws Error when they cannot be had to their end */
  async *chunks(): AsyncGenerator<Uint8Array> {
    try {
      for (let next = await this.#chunks.next(); !next.done; next = await this.#chunks.next()) {
        yield next.value;
      }
    } finally {
      this.leave();
    }
  }
}
