import { readInto } from './stream-print.ts';

/** What is needed of a blob to read it. */
export type BlobLike = Pick<Blob, 'size' | 'arrayBuffer' | 'stream'> & {
  slice(start?: number, end?: number): BlobLike;
  /** All its bytes, which need hold only until others are asked for; absent where they always hold. */
  view?(): Promise<Uint8Array>;
};

/** Bytes read at a time; what is larger is read on its own. */
const WINDOW = 256 * 1024;
/** The same of a place far from the one before it, whose neighbours may be large: the browser's buffers are collected late. */
const FIRST = 32 * 1024;

/**
 * Small places in a file, each mostly near the one before it, read many at a time: for a blob of its own each
 * would be a round trip to the browser's process.
 */
export class BlobWindow {
  readonly #file: Blob;
  /** One array for all: of arrays of their own 30 MB gather before they are collected. */
  #room: ArrayBuffer | null = null;
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
    return (await this.view(start, end)).slice().buffer;
  }

  /** The bytes there, until others are asked for. */
  async view(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    if (end - start > WINDOW) return new Uint8Array(await this.blob(start, end).arrayBuffer());
    if (start < this.#from || end > this.#from + this.#window.length) await this.#move(start, end);
    return this.#window.subarray(start - this.#from, end - this.#from);
  }

  async #move(start: number, end: number): Promise<void> {
    const ahead = start - this.#from;
    const isNear = ahead >= 0 && ahead < this.#window.length + FIRST;
    const length = isNear ? WINDOW : Math.max(FIRST, end - start);
    const room = this.#room ?? new ArrayBuffer(WINDOW);
    this.#room = null;
    this.#window = new Uint8Array(0);
    this.#window = await readInto(room, this.blob(start, start + length));
    this.#room = this.#window.buffer;
    this.#from = start;
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

  view(): Promise<Uint8Array> {
    return this.#window.view(this.#start, this.#end);
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
