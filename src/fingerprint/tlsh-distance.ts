import { installedKernel, NO_DIGEST } from './kernel.ts';

/**
 * Distance of two TLSH digests, as the reference program's `totalDiff` (see `tlsh.ts` for
 * the source): 0 for equal digests, no upper bound worth naming, 30 to 100 is usually
 * called near. A single threshold does not fit all types of file.
 */

const SHAPE = /^T1[0-9A-F]{70}$/;

/** Cost of one step of the length class or of a quartile ratio, beyond the first. */
const STEP = 12;

/** Cost of two hex digits: for each of their two quarters 0, 1, 2, and 6 for opposites. */
const DIGIT_COST = Uint8Array.from({ length: 256 }, (_, pair) => {
  const quarters = [0, 2].map((shift) =>
    Math.abs(((pair >> (4 + shift)) & 3) - ((pair >> shift) & 3)),
  );
  return quarters.reduce((cost, distance) => cost + (distance === 3 ? 6 : distance), 0);
});

function digitsOf(digest: string): number[] {
  if (typeof digest !== 'string') throw new TypeError('a TLSH digest is a string');
  if (!SHAPE.test(digest)) {
    throw new RangeError('not a TLSH digest: expected T1 and 70 upper-case hex digits');
  }
  return Array.from(digest.slice(2), (digit) => Number.parseInt(digit, 16));
}

/** Distance on a ring of `size` values. */
function around(x: number, y: number, size: number): number {
  const distance = Math.abs(x - y);
  return Math.min(distance, size - distance);
}

function ratioCost(x: number, y: number): number {
  const distance = around(x, y, 16);
  return distance <= 1 ? distance : (distance - 1) * STEP;
}

/**
 * Distance of two TLSH digests.
 *
 * @param options.length whether the lengths of the inputs count, true if not given
 * @throws TypeError for what is no string, RangeError for what is no digest
 */
export function tlshDistance(a: string, b: string, options: { length?: boolean } = {}): number {
  const withLength = options.length ?? true;
  const distance = installedKernel()?.tlshDistance(a, b, withLength) ?? NO_DIGEST;
  // What is no digest is left to the twin, which says so.
  return distance === NO_DIGEST ? plainDistance(a, b, withLength) : distance;
}

function plainDistance(a: string, b: string, withLength: boolean): number {
  const x = digitsOf(a);
  const y = digitsOf(b);
  const byte = (digits: number[], at: number) =>
    ((digits[at + 1] as number) << 4) | (digits[at] as number);
  let total = 0;
  if (withLength) {
    const distance = around(byte(x, 2), byte(y, 2), 256);
    total += distance <= 1 ? distance : distance * STEP;
  }
  total += ratioCost(x[4] as number, y[4] as number) + ratioCost(x[5] as number, y[5] as number);
  if (byte(x, 0) !== byte(y, 0)) total += 1;
  for (let i = 6; i < x.length; i++) {
    total += DIGIT_COST[((x[i] as number) << 4) | (y[i] as number)] as number;
  }
  return total;
}
