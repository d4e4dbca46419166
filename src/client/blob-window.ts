/** What is needed of a blob to read it. */
export type BlobLike = Pick<Blob, 'size' | 'arrayBuffer' | 'stream'> & {
  slice(start?: number, end?: number): BlobLike;
};

/** Bytes read at a time; what is larger is read on its own. */
const WINDOW = 256 * 1024;

/**
 * Small places in a file, each mostly near the one before it, read many at a time: for a blob of its own each
 * would be a round trip to the browser's process.
 */
export class BlobWindow {
  readonly #file: Blob;
  #window = new Uint8Array(0);
  #from = 0;

  constructor(file: Blob) {
    this.#file = file;
  }

  place(start: number, end: number): BlobLike {
    return new Place(this, start, end);
  }

  /** The bytes there, in an array of their own. */
  async bytes(start: number, end: number): Promise<ArrayBuffer> {
    if (end - start > WINDOW) return this.blob(start, end).arrayBuffer();
    if (start < this.#from || end > this.#from + this.#window.length) {
      this.#window = new Uint8Array(await this.blob(start, start + WINDOW).arrayBuffer());
      this.#from = start;
    }
    return this.#window.slice(start - this.#from, end - this.#from).buffer;
  }

  blob(start: number, end: number): Blob {
    return this.#file.slice(start, end);
  }
}

class Place implements BlobLike {
  readonly #window: BlobWindow;
  readonly #start: number;
  readonly #end: number;

  constructor(window: BlobWindow, start: number, end: number) {
    this.#window = window;
    this.#start = start;
    this.#end = end;
  }

  get size(): number {
    return this.#end - this.#start;
  }

  slice(start = 0, end = this.size): BlobLike {
    const to = Math.min(this.#end, this.#start + end);
    return new Place(this.#window, Math.min(to, this.#start + start), to);
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return this.#window.bytes(this.#start, this.#end);
  }

  stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    if (this.size > WINDOW) return this.#window.blob(this.#start, this.#end).stream();
    return new ReadableStream({
      start: async (stream) => {
        const bytes = new Uint8Array(await this.arrayBuffer());
        if (bytes.length > 0) stream.enqueue(bytes);
        stream.close();
      },
    });
  }
}
