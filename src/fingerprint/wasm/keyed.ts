import { compressLanes, LANES, padWords, spread, startLanes, WORDS } from './lanes';
import { BLOCK, padState, STATE } from './sha256';
import { WINDOW, WINDOW_BYTES } from './window';

/**
 * Keyed rows by the hundred: HMAC-SHA-256 (RFC 2104) of short messages under one key, and the
 * rows that `../../storage/lookup.ts`, the twin, makes of them. Four at a time; what stands
 * behind the last ones is worked off with them and left.
 */

/** A message's place in the window, two blocks: its bytes, and in the last one their number. */
const SLOT: i32 = 2 * BLOCK;
const SLOTS: i32 = WINDOW_BYTES / SLOT;
/** Longest message of one block and of two: nine bytes are padding. */
const MAX_SHORT: i32 = BLOCK - 9;
const MAX_MESSAGE: i32 = SLOT - 9;
/** Key of the messages. */
export const MAC_KEY: usize = memory.data(32, 16);
/** States behind its two pads, in all lanes. */
const inner: usize = memory.data(LANES, 64);
const outer: usize = memory.data(LANES, 64);
/** What comes out of the messages, 32 bytes each. */
export const MACS: usize = memory.data(SLOTS * 32, 64);
/** References below 2^48, 64 bits each: those that `rows` masks, and those that `references` finds. */
export const REFS: usize = memory.data(SLOTS * 8, 64);
/** Look-up key (8 or 12 bytes), nonce (4) and masked reference (6), in hex. */
export const ROWS: usize = memory.data(SLOTS * 44, 64);

/** In `PRF(row key, use, input)`: the row key's 16 bytes, one of use, six or four of input. */
const NONCE_FROM: i32 = 16 + 1 + 6;
const MASK_FROM: i32 = 16 + 1 + 4;

const one: usize = memory.data(STATE, 64);
const state: usize = memory.data(LANES, 64);
/** After the first block, of lanes whose message ends there. */
const short: usize = memory.data(LANES, 64);

/** Makes `MAC_KEY` the key of the messages. */
export function holdMacKey(): void {
  padState(MAC_KEY, 0x36, one);
  spread(one, inner);
  padState(MAC_KEY, 0x5c, one);
  spread(one, outer);
}

/** Word `at` of a block or state of lanes, in lane `lane`. */
@inline
function place(base: usize, at: usize, lane: usize): usize {
  return base + (at << 4) + (lane << 2);
}

/** Words of a block of four messages, each `SLOT` behind the one before. */
function loadBlock(from: usize): void {
  for (let lane: usize = 0; lane < 4; lane++) {
    const block = from + lane * SLOT;
    for (let at: usize = 0; at < 16; at++) {
      store<u32>(place(WORDS, at, lane), bswap<u32>(load<u32>(block + (at << 2))));
    }
  }
}

/** Pads the message in a slot, behind the block of the key's pad. @returns whether it is two blocks long */
function padMessage(slot: usize): bool {
  // Behind the last message anything may stand.
  const length = min(<i32>load<u8>(slot + SLOT - 1), MAX_MESSAGE);
  const long = length > MAX_SHORT;
  const end = long ? SLOT : BLOCK;
  memory.fill(slot + length, 0, end - length);
  store<u8>(slot + length, 0x80);
  store<u32>(slot + end - 4, bswap<u32>((BLOCK + length) << 3));
  return long;
}

/** MACs of the first `count` messages in the window. */
export function macs(count: i32): void {
  for (let first = 0; first < count; first += 4) {
    const slots = WINDOW + <usize>first * SLOT;
    let long = 0;
    for (let lane = 0; lane < 4; lane++) {
      if (padMessage(slots + <usize>lane * SLOT)) long |= 1 << lane;
    }
    memory.copy(state, inner, LANES);
    loadBlock(slots);
    compressLanes(state);
    if (long != 0) {
      memory.copy(short, state, LANES);
      loadBlock(slots + BLOCK);
      compressLanes(state);
      for (let lane: usize = 0; lane < 4; lane++) {
        if ((long & (1 << <i32>lane)) != 0) continue;
        for (let at: usize = 0; at < 8; at++) {
          store<u32>(place(state, at, lane), load<u32>(place(short, at, lane)));
        }
      }
    }
    memory.copy(WORDS, state, LANES);
    v128.store(WORDS + LANES, i32x4.splat(0x80000000));
    padWords(9, BLOCK + 32);
    memory.copy(state, outer, LANES);
    compressLanes(state);
    for (let lane = 0; lane < 4; lane++) {
      const mac = MACS + (<usize>(first + lane) << 5);
      for (let at: usize = 0; at < 8; at++) {
        store<u32>(mac + (at << 2), bswap<u32>(load<u32>(place(state, at, lane))));
      }
    }
  }
}

