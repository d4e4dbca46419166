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
  /** By record. */
  readonly #sketches: Iterable<string>[] = [];
  #counted: Map<string, number> | null = null;
  #shared: Set<string> | null = null;
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
      const texts: ContentPrint[] = [];
      for (const content of contents) {
        if (!tells(content) || this.#texts.has(content.body_joined)) continue;
        this.#texts.set(content.body_joined, { content, record });
        texts.push(content);
      }
      this.#sketches.push(valuesOf(texts));
      record++;
    }
  }

  /** Records among the candidates that hold a value. Nobody asks where digests decide. */
  get #counts(): ReadonlyMap<string, number> {
    if (this.#counted !== null) return this.#counted;
    const counts = new Map<string, number>();
    for (const values of this.#sketches) {
      for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    this.#counted = counts;
    return counts;
  }

  /** Asked for thousands of values a check, of which few are in it. */
  get #templates(): ReadonlySet<string> {
    if (this.#shared !== null) return this.#shared;
    const shared = new Set<string>();
    for (const [value, texts] of this.#counts) if (texts >= TEMPLATE_TEXTS) shared.add(value);
    for (const [value, records] of this.#holders) {
      if (records > TEMPLATE_RECORDS) shared.add(value);
    }
    this.#shared = shared;
    return shared;
  }

  /** Whether so many texts hold a value that to share it says nothing of any of them. */
  isTemplate(value: string): boolean {
    return this.#templates.has(value);
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

/** Values of a record's texts, each once. Nearly all records have one text, and a sketch has none twice. */
function valuesOf(texts: readonly ContentPrint[]): Iterable<string> {
  const [first, ...others] = texts;
  return others.length === 0
    ? (first?.sketch ?? [])
    : new Set(texts.flatMap(({ sketch }) => sketch));
}

/** Whether two registered texts are of one family: other words, nine tenths of them shared. */
export function areSiblings(a: ContentPrint, b: ContentPrint): boolean {
  if (a.body_joined === b.body_joined) return false;
  const least = SIBLING * Math.max(a.sketch.length, b.sketch.length);
  if (Math.min(a.sketch.length, b.sketch.length) < least) return false;
  const common = sharedValues(a.sketch, b.sketch);
  return common > 0 && common >= least;
}
