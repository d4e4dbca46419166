import type { Fingerprint } from '../fingerprint/profile.ts';
import { isAccredited } from './caller.ts';
import { RegistryError } from './errors.ts';
import { exposureOf, suspectDigest } from './exposure.ts';
import { walk } from './features.ts';
import { find } from './findings.ts';
import { isBare } from './fit.ts';
import { type Charge, dayOf, type Quota, secondsLeft } from './quota.ts';
import {
  MISSES_A_DAY,
  MISSES_A_DAY_ACCREDITED,
  UNITS_A_DAY,
  UNITS_A_DAY_ACCREDITED,
} from './thresholds.ts';
import type { Candidates } from './verdict.ts';

/** Counts one request of one caller. */
export class Meter {
  readonly #quota: Quota | null;
  readonly #caller: string;
  readonly #now: Date;
  readonly #accredited: boolean;

  /** @param quota null counts nothing and refuses nothing */
  constructor(quota: Quota | null, caller: string, now: Date) {
    this.#quota = quota;
    this.#caller = caller;
    this.#now = now;
    this.#accredited = isAccredited(caller);
  }

  /** One answer a charge, in order: whether the caller may be told. */
  async charge(charges: readonly Charge[]): Promise<readonly boolean[]> {
    if (this.#quota === null || charges.length === 0) return charges.map(() => true);
    const limit = this.#accredited ? UNITS_A_DAY_ACCREDITED : UNITS_A_DAY;
    return this.#quota.charge(this.#caller, dayOf(this.#now), charges, limit);
  }

  /**
   * Counts probes before they are looked up; what hit is given back by a negative count.
   *
   * @throws RegistryError `rate_limited` when the day's are used up
   */
  async spend(count: number): Promise<void> {
    if (this.#quota === null || count === 0) return;
    const limit = this.#accredited ? MISSES_A_DAY_ACCREDITED : MISSES_A_DAY;
    if (await this.#quota.spend(this.#caller, dayOf(this.#now), count, limit)) return;
    throw new RegistryError(
      'rate_limited',
      `At most ${limit} digests that nothing vouches for may miss a day; this request would exceed them.`,
      [],
      secondsLeft(this.#now),
    );
  }

  /** Records whose answer this caller has used up, by suspect. */
  async refusals(
    suspects: readonly { readonly print: Fingerprint; readonly candidates: Candidates }[],
  ): Promise<ReadonlySet<string>[]> {
    if (this.#quota === null) return suspects.map(() => new Set());
    const asked: { readonly suspect: number; readonly path: string; readonly charge: Charge }[] =
      [];
    suspects.forEach(({ print, candidates }, suspect) => {
      for (const [path, part] of walk(print)) {
        for (const charge of chargesOf(part, path, candidates)) {
          asked.push({ suspect, path, charge });
        }
      }
    });
    const allowed = await this.charge(asked.map(({ charge }) => charge));
    const refused = suspects.map(() => new Set<string>());
    asked.forEach(({ suspect, path }, i) => {
      if (!allowed[i]) refused[suspect]?.add(path);
    });
    return refused;
  }
}

/**
 * What one part of a suspect exposes. One that matches a record is counted with that record
 * only: variants of its siblings must not hide it. One that has but the text of a record is
 * also counted with those that have the same text under other headers, which are then guessed.
 */
function chargesOf(part: Fingerprint, path: string, candidates: Candidates): Charge[] {
  const rarity = candidates.rarity(path);
  const exposed = candidates.at(path).flatMap((record) => {
    const found = find(part, record, rarity);
    const exposure = exposureOf(part, record, found, rarity);
    const grade = found === 'template' ? null : (found?.grade ?? null);
    return exposure ? [{ record: record.id, grade, ...exposure }] : [];
  });
  const matched = exposed.filter(({ grade }) => grade === 'identical' || grade === 'same_content');
  const sameText = exposed.filter(({ grade }) => grade === 'same_text' || grade === 'altered');
  const told =
    matched.length > 0 ? matched : sameText.some(({ equal }) => equal) ? sameText : exposed;
  return told.map(({ record, units, equal, byBytes }) => {
    return { record, units, equal, suspect: suspectDigest(part, byBytes) };
  });
}

/** Parts of a suspect that count as bare digests: their sketch is missing or was not looked up. */
export function bareParts(print: Fingerprint, unasked: (path: string) => boolean): string[] {
  return [...walk(print)].flatMap(([path, part]) => (isBare(part) || unasked(path) ? [path] : []));
}
