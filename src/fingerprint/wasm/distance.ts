import { BODY, CHECKSUM, RATIO_1, RATIO_2 } from './records';

/** Distance of TLSH digests, as `../tlsh-distance.ts`. */

/** Cost of one step of the length class or of a quartile ratio, beyond the first. */
const STEP: i32 = 12;
/** What each difference of length classes costs, and each of quartile ratios. */
const LENGTH_COSTS: usize = memory.data(256 * 2, 64);
const RATIO_COSTS: usize = memory.data(16, 64);

export function distanceTables(): void {
  for (let apart = 0; apart < 256; apart++) {
    const steps = min(apart, 256 - apart);
    store<u16>(LENGTH_COSTS + (apart << 1), <u16>(steps <= 1 ? steps : steps * STEP));
  }
  for (let apart = 0; apart < 16; apart++) {
    const steps = min(apart, 16 - apart);
    store<u8>(RATIO_COSTS + apart, <u8>(steps <= 1 ? steps : (steps - 1) * STEP));
  }
}

/** Distance of two records. Length classes and ratios lie on rings, of 256 and 16 values. */
export function distance(a: usize, b: usize, withLength: bool): i32 {
  let total = bodyCost(a + BODY, b + BODY);
  if (withLength) {
    const apart = (<u32>load<u8>(a) - <u32>load<u8>(b)) & 255;
    total += load<u16>(LENGTH_COSTS + <usize>(apart << 1));
  }
  total += ratioCost(a + RATIO_1, b + RATIO_1) + ratioCost(a + RATIO_2, b + RATIO_2);
  return total + <i32>(load<u8>(a + CHECKSUM) != load<u8>(b + CHECKSUM));
}

@inline
function ratioCost(a: usize, b: usize): i32 {
  return load<u8>(RATIO_COSTS + <usize>((<u32>load<u8>(a) - <u32>load<u8>(b)) & 15));
}

/** Cost of the 128 quarters of two bodies. */
@inline
function bodyCost(a: usize, b: usize): i32 {
  const bytes = i8x16.add(
    quartersCost(v128.load(a), v128.load(b)),
    quartersCost(v128.load(a, 16), v128.load(b, 16)),
  );
  const words = i16x8.extadd_pairwise_i8x16_u(bytes);
  const sums = i32x4.dot_i16x8_s(words, i16x8.splat(1));
  const pairs = i64x2.add(sums, i64x2.shr_u(sums, 32));
  return <i32>(i64x2.extract_lane(pairs, 0) + i64x2.extract_lane(pairs, 1));
}

/**
 * Cost of the four quarters of each byte: 1, 2 and 6 where they are that many apart, 6 being for 0
 * and 3. Quarters differ in both bits when they are opposites, or 1 and 2: of these the upper bit
 * is taken away, and what is left of two quarters tells what they cost.
 */
@inline
function quartersCost(x: v128, y: v128): v128 {
  const differ = v128.xor(x, y);
  const middle = v128.and(v128.xor(x, i16x8.shr_u(x, 1)), i8x16.splat(0x55));
  const near = v128.and(differ, middle);
  const kinds = v128.andnot(differ, i8x16.add(near, near));
  const costs = i8x16(0, 1, 2, 6, 1, 2, 3, 7, 2, 3, 4, 8, 6, 7, 8, 12);
  const nibble = i8x16.splat(15);
  return i8x16.add(
    i8x16.swizzle(costs, v128.and(kinds, nibble)),
    i8x16.swizzle(costs, v128.and(i16x8.shr_u(kinds, 4), nibble)),
  );
}
