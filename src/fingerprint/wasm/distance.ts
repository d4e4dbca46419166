import { BODY, CHECKSUM, RATIO_1, RATIO_2 } from './records';

/** Distance of TLSH digests, as `../tlsh-distance.ts`. */

/** Cost of one step of the length class or of a quartile ratio, beyond the first. */
const STEP: i32 = 12;
/** The low bit of each quarter. */
const LOW: u64 = 0x5555_5555_5555_5555;

/** Distance of two records. */
export function distance(a: usize, b: usize, withLength: bool): i32 {
  let total: i32 = 0;
  if (withLength) {
    const apart = around(load<u8>(a), load<u8>(b), 256);
    total = apart <= 1 ? apart : apart * STEP;
  }
  total += ratioCost(load<u8>(a + RATIO_1), load<u8>(b + RATIO_1));
  total += ratioCost(load<u8>(a + RATIO_2), load<u8>(b + RATIO_2));
  if (load<u8>(a + CHECKSUM) != load<u8>(b + CHECKSUM)) total += 1;
  total += bodyCost(load<u64>(a, BODY), load<u64>(b, BODY));
  total += bodyCost(load<u64>(a, BODY + 8), load<u64>(b, BODY + 8));
  total += bodyCost(load<u64>(a, BODY + 16), load<u64>(b, BODY + 16));
  return total + bodyCost(load<u64>(a, BODY + 24), load<u64>(b, BODY + 24));
}

/** Distance on a ring of `size` values. */
@inline
function around(x: i32, y: i32, size: i32): i32 {
  const apart = abs(x - y);
  return min(apart, size - apart);
}

@inline
function ratioCost(x: i32, y: i32): i32 {
  const apart = around(x, y, 16);
  return apart <= 1 ? apart : (apart - 1) * STEP;
}

/**
 * Cost of 32 quarters, by counting bits: 1 where the low bits differ, 2 where only the high
 * bits do, and 5 more where a quarter is 0 and the other 3.
 */
@inline
function bodyCost(x: u64, y: u64): i32 {
  const differ = x ^ y;
  const low = differ & LOW;
  const high = (differ >> 1) & LOW;
  const opposite = low & high & ~(x ^ (x >> 1));
  return <i32>(popcnt(low) + 2 * popcnt(high & ~low) + 5 * popcnt(opposite));
}
