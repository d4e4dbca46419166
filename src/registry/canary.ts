import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { fingerprint } from '../fingerprint/fingerprint.ts';
import type { EntryLists, Fingerprint } from '../fingerprint/profile.ts';
import { recordCommitment } from '../tlog/commitment.ts';
import { CANARY_CORPUS } from './canary-scope.ts';
import { CANARY_TEXTS } from './canary-texts.ts';
import { check } from './check.ts';
import type { CheckResult } from './contract.ts';
import { claimFeature, recordPostings, recordTags } from './features.ts';
import type { CanaryCheck } from './health.ts';
import type { Store } from './store.ts';

/** A record that the canary has registered and must find from then on. */
export interface CanaryRecord {
  /** Lower-case hex, of the document's bytes. */
  readonly sha256: string;
  readonly record: string;
}

interface Print {
  readonly fingerprint: Fingerprint;
  readonly entries: EntryLists;
}

/** Fingerprints of the canary's texts. */
export interface CanarySet {
  readonly registered: readonly Print[];
  readonly variants: readonly Print[];
  readonly absent: Print;
}

/**
 * Fingerprints of the set. Its bytes end with a digest of what this profile reads in the texts, so
 * that another profile's set is registered beside it and both go on being found by their bytes.
 */
export async function canarySet(): Promise<CanarySet> {
  const { registered, variants, absent } = CANARY_TEXTS;
  const read = await Promise.all(registered.map((text) => printOf(text, '')));
  const contents = JSON.stringify(read.map((print) => print.fingerprint.content));
  const mark = bytesToHex(sha256(utf8ToBytes(contents)));
  return {
    registered: await Promise.all(registered.map((text) => printOf(text, mark))),
    variants: await Promise.all(variants.map((text) => printOf(text, mark))),
    absent: await printOf(absent, mark),
  };
}

/** A text as a plain text file of one paragraph, with a mark that is not read. */
function printOf(text: string, mark: string): Promise<Print> {
  return fingerprint({
    name: null,
    type: 'text/plain',
    bytes: utf8ToBytes(`${text}\n${mark}`),
    reading: {
      extractor: 'canary/1',
      text: { pages: [[{ text: text.replaceAll('\n', ' ') }]] },
      drawn: null,
      marks: [],
    },
    mail: null,
    parts: [],
    problem: null,
  });
}

/**
 * Registers the set as any batch is: entries, rows, index, sequencer. The batch is named after
 * its fingerprints, so a repeat is the same batch and another profile is another.
 *
 * @param store the canary's view
 * @throws Error when it was not registered
 */
export async function registerCanary(
  store: Store,
  now: Date,
  { registered }: CanarySet,
): Promise<CanaryRecord[]> {
  const digest = bytesToHex(
    sha256(utf8ToBytes(JSON.stringify(registered.map((print) => print.fingerprint)))),
  );
  const { outcomes } = await store.commit({
    uuid: uuidFrom(digest),
    digest,
    registrar: CANARY_CORPUS,
    corpus: CANARY_CORPUS,
    manifest: '',
    signature: '',
    chained: null,
    state: 'authentic',
    at: now.toISOString(),
    items: registered.map(({ fingerprint: print, entries }) => ({
      ...saltedOf(print),
      claim: claimFeature(CANARY_CORPUS, print),
      fingerprint: print,
      entries,
      tags: recordTags(print),
      postings: recordPostings(print),
    })),
  });
  return outcomes.map(({ record }, i) => {
    const print = registered[i]?.fingerprint;
    if (record === null || !print) throw new Error('a canary was not registered');
    return { sha256: print.bytes.sha256, record };
  });
}

/** The texts are public, so a salt that can be computed gives nothing away. */
function saltedOf(print: Fingerprint): { salt: string; commitment: Uint8Array } {
  const salt = sha256(utf8ToBytes(`canary ${print.bytes.sha256}`));
  return { salt: bytesToHex(salt), commitment: recordCommitment(print, salt) };
}

/** RFC 9562, version 8: 122 bits of a digest. */
function uuidFrom(hex: string): string {
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/**
 * Asks the registry, as `POST /v1/check` does, for what it must know.
 *
 * @param store the canary's view
 * @param known all that was ever registered, sets of earlier profiles included
 * @returns the checks that fail
 */
export async function probe(
  store: Store,
  now: Date,
  { registered, variants, absent }: CanarySet,
  known: readonly CanaryRecord[],
): Promise<CanaryCheck[]> {
  const items = [
    ...[...registered, ...variants, absent].map((print) => ({ fingerprint: print.fingerprint })),
    ...known.map((one) => ({ sha256: one.sha256 })),
  ];
  const { results } = await check(store, now, { items }, CANARY_CORPUS);
  const recordOf = new Map(known.map((one) => [one.sha256, one.record]));
  const wanted = registered.map((print) => recordOf.get(print.fingerprint.bytes.sha256));
  const count = registered.length;
  const identical = (result: CheckResult | undefined, record: string | undefined) =>
    result?.grade === 'identical' && result.verdict === 'match' && result.record === record;
  const exact =
    wanted.every((record, i) => identical(results[i], record)) &&
    known.every(({ record }, i) => identical(results[2 * count + 1 + i], record));
  const near = wanted.every((record, i) => {
    const result = results[count + i];
    return result?.verdict === 'differs' && result.record === record && record !== undefined;
  });
  const failing: CanaryCheck[] = [];
  if (!exact) failing.push('exact');
  if (!near) failing.push('near');
  if (results[2 * count]?.verdict !== 'absent') failing.push('absent');
  return failing;
}
