/** Kept together at most, bytes. */
const ROOM = 128 * 1024;
/** Bytes that who reads may look ahead. */
const AHEAD = 64;

/** Pieces of any length as bytes that stand together, so many at a time, in one array. */
export class ByteInput {
  /** Behind `end` stand zeros, up to 64 of which may be read by mistake. */
  readonly bytes = new Uint8Array(ROOM + AHEAD);
  /** Next byte, moved on by who reads. */
  at = 0;
  end = 0;
  /** Nothing comes behind `end`. */
  ended = false;
  readonly #pieces: AsyncIterator<Uint8Array>;
  #piece: Uint8Array = new Uint8Array(0);

  /** @param pieces each need hold only until the next is asked for */
  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** Brings as many bytes as there is room for behind those that were not read. */
  async fill(): Promise<void> {
    const { bytes } = this;
    bytes.copyWithin(0, this.at, this.end);
    this.end -= this.at;
    this.at = 0;
    while (this.end < ROOM && !this.ended) {
      if (this.#piece.length === 0) {
        const next = await this.#pieces.next();
        if (next.done) {
          // Its array may be the reader's again.
          this.ended = true;
          break;
        }
        this.#piece = next.value;
      }
      const some = this.#piece.subarray(0, ROOM - this.end);
      bytes.set(some, this.end);
      this.end += some.length;
      this.#piece = this.#piece.subarray(some.length);
    }
    bytes.fill(0, this.end, this.end + AHEAD);
  }

  /** The rest is not asked for. */
  async close(): Promise<void> {
    await this.#pieces.return?.();
  }
}
