import { installedKernel } from './kernel.ts';
import { MAX_SKETCH } from './profile.ts';
import type { Shingles } from './shingle.ts';

/**
 * Sketch by winnowing (Schleimer, Wilkerson, Aiken, SIGMOD 2003): of every window of 16
 * consecutive shingles the smallest hash is kept, the rightmost of equals. Two texts that
 * share any run of 16 + 5 - 1 = 20 words share a value, wherever the run stands, which is
 * what finds a pasted passage; FracMinHash gives that only on average.
 */
export const WINDOW = 16;
/** Texts with fewer windows than this keep their smallest hashes instead. */
export const MIN_VALUES = 8;

/** @returns distinct 64-bit values as 16 hex digits, ascending */
export function winnow(shingles: Shingles): string[] {
  const kept = installedKernel()?.text.winnow(shingles) ?? null;
  return kept === null || kept.length < MIN_VALUES ? winnowed(shingles) : valuesOf(kept);
}

function valuesOf(kept: BigUint64Array): string[] {
  const halves = new Uint32Array(kept.sort().buffer);
  const values: string[] = [];
  for (let i = 0; i < halves.length; i += 2) {
    const value = hex64(halves[i + 1] as number, halves[i] as number);
    if (value !== values.at(-1)) values.push(value);
  }
  return values;
}

/** Hashes that the kernel winnows at a time. */
const AT_A_TIME = 16_384;
/** Values of a sketch of a long text before equal ones are left out. */
const ROOM = 65_536;

/** A sketch of a long text, of some hashes after the other: as `winnow` of all. */
export class LongSketch {
  readonly #kept = new BigUint64Array(ROOM);
  #count = 0;
  /** The last hashes, which stand in windows to come. */
  #high = new Uint32Array(0);
  #low = new Uint32Array(0);

  /** @throws Oversized */
  add({ high, low }: Pick<Shingles, 'high' | 'low'>): void {
    this.#high = behind(this.#high, high);
    this.#low = behind(this.#low, low);
    const { length } = this.#high;
    for (let from = 0; from + WINDOW <= length; from += AT_A_TIME - WINDOW + 1) {
      const to = Math.min(length, from + AT_A_TIME);
      const some = { high: this.#high.subarray(from, to), low: this.#low.subarray(from, to) };
      const kept = installedKernel()?.text.winnow(some) ?? keptOf(some);
      if (this.#count + kept.length > ROOM) this.#leaveOutEqual();
      this.#kept.set(kept, this.#count);
      this.#count += kept.length;
    }
    this.#high = this.#high.slice(1 - WINDOW);
    this.#low = this.#low.slice(1 - WINDOW);
  }

  /** @throws Oversized */
  values(): string[] {
    this.#leaveOutEqual();
    return valuesOf(this.#kept.slice(0, this.#count));
  }

  #leaveOutEqual(): void {
    const sorted = this.#kept.subarray(0, this.#count).sort();
    let count = 0;
    for (const value of sorted) {
      if (count === 0 || value !== sorted[count - 1]) sorted[count++] = value;
    }
    this.#count = count;
    if (count > MAX_SKETCH) throw new Oversized();
  }
}

/** A text has more different values than may be sent. */
export class Oversized extends Error {}

function behind(first: Uint32Array, second: Uint32Array): Uint32Array<ArrayBuffer> {
  const both = new Uint32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function keptOf({ high, low }: Pick<Shingles, 'high' | 'low'>): BigUint64Array {
  const halves = chosenIn(high, low).flatMap((i) => [low[i] as number, high[i] as number]);
  return new BigUint64Array(Uint32Array.from(halves).buffer);
}

/** `winnow` in plain TypeScript. */
export function winnowed({ high, low }: Shingles): string[] {
  const chosen = chosenIn(high, low);
  if (chosen.length < MIN_VALUES) {
    const first = inOrder(Array.from(high.keys()), high, low);
    for (const position of first.slice(0, MIN_VALUES)) {
      if (!chosen.includes(position)) chosen.push(position);
    }
  }
  const values: string[] = [];
  for (const position of inOrder(chosen, high, low)) {
    const value = hex64(high[position] as number, low[position] as number);
    if (value !== values.at(-1)) values.push(value);
  }
  return values;
}

/** Positions of the smallest hash of each window, ascending. */
function chosenIn(high: Uint32Array, low: Uint32Array): number[] {
  const chosen: number[] = [];
  // Monotone queue: positions of the window whose hashes rise from the front.
  const queue = new Uint32Array(high.length);
  let front = 0;
  let end = 0;
  for (let i = 0; i < high.length; i++) {
    const value = high[i] as number;
    for (; end > front; end--) {
      const last = queue[end - 1] as number;
      const other = high[last] as number;
      if (other < value || (other === value && (low[last] as number) < (low[i] as number))) break;
    }
    queue[end++] = i;
    if ((queue[front] as number) <= i - WINDOW) front++;
    const least = queue[front] as number;
    // A position leaves the front for good, so that one met again was met last.
    if (i >= WINDOW - 1 && chosen[chosen.length - 1] !== least) chosen.push(least);
  }
  return chosen;
}

/** Bits of a number beside 32 of the hash in which a place in the list fits. */
const PLACES = 2 ** 20;

/** Positions in the order of their hashes, those of equal ones as they are. */
function inOrder(positions: readonly number[], high: Uint32Array, low: Uint32Array): number[] {
  const byHash = (a: number, b: number): number =>
    (high[a] as number) - (high[b] as number) || (low[a] as number) - (low[b] as number);
  if (positions.length > PLACES) return [...positions].sort(byHash);
  // Numbers are sorted without calls; halves of hashes are nearly never equal.
  const keys = Float64Array.from(
    positions,
    (position, i) => (high[position] as number) * PLACES + i,
  ).sort();
  const sorted = Array.from(keys, (key) => positions[key % PLACES] as number);
  for (let i = 1; i < sorted.length; i++) {
    if (high[sorted[i - 1] as number] === high[sorted[i] as number]) return sorted.sort(byHash);
  }
  return sorted;
}

const HEX = Array.from({ length: 65_536 }, (_, word) => word.toString(16).padStart(4, '0'));

export function hex64(high: number, low: number): string {
  return hex32(high) + hex32(low);
}

function hex32(word: number): string {
  return (HEX[word >>> 16] as string) + (HEX[word & 0xffff] as string);
}
