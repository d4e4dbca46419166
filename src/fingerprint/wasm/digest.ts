import { BLOCK, compress, finish, STATE, start, writeDigest } from './sha256';
import { WINDOW } from './window';

/**
 * SHA-256 of messages of any length, one behind the other in the window. Whoever has several under way
 * puts the state of the one that goes on at `DIGEST`, and takes it away again.
 */

/** The state behind the blocks so far; in the end the digest. */
export const DIGEST: usize = memory.data(STATE, 64);

export function digestStart(): void {
  start(DIGEST);
}

/** Works in the `length` bytes at the start of the window, which are whole blocks. */
export function digestBlocks(length: i32): void {
  for (let at = WINDOW; at < WINDOW + <usize>length; at += BLOCK) compress(DIGEST, at);
}

/** Works in the last `length` bytes, at the start of the window, of `total`. */
export function digestEnd(length: i32, total: f64): void {
  finish(DIGEST, WINDOW, length, <i64>total);
  writeDigest(DIGEST, DIGEST);
}
