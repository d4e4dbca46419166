import { INITIAL, K } from './sha256';

/**
 * SHA-256 of four messages at a time, one in each lane of a vector: where all of them are as many
 * blocks long, twice as fast as one after the other.
 */

/** The message schedule; the first 16 words are the block, in the machine's order. */
export const WORDS: usize = memory.data(64 * 16, 64);

/** Eight words of a state, each of four lanes. */
export const LANES: i32 = 8 * 16;

@inline
function rotate(x: v128, n: i32): v128 {
  return v128.or(i32x4.shr_u(x, n), i32x4.shl(x, 32 - n));
}

/** Puts one state into all lanes. */
export function spread(state: usize, to: usize): void {
  for (let i: usize = 0; i < 8; i++) {
    v128.store(to + (i << 4), i32x4.splat(load<i32>(state + (i << 2))));
  }
}

export function startLanes(to: usize): void {
  spread(INITIAL, to);
}

/** Works the block in `WORDS` into `state`. */
export function compressLanes(state: usize): void {
  for (let at = WORDS + 256; at < WORDS + 1024; at += 16) {
    const x = v128.load(at - 240);
    const y = v128.load(at - 32);
    const s0 = v128.xor(v128.xor(rotate(x, 7), rotate(x, 18)), i32x4.shr_u(x, 3));
    const s1 = v128.xor(v128.xor(rotate(y, 17), rotate(y, 19)), i32x4.shr_u(y, 10));
    v128.store(
      at,
      i32x4.add(i32x4.add(v128.load(at - 256), s0), i32x4.add(v128.load(at - 112), s1)),
    );
  }
  let a = v128.load(state);
  let b = v128.load(state, 16);
  let c = v128.load(state, 32);
  let d = v128.load(state, 48);
  let e = v128.load(state, 64);
  let f = v128.load(state, 80);
  let g = v128.load(state, 96);
  let h = v128.load(state, 112);
  for (let i: usize = 0; i < 64; i++) {
    const s1 = v128.xor(v128.xor(rotate(e, 6), rotate(e, 11)), rotate(e, 25));
    const choice = v128.bitselect(f, g, e);
    const word = i32x4.add(v128.load(WORDS + (i << 4)), i32x4.splat(load<i32>(K + (i << 2))));
    const t = i32x4.add(i32x4.add(h, s1), i32x4.add(choice, word));
    const s0 = v128.xor(v128.xor(rotate(a, 2), rotate(a, 13)), rotate(a, 22));
    const major = v128.xor(v128.and(a, b), v128.and(c, v128.xor(a, b)));
    h = g;
    g = f;
    f = e;
    e = i32x4.add(d, t);
    d = c;
    c = b;
    b = a;
    a = i32x4.add(t, i32x4.add(s0, major));
  }
  v128.store(state, i32x4.add(v128.load(state), a));
  v128.store(state, i32x4.add(v128.load(state, 16), b), 16);
  v128.store(state, i32x4.add(v128.load(state, 32), c), 32);
  v128.store(state, i32x4.add(v128.load(state, 48), d), 48);
  v128.store(state, i32x4.add(v128.load(state, 64), e), 64);
  v128.store(state, i32x4.add(v128.load(state, 80), f), 80);
  v128.store(state, i32x4.add(v128.load(state, 96), g), 96);
  v128.store(state, i32x4.add(v128.load(state, 112), h), 112);
}

/** Zeros in the words from `from` on, and the length of the message in the last. */
export function padWords(from: i32, bytes: i32): void {
  memory.fill(WORDS + (<usize>from << 4), 0, (15 - from) << 4);
  v128.store(WORDS + 15 * 16, i32x4.splat(bytes << 3));
}
