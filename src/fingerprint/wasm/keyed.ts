import { BLOCK, finish, padState, STATE, start, writeDigest } from './sha256';
import { WINDOW, WINDOW_BYTES } from './window';

/**
 * Keyed rows by the hundred: HMAC-SHA-256 (RFC 2104) of short messages under one key, and the
 * rows that `../../storage/lookup.ts`, the twin, makes of them.
 */

/** A message's place in the window: its bytes, and in the last one their number. */
const SLOT: i32 = 64;
const SLOTS: i32 = WINDOW_BYTES / SLOT;
/** Key of the messages. */
export const MAC_KEY: usize = memory.data(32, 16);
/** States behind its two pads. */
const inner: usize = memory.data(STATE, 64);
const outer: usize = memory.data(STATE, 64);
/** What comes out of the messages, 32 bytes each. */
export const MACS: usize = memory.data(SLOTS * 32, 64);
/** References of six bytes, in the last six of eight. */
export const REFS: usize = memory.data(SLOTS * 8, 64);
/** Look-up key (8 bytes), nonce (4) and masked reference (6), in hex. */
export const ROWS: usize = memory.data(SLOTS * 36, 64);

const ROW_KEY_AT: i32 = 16;
const ROW_KEY: i32 = 16;
const KEY: i32 = 8;
const NONCE: i32 = 4;
const REF: i32 = 6;

const state: usize = memory.data(STATE, 64);
const block: usize = memory.data(2 * BLOCK, 64);
const row: usize = memory.data(32, 64);

/** Makes `MAC_KEY` the key of the messages. */
export function holdMacKey(): void {
  padState(MAC_KEY, 0x36, inner);
  padState(MAC_KEY, 0x5c, outer);
}

/** MACs of the first `count` messages in the window. */
export function macs(count: i32): void {
  for (let i = 0; i < count; i++) {
    const slot = WINDOW + <usize>i * SLOT;
    const length = <i32>load<u8>(slot + SLOT - 1);
    memory.copy(state, inner, STATE);
    finish(state, slot, length, BLOCK + length);
    writeDigest(state, block);
    memory.copy(state, outer, STATE);
    finish(state, block, 32, BLOCK + 32);
    writeDigest(state, MACS + (<usize>i << 5));
  }
}

/** Hashes the row key of message `i`, the use and `length` bytes. */
function prf(i: i32, use: u8, input: usize, length: i32, to: usize): void {
  memory.copy(block, MACS + (<usize>i << 5) + ROW_KEY_AT, ROW_KEY);
  store<u8>(block + ROW_KEY, use);
  memory.copy(block + ROW_KEY + 1, input, length);
  start(state);
  finish(state, block, ROW_KEY + 1 + length, ROW_KEY + 1 + length);
  writeDigest(state, to);
}

/** Rows of the first `count` MACs and references. */
export function rows(count: i32): void {
  const digest = block + BLOCK;
  for (let i = 0; i < count; i++) {
    const mac = MACS + (<usize>i << 5);
    const ref = REFS + (<usize>i << 3) + 2;
    memory.copy(row, mac, KEY);
    prf(i, 0, ref, REF, digest);
    memory.copy(row + KEY, digest, NONCE);
    prf(i, 1, row + KEY, NONCE, digest);
    for (let at = 0; at < REF; at++) {
      store<u8>(row + KEY + NONCE + at, load<u8>(digest + at) ^ load<u8>(ref + at));
    }
    hex(row, KEY + NONCE + REF, ROWS + <usize>i * 36);
  }
}

function hex(from: usize, length: i32, to: usize): void {
  for (let at = 0; at < length; at++) {
    const byte = load<u8>(from + at);
    store<u8>(to + 2 * at, digit(byte >>> 4));
    store<u8>(to + 2 * at + 1, digit(byte & 15));
  }
}

@inline
function digit(value: u8): u8 {
  return value + (value < 10 ? 48 : 87);
}
