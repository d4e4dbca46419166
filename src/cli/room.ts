/**
 * Room for the bytes of large members of archives, one after another. V8 collects such memory late
 * (measured: three members of 20 MB at a time), so the last one's is used for the next.
 */

/** Smaller arrays are collected soon enough. */
const LARGE = 2 * 1024 * 1024;
/** A mail that took the room of a large member would leave none for the next of those. */
const MAX_TIMES_TOO_LARGE = 4;

let spare: ArrayBufferLike | null = null;

/** An array of that length; what stands in it is left from others. */
export function roomFor(length: number): Uint8Array {
  if (length < LARGE) return new Uint8Array(length);
  const fits = spare !== null && spare.byteLength >= length;
  if (spare !== null && fits && spare.byteLength <= MAX_TIMES_TOO_LARGE * length) {
    const room = new Uint8Array(spare, 0, length);
    spare = null;
    return room;
  }
  // One that is too small would be kept beside the new one.
  if (!fits) spare = null;
  // To powers of two, so that it serves for others: what is never written to takes no memory.
  return new Uint8Array(new ArrayBuffer(2 ** Math.ceil(Math.log2(length))), 0, length);
}

/** Called when nobody will read the array any more. */
export function giveBack({ buffer }: Uint8Array): void {
  if (buffer.byteLength >= LARGE && buffer.byteLength > (spare?.byteLength ?? 0)) spare = buffer;
}

/** What was given back is not kept. */
export function dropRoom(): void {
  spare = null;
}
