import type { ContentPrint } from '../fingerprint/profile.ts';
import {
  ALIKE,
  ASKED_SKETCH,
  BAND_MOST,
  BAND_PART,
  MAX_ROWS_A_KEY,
  NEAR,
  SIBLING,
  TEMPLATE_RECORDS,
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
  /** Nothing shared is rare: a letterhead, a disclaimer, a form. */
  readonly templateOnly: boolean;
}

export function likeness(s: ContentPrint, g: ContentPrint, rarity: Rarity): Likeness {
  const asked = s.sketch.slice(0, ASKED_SKETCH);
  const shared = shareOf(asked, new Set(g.sketch), rarity);
  const back = shareOf(g.sketch.slice(0, ASKED_SKETCH), new Set(s.sketch), rarity);
  const held = new Set(g.sketch);
  const common = asked.filter((hash) => held.has(hash));
  const rare = common.some((hash) => rarity.holders(hash) <= TEMPLATE_RECORDS);
  const mostly = common.length >= SIBLING * asked.length;
  return {
    inGenuine: shared,
    inSuspect: back,
    templateOnly: common.length > 0 && !rare && !mostly,
  };
}

function shareOf(sample: readonly string[], other: ReadonlySet<string>, rarity: Rarity): number {
  let total = 0;
  let shared = 0;
  for (const hash of sample) {
    const weight = rarity.weight(hash);
    total += weight;
    if (other.has(hash)) shared += weight;
  }
  return total === 0 ? 0 : shared / total;
}

export type NearGrade = 'near' | 'part_of' | 'contains';

/** What the shares say; null for no resemblance. */
export function gradeOf({ inGenuine, inSuspect, templateOnly }: Likeness): NearGrade | null {
  if (templateOnly || Math.max(inGenuine, inSuspect) < NEAR) return null;
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
