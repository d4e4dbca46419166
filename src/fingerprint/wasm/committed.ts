import { BLOCK, compress, finish, padState, STATE, start, writeDigest } from './sha256';
import { WINDOW } from './window';

/**
 * The commitment of a record (`../../tlog/commitment.ts`, the twin): the RFC 6962 root over the
 * salted leaves of its layers.
 */

/** The record's salt. */
export const SALT: usize = memory.data(32, 16);
export const ROOT: usize = memory.data(32, 16);

/** States behind the two pads of the salt. */
const inner: usize = memory.data(STATE, 64);
const outer: usize = memory.data(STATE, 64);
const state: usize = memory.data(STATE, 64);
const block: usize = memory.data(3 * BLOCK, 64);
/** Roots of the perfect subtrees of the leaves so far, at most one a bit of their number. */
const subtrees: usize = memory.data(34 * 32, 64);
/** A leaf: its prefix, its salt, its path, a zero byte, its value. Whatever fits into the window. */
const leaf: usize = memory.data((1 << 16) + 256, 64);

/** HMAC-SHA-256 under the salt of `length` bytes at `from`. */
function saltOf(from: usize, length: i32, to: usize): void {
  const total = BLOCK + length;
  memory.copy(state, inner, STATE);
  for (; length >= BLOCK; from += BLOCK, length -= BLOCK) compress(state, from);
  memory.copy(block, from, length);
  finish(state, block, length, total);
  writeDigest(state, block);
  memory.copy(state, outer, STATE);
  finish(state, block, 32, BLOCK + 32);
  writeDigest(state, to);
}

/** Puts the node over two digests in the place of the first. */
function join(left: usize, right: usize): void {
  store<u8>(block, 1);
  memory.copy(block + 1, left, 32);
  memory.copy(block + 33, right, 32);
  start(state);
  finish(state, block, 65, 65);
  writeDigest(state, left);
}

/**
 * Root over the `count` layers in the window, at least one: of each the lengths of path and value
 * in 16 bits and both of them.
 */
export function layersRoot(count: i32): void {
  padState(SALT, 0x36, inner);
  padState(SALT, 0x5c, outer);
  let at = WINDOW;
  let top = subtrees;
  for (let i = 0; i < count; i++) {
    const path = <i32>load<u16>(at);
    const value = <i32>load<u16>(at + 2);
    at += 4;
    store<u8>(leaf, 0);
    saltOf(at, path, leaf + 1);
    memory.copy(leaf + 33, at, path);
    store<u8>(leaf + 33 + path, 0);
    memory.copy(leaf + 34 + path, at + path, value);
    at += path + value;
    const length = 34 + path + value;
    start(state);
    finish(state, leaf, length, length);
    writeDigest(state, top);
    top += 32;
    for (let size = i; size & 1; size >>= 1) {
      top -= 32;
      join(top - 32, top);
    }
  }
  for (top -= 32; top > subtrees; top -= 32) join(top - 32, top);
  memory.copy(ROOT, subtrees, 32);
}
