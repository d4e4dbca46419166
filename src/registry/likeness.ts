import type { ContentPrint } from '../fingerprint/profile.ts';
import {
  ALIKE,
  ASKED_SKETCH,
  BAND_MOST,
  BAND_PART,
  MAX_ROWS_A_KEY,
  MIN_RARE,
  NEAR,
  SIBLING,
  TEMPLATE_RECORDS,
  VARIANT_VALUES,
  WHOLE,
} from './thresholds.ts';

/**
 * How rare a shingle is among the registered documents: log(1 + N/df), the inverse document
 * frequency smoothed so that it stays positive in a registry of one document. Unknown shingles
 * count as held by one record, hot ones as held by all.
 */
export class Rarity {
  readonly #records: number;
  readonly #holders: ReadonlyMap<string, number>;

  /** @param holders records per shingle, read up to `MAX_ROWS_A_KEY` */
  constructor(records: number, holders: ReadonlyMap<string, number>) {
    this.#records = Math.max(1, records);
    this.#holders = holders;
  }

  weight(shingle: string): number {
    const holders = this.holders(shingle);
    return holders >= MAX_ROWS_A_KEY ? Math.LN2 : Math.log1p(this.#records / Math.max(1, holders));
  }

  holders(shingle: string): number {
    return this.#holders.get(shingle) ?? 0;
  }
}

/** How much of two texts is shared, weighted by rarity, by samples of their sketches. */
export interface Likeness {
  /** Share of the suspect that stands in the genuine text, 0 to 1. */
  readonly inGenuine: number;
  /** Share of the genuine text that stands in the suspect, 0 to 1. */
  readonly inSuspect: number;
  /** What is shared is a letterhead, a disclaimer, a form; a rare value or two beside it may be chance. */
  readonly templateOnly: boolean;
  /** Enough is shared that few records hold, or nearly all. */
  readonly enough: boolean;
  /** The few values that one word stands in could make the two resemble each other. */
  readonly reach: boolean;
}

export function likeness(s: ContentPrint, g: ContentPrint, rarity: Rarity): Likeness {
  const asked = s.sketch.slice(0, ASKED_SKETCH);
  const held = new Set(g.sketch);
  const there = shareOf(asked, held, rarity);
  const back = shareOf(g.sketch.slice(0, ASKED_SKETCH), new Set(s.sketch), rarity);
  const common = asked.filter((hash) => held.has(hash));
  const rare = common.filter((hash) => rarity.holders(hash) <= TEMPLATE_RECORDS).length;
  const mostly = (count: number) => count >= SIBLING * asked.length;
  // Of a long suspect a short text's values are seldom among those asked, whose rarity is known.
  const sampled = asked.length < s.sketch.length;
  const enough = rare >= (sampled ? 1 : MIN_RARE) || mostly(common.length);
  // Values that nobody has weigh the most, and so does a right guess.
  const word = VARIANT_VALUES * rarity.weight('');
  const nearly = [there, back].some(({ shared, total }) => shared + word >= NEAR * total);
  return {
    inGenuine: share(there),
    inSuspect: share(back),
    templateOnly: common.length > rare && !enough,
    enough,
    reach:
      ((sampled ? back.shared > 0 : rare > 0) && nearly) ||
      (common.length > 0 && mostly(common.length + VARIANT_VALUES)),
  };
}

interface Shared {
  readonly shared: number;
  readonly total: number;
}

function shareOf(sample: readonly string[], other: ReadonlySet<string>, rarity: Rarity): Shared {
  let total = 0;
  let shared = 0;
  for (const hash of sample) {
    const weight = rarity.weight(hash);
    total += weight;
    if (other.has(hash)) shared += weight;
  }
  return { shared, total };
}

function share({ shared, total }: Shared): number {
  return total === 0 ? 0 : shared / total;
}

export type NearGrade = 'near' | 'part_of' | 'contains';

/** What the shares say; null for no resemblance. */
export function gradeOf({ inGenuine, inSuspect, enough }: Likeness): NearGrade | null {
  if (!enough || Math.max(inGenuine, inSuspect) < NEAR) return null;
  if (inGenuine >= WHOLE && inSuspect < ALIKE) return 'part_of';
  if (inSuspect >= WHOLE && inGenuine < ALIKE) return 'contains';
  return 'near';
}

/** A band for strangers, who must not climb a score. */
export function bandOf({ inGenuine, inSuspect }: Likeness): 'most' | 'part' | 'little' {
  const share = Math.max(inGenuine, inSuspect);
  return share >= BAND_MOST ? 'most' : share >= BAND_PART ? 'part' : 'little';
}

/** Whether two registered texts are of one family: other words, nine tenths of them shared. */
export function areSiblings(a: ContentPrint, b: ContentPrint): boolean {
  if (a.body_joined === b.body_joined) return false;
  const held = new Set(b.sketch);
  const common = a.sketch.filter((hash) => held.has(hash)).length;
  return common > 0 && common >= SIBLING * Math.max(a.sketch.length, b.sketch.length);
}
