import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { ContentPrint, Fingerprint } from '../fingerprint/profile.ts';
import { formatOf } from './compare-text.ts';
import { tells, walk } from './features.ts';
import type { Finding } from './findings.ts';
import { fits, unguessable } from './fit.ts';
import { gradeOf, likeness } from './likeness.ts';
import type { Charge } from './quota.ts';
import { quotedTexts } from './quoted.ts';
import type { Rarity } from './rarity.ts';
import type { StoredRecord } from './store.ts';
import { REACH_UNITS, RESEMBLING_UNITS, VARIANT_UNITS, VARIANT_VALUES } from './thresholds.ts';

/** What an answer on a suspect would tell of one record, as the quota counts it. */
export type Exposure = Pick<Charge, 'units' | 'equal'> & {
  /** The record's reader is another, so that equal bytes count beside an unequal text. */
  readonly byBytes: boolean;
};

/**
 * @param found what `find` says of the suspect and the record
 * @returns null for what tells nothing that could be guessed
 */
export function exposureOf(
  suspect: Fingerprint,
  record: StoredRecord,
  found: Finding | 'template' | null,
  rarity: Rarity,
): Exposure | null {
  const texts = [suspect.content, suspect.mail?.whole ?? null, ...quotedTexts(suspect)].filter(
    tells,
  );
  const byBytes = tells(suspect.content) && otherReader(suspect.content, record);
  if (found !== null && found !== 'template' && proves(found)) {
    // Counted as a bare hash where nothing but the bytes spoke.
    const bare = unguessable(found.genuine.type) || !tells(suspect.content);
    if (found.grade === 'identical' && bare) return null;
    return { units: VARIANT_UNITS, equal: !openLayerDiffers(suspect, found.genuine), byBytes };
  }
  let units = 0;
  if (found !== null && found !== 'template') {
    units = found.grade === 'altered' ? VARIANT_UNITS : RESEMBLING_UNITS;
  }
  for (const [, { content, mail }] of walk(record.fingerprint)) {
    for (const genuine of [content, mail?.whole ?? null]) {
      if (!tells(genuine)) continue;
      for (const text of texts) units = Math.max(units, unitsOf(text, genuine, rarity));
      units = Math.max(units, VARIANT_UNITS * versionsOf(suspect, genuine));
    }
  }
  return units === 0 ? null : { units, equal: false, byBytes };
}

/** A thread has room for several versions of one text, each of them a guess. */
function versionsOf({ content, mail }: Fingerprint, genuine: ContentPrint): number {
  const texts = [content, ...(mail?.thread.map((message) => message.content) ?? [])].filter(tells);
  return new Set(texts.filter((text) => fits(text, genuine)).map((text) => text.body)).size;
}

/** Equality by digest: of the whole, or of the mail that a forward quotes. */
function proves({ grade, evidence }: Finding): boolean {
  if (grade === 'contains') {
    // What is stated of the sender or the recipients may be what is being guessed.
    return evidence.agrees.has('quoted') && evidence.differs.size === 0;
  }
  return grade === 'identical' || grade === 'same_content' || grade === 'same_text';
}

/** Equal texts under unequal running headers or gaps: those may be what is being guessed. */
function openLayerDiffers({ content: s }: Fingerprint, { content: g }: Fingerprint): boolean {
  const layers = [
    [s?.furniture, g?.furniture],
    [s?.beside.layout, g?.beside.layout],
  ];
  return layers.some(([mine, theirs]) => mine != null && theirs != null && mine !== theirs);
}

/**
 * A text longer than the genuine one can hold more than one guess, so it costs by its length:
 * where nothing resembles yet, each further five values are room for one.
 */
function unitsOf(text: ContentPrint, genuine: ContentPrint, rarity: Rarity): number {
  if (fits(text, genuine)) return VARIANT_UNITS * versionsRead(text, genuine);
  const alike = likeness(text, genuine, rarity);
  const [mine, theirs] = [text.sketch.length, genuine.sketch.length];
  if (gradeOf(alike) !== null) return RESEMBLING_UNITS * Math.max(1, Math.ceil(mine / theirs));
  const room = Math.ceil(Math.max(0, mine - theirs) / VARIANT_VALUES);
  return alike.reach ? (alike.alike ? RESEMBLING_UNITS : REACH_UNITS) * (1 + room) : 0;
}

/** Each other reading of a text is a guess, where readings count: between two formats. */
function versionsRead(text: ContentPrint, genuine: ContentPrint): number {
  return formatOf(text) === formatOf(genuine) ? 1 : 1 + (text.readings?.length ?? 0);
}

function otherReader(text: ContentPrint, record: StoredRecord): boolean {
  for (const [, { content, type }] of walk(record.fingerprint)) {
    if (content && !unguessable(type) && content.extractor !== text.extractor) return true;
  }
  return false;
}

/**
 * Digest of all in a suspect that an answer may turn on. Its own bytes are left out where its
 * text speaks for them: thirty copies of one forged mail, each with its own transport headers,
 * are one suspect.
 */
export function suspectDigest(suspect: Fingerprint, byBytes: boolean): string {
  const { content, mail, parts, problem, bytes } = suspect;
  const own = tells(content) && !byBytes ? null : [bytes.sha256, bytes.ssdeep];
  return digestOf([own, content && textKey(content), mail && mailKey(mail), parts, problem]);
}

/** Digest of a bare digest as a suspect. */
export function bareDigest(value: string): string {
  return digestOf(['bare', value]);
}

function textKey({ drawn: _, ssdeep: __, tlsh: ___, ...rest }: ContentPrint): object {
  return rest;
}

function mailKey({ alternatives, ...rest }: NonNullable<Fingerprint['mail']>): object {
  return { ...rest, alternatives: alternatives.map(textKey) };
}

function digestOf(value: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(value))));
}
