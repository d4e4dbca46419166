import type { ContentPrint } from '../fingerprint/profile.ts';
import { tells } from './features.ts';
import { sharedValues } from './fit.ts';
import { SIBLING, SIBLINGS, TEMPLATE_RECORDS, TEMPLATE_TEXTS } from './thresholds.ts';

/**
 * Which shingle values say something of a document and which many documents share: letterheads,
 * disclaimers, forms, navigation, threads quoted again and again. Families are no fact of the
 * registry: they are seen afresh in every check among the texts that resemble the suspect, so
 * that the order in which documents were registered plays no part.
 */
export class Rarity {
  /** Texts by their `body_joined`, once each, with the first record that has them. */
  readonly #texts = new Map<string, { readonly content: ContentPrint; readonly record: number }>();
  readonly #counts = new Map<string, number>();
  readonly #holders: ReadonlyMap<string, number>;

  /**
   * @param records the texts of each candidate of one suspect; a value counts once a record, and
   *   texts with one `body_joined` are one
   * @param holders records of the registry per value, where they were counted
   */
  constructor(
    records: Iterable<Iterable<ContentPrint | null>>,
    holders: ReadonlyMap<string, number> = new Map(),
  ) {
    this.#holders = holders;
    let record = 0;
    for (const contents of records) {
      const values = new Set<string>();
      for (const content of contents) {
        if (!tells(content) || this.#texts.has(content.body_joined)) continue;
        this.#texts.set(content.body_joined, { content, record });
        for (const value of content.sketch) values.add(value);
      }
      for (const value of values) this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
      record++;
    }
  }

  /** Whether so many texts hold a value that to share it says nothing of any of them. */
  isTemplate(value: string): boolean {
    return (
      (this.#counts.get(value) ?? 0) >= TEMPLATE_TEXTS ||
      (this.#holders.get(value) ?? 0) > TEMPLATE_RECORDS
    );
  }

  /** Whether one record of the registry holds a value; false where nobody counted. */
  isSole(value: string): boolean {
    return this.#holders.get(value) === 1 && (this.#counts.get(value) ?? 0) <= 1;
  }

  /** Whether others hold so much of a text that hardly anything is its own. */
  isTemplateOnly({ sketch }: ContentPrint): boolean {
    const common = sketch.filter((value) => this.isTemplate(value)).length;
    return common > 0 && common >= SIBLING * sketch.length;
  }

  /** Whether so many others are nearly equal to a text that a suspect may be one more of them. */
  hasSiblings(content: ContentPrint): boolean {
    const own = this.#texts.get(content.body_joined)?.record;
    const siblings = new Set<number>();
    for (const { content: other, record } of this.#texts.values()) {
      if (record !== own && areSiblings(content, other)) siblings.add(record);
    }
    return siblings.size >= SIBLINGS;
  }
}

/** Whether two registered texts are of one family: other words, nine tenths of them shared. */
export function areSiblings(a: ContentPrint, b: ContentPrint): boolean {
  if (a.body_joined === b.body_joined) return false;
  const common = sharedValues(a.sketch, b.sketch);
  return common > 0 && common >= SIBLING * Math.max(a.sketch.length, b.sketch.length);
}