/**
 * Hashes four row keys, `step` bytes apart, each with the use and the input in words 4 and 5, `bytes`
 * in all.
 */
function prf(rowKeys: usize, step: usize, bytes: i32): void {
  for (let lane: usize = 0; lane < 4; lane++) {
    const rowKey = rowKeys + lane * step;
    for (let at: usize = 0; at < 4; at++) {
      store<u32>(place(WORDS, at, lane), bswap<u32>(load<u32>(rowKey + (at << 2))));
    }
  }
  padWords(6, bytes);
  startLanes(state);
  compressLanes(state);
}

/** Rows of the first `count` MACs and references, with look-up keys of 8 or 12 bytes. */
export function rows(count: i32, keyBytes: i32): void {
  const digits = 2 * (keyBytes + 10);
  for (let first = 0; first < count; first += 4) {
    for (let lane = 0; lane < 4; lane++) {
      const ref = load<u64>(REFS + (<usize>(first + lane) << 3));
      store<u32>(place(WORDS, 4, lane), <u32>(ref >> 24));
      store<u32>(place(WORDS, 5, lane), <u32>(ref << 8) | 0x80);
    }
    const rowKeys = MACS + (<usize>first << 5) + 16;
    prf(rowKeys, 32, NONCE_FROM);
    for (let lane = 0; lane < 4; lane++) {
      const nonce = load<u32>(place(state, 0, lane));
      const mac = MACS + (<usize>(first + lane) << 5);
      const row = ROWS + <usize>((first + lane) * digits);
      for (let at = 0; at < keyBytes; at += 4) {
        hex(bswap<u32>(load<u32>(mac + at)), 4, row + 2 * at);
      }
      hex(nonce, 4, row + 2 * keyBytes);
      putNonce(nonce, lane);
    }
    prf(rowKeys, 32, MASK_FROM);
    for (let lane = 0; lane < 4; lane++) {
      const ref = load<u64>(REFS + (<usize>(first + lane) << 3));
      const masked = ROWS + <usize>((first + lane + 1) * digits - 12);
      hex(load<u32>(place(state, 0, lane)) ^ <u32>(ref >> 16), 4, masked);
      hex(load<u32>(place(state, 1, lane)) ^ <u32>(ref << 16), 2, masked + 8);
    }
  }
}

/** What the mask is made from, but for the row key. */
@inline
function putNonce(nonce: u32, lane: usize): void {
  store<u32>(place(WORDS, 4, lane), (1 << 24) | (nonce >>> 8));
  store<u32>(place(WORDS, 5, lane), (nonce << 24) | (0x80 << 16));
}

/**
 * The references of the first `count` rows in the window, each a row key (16 bytes), nonce (4) and
 * masked reference (6).
 */
export function references(count: i32): void {
  for (let first = 0; first < count; first += 4) {
    const slots = WINDOW + <usize>first * SLOT;
    for (let lane: usize = 0; lane < 4; lane++) {
      putNonce(bswap<u32>(load<u32>(slots + lane * SLOT, 16)), lane);
    }
    prf(slots, SLOT, MASK_FROM);
    for (let lane: usize = 0; lane < 4; lane++) {
      const slot = slots + lane * SLOT;
      const high = load<u32>(place(state, 0, lane)) ^ bswap<u32>(load<u32>(slot, 20));
      const low = (load<u32>(place(state, 1, lane)) >>> 16) ^ bswap<u16>(load<u16>(slot, 24));
      store<u64>(REFS + (<usize>first + lane) * 8, (<u64>high << 16) | low);
    }
  }
}

/** Digits of the first `bytes` bytes of a word. */
function hex(word: u32, bytes: i32, to: usize): void {
  for (let i = 0; i < 2 * bytes; i++) {
    const value = word >>> 28;
    store<u8>(to + i, value + (value < 10 ? 48 : 87));
    word <<= 4;
  }
}
