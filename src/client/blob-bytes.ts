import type { BlobLike } from './blob-window.ts';
import { piecesOfBlob } from './stream-print.ts';

/** From here on a file's bytes go into the room of the one before. */
const ROOMY = 4 * 1024 * 1024;

/** Room for the bytes of large files, one after another: arrays of their own are collected late. */
let room: Uint8Array<ArrayBuffer> | null = null;

/** An array of that length; a large one holds until the next large one is asked for. */
export function roomFor(length: number): Uint8Array<ArrayBuffer> {
  if (length < ROOMY) return new Uint8Array(length);
  if (room === null || room.length < length) {
    room = null;
    // To powers of two, so that it serves for others: what is never written to takes no memory.
    room = new Uint8Array(2 ** Math.ceil(Math.log2(length)));
  }
  return room.subarray(0, length);
}

/** All bytes of a file, in such an array; they hold until others of the same file are asked for. */
export async function bytesOfBlob(blob: BlobLike): Promise<Uint8Array> {
  if (blob.size < ROOMY) return blob.view?.() ?? new Uint8Array(await blob.arrayBuffer());
  const out = roomFor(blob.size);
  let at = 0;
  for await (const piece of piecesOfBlob(blob)) {
    out.set(piece, at);
    at += piece.length;
  }
  return out.subarray(0, at);
}
