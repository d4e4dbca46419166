/**
 * The rolling hash of ssdeep (Kornblum 2006, section 3.1; spamsum by A. Tridgell): a sum
 * over the last seven bytes that decides where pieces end.
 *
 * Level k stands for block size 3 * 2^k. A byte ends a piece at that level, is a trigger,
 * when the sum R after it satisfies R mod (3 * 2^k) = 3 * 2^k - 1, that is when R + 1 is a
 * multiple of it. A trigger of a level is therefore one of every lower level too.
 */
const WINDOW = 7;

/** Triggers whose places are kept at each level: one more than a part has whole pieces. */
export const TRIGGERS_KEPT = 64;

interface LevelTriggers {
  count: number;
  /** Places of the first triggers, as many as are kept. */
  first: Uint32Array;
  /** Place of the last trigger. */
  last: number;
}

/** Triggers of one input, for the levels that were looked at. */
export class Triggers {
  /** Rolling sum after the last byte, unsigned. */
  windowSum = 0;
  readonly #lowest: number;
  readonly #levels: LevelTriggers[];

  constructor(lowest: number, highest: number) {
    this.#lowest = lowest;
    this.#levels = Array.from({ length: highest - lowest + 1 }, () => ({
      count: 0,
      first: new Uint32Array(TRIGGERS_KEPT),
      last: -1,
    }));
  }

  /** Counts place `at`, whose sum plus one is a multiple of the lowest block size. */
  add(at: number, sumPlusOne: number): void {
    let multiple = sumPlusOne / (3 * 2 ** this.#lowest);
    for (const level of this.#levels) {
      if (level.count < TRIGGERS_KEPT) level.first[level.count] = at;
      level.count++;
      level.last = at;
      if (multiple % 2 !== 0) return;
      multiple /= 2;
    }
  }

  at(level: number): LevelTriggers {
    const found = this.#levels[level - this.#lowest];
    if (!found) throw new RangeError(`level ${level} was not scanned`);
    return found;
  }

  /** Highest level, `atMost` or below, with `count` triggers or more; -1 if there is none. */
  highestWith(count: number, atMost: number): number {
    for (let level = atMost; level >= this.#lowest; level--) {
      if (this.at(level).count >= count) return level;
    }
    return -1;
  }
}

/** Finds the triggers of the levels `lowest` to `highest`. */
export function scan(bytes: Uint8Array, lowest: number, highest: number): Triggers {
  const triggers = new Triggers(lowest, highest);
  const mask = 2 ** lowest - 1;
  const block = 3 * 2 ** lowest;
  const length = bytes.length;
  let sum = 0;
  let weighted = 0;
  let shifted = 0;
  let rolling = 0;
  for (let i = 0; i < length; i++) {
    const byte = bytes[i] as number;
    const old = i < WINDOW ? 0 : (bytes[i - WINDOW] as number);
    weighted = (weighted - sum + WINDOW * byte) | 0;
    sum = (sum + byte - old) | 0;
    shifted = (shifted << 5) ^ byte;
    rolling = (sum + weighted + shifted) | 0;
    // All low bits set is necessary, and rules out nearly all places without a division.
    if ((rolling & mask) === mask) {
      const sumPlusOne = (rolling >>> 0) + 1;
      if (sumPlusOne % block === 0) triggers.add(i, sumPlusOne);
    }
  }
  triggers.windowSum = rolling >>> 0;
  return triggers;
}
