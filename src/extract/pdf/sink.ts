import { TooMuch } from './values.ts';

/** Collects decoded bytes under a ceiling; doubles its room, so memory stays within twice. */
export class ByteSink {
  readonly #max: number;
  #room = new Uint8Array(1024);
  #size = 0;

  constructor(max: number) {
    this.#max = max;
  }

  push(byte: number): void {
    this.#reserve(1);
    this.#room[this.#size++] = byte;
  }

  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#room.set(bytes, this.#size);
    this.#size += bytes.length;
  }

  end(): Uint8Array {
    return this.#room.subarray(0, this.#size);
  }

  #reserve(more: number): void {
    const needed = this.#size + more;
    if (needed > this.#max) throw new TooMuch('stream decodes to more than the limit');
    if (needed <= this.#room.length) return;
    const room = new Uint8Array(Math.max(needed, this.#room.length * 2));
    room.set(this.#room);
    this.#room = room;
  }
}
