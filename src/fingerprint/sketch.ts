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
  const chosen = new Set<number>();
  const { high, low } = shingles;
  const less = (a: number, b: number): boolean => {
    const byHigh = (high[a] ?? 0) - (high[b] ?? 0);
    return byHigh !== 0 ? byHigh < 0 : (low[a] ?? 0) < (low[b] ?? 0);
  };
  // Monotone queue: positions of the window whose hashes rise from the front.
  const queue: number[] = [];
  let front = 0;
  for (let i = 0; i < high.length; i++) {
    while (queue.length > front && !less(queue[queue.length - 1] ?? 0, i)) queue.pop();
    queue.push(i);
    if ((queue[front] ?? 0) <= i - WINDOW) front++;
    if (i >= WINDOW - 1) chosen.add(queue[front] ?? 0);
  }
  if (chosen.size < MIN_VALUES) {
    const byHash = Array.from(high.keys()).sort((a, b) => (less(a, b) ? -1 : 1));
    for (const position of byHash.slice(0, MIN_VALUES)) chosen.add(position);
  }
  const values = new Set<string>();
  for (const position of chosen) values.add(hex64(high[position] ?? 0, low[position] ?? 0));
  return [...values].sort();
}

const HEX = Array.from({ length: 65_536 }, (_, word) => word.toString(16).padStart(4, '0'));

export function hex64(high: number, low: number): string {
  return hex32(high) + hex32(low);
}

function hex32(word: number): string {
  return (HEX[word >>> 16] as string) + (HEX[word & 0xffff] as string);
}
