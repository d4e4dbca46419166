import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { type Alignment, align, differsOnlyInMarks } from '../fingerprint/align.ts';
import type { ContentPrint, EntryLists, Fingerprint } from '../fingerprint/profile.ts';
import { PADDING } from '../fingerprint/shingle.ts';
import { compare } from './compare.ts';
import { notesOf } from './compare-notes.ts';
import {
  type CompareAnswer,
  type CompareRequest,
  type Corpus,
  type Grade,
  MAX_COMPARE_ENTRIES,
  MAX_SEGMENTS,
  type Reason,
} from './contract.ts';
import { RegistryError } from './errors.ts';
import { suspectDigest } from './exposure.ts';
import { tells, walk } from './features.ts';
import { fits, sharedValues } from './fit.ts';
import { decodeEntries } from './items.ts';
import { Meter } from './meter.ts';
import { isOpen } from './policy.ts';
import type { Quota } from './quota.ts';
import type { Store, StoredRecord } from './store.ts';
import {
  ALIKE,
  COMPARE_SLACK,
  FOREIGN_WORDS_A_VARIANT,
  MOST,
  NEAR,
  VARIANT_UNITS,
  WHOLE,
} from './thresholds.ts';

/**
 * Where a suspect departs from a record: opens the record's ordered entries, aligns, and tells
 * positions in the suspect and counts. Nothing that was sent is kept.
 *
 * @throws RegistryError `unknown_record`, `locate_off`, `entries_invalid`
 */
export async function compareEntries(
  store: Store,
  now: Date,
  request: CompareRequest,
  caller: string,
  quota: Quota | null = null,
): Promise<CompareAnswer> {
  const suspect = { print: request.fingerprint, entries: readEntries(request) };
  const open = await openCorpora(store, caller, now);
  const record = await openRecord(store, request.record, open);
  const said = (reason: Reason): CompareAnswer => ({
    ...blank(record.id, suspect.entries, now),
    reason,
  });
  const genuine = pick(
    suspect.print,
    record,
    request.path ?? null,
    await store.entries(record.ref),
  );
  if (genuine === null) return said(tells(suspect.print.content) ? 'no_text_layer' : 'too_short');
  const long = Math.max(suspect.entries.length, genuine.entries.length) > MAX_COMPARE_ENTRIES;
  const room = 2 * wordsOf(genuine.entries) + COMPARE_SLACK;
  if (long || wordsOf(suspect.entries) > room) return said('over_limit');

  const meter = new Meter(quota, caller, now);
  const equal = isEqual(suspect, genuine);
  const charge = {
    record: record.id,
    suspect: suspectDigest(suspect.print, false),
    entries: bytesToHex(sha256(utf8ToBytes(`${genuine.path} ${request.entries}`))),
    units: VARIANT_UNITS,
    equal,
  };
  const [allowed] = await meter.charge([charge]);
  if (!allowed) return said('too_many_variants');

  const alignment = align(suspect.entries, genuine.entries);
  const more = Math.ceil(foreignWords(alignment) / FOREIGN_WORDS_A_VARIANT) - 1;
  // Charged after the alignment and whatever is left, so that no refusal depends on it.
  await meter.charge(
    Array.from({ length: Math.max(0, more) }, (_, i) => {
      const { entries, ...rest } = charge;
      return { ...rest, suspect: `${charge.suspect} ${entries} ${i}` };
    }),
  );
  const notes = await notesOf(store, suspect.print, { ...genuine, record }, alignment, open);
  const cursor = request.cursor ?? null;
  const answer = answerOf(record.id, cursor, suspect.print, genuine, alignment, now);
  return { ...answer, notes, grade: notes.includes('layout_only') ? 'near' : answer.grade };
}

interface Text {
  readonly path: string;
  readonly print: Fingerprint;
  readonly entries: Uint16Array;
}

function readEntries(request: CompareRequest): Uint16Array {
  const list = decodeEntries(request.entries);
  const words = request.words ?? request.fingerprint.content?.words ?? 0;
  if (list !== null && words > 0 && words === wordsOf(list)) return list;
  const detail =
    list === null ? 'expected 16-bit values' : 'expected four values more than there are words';
  throw new RegistryError('entries_invalid', `/entries: ${detail}.`, [
    { pointer: '/entries', detail },
  ]);
}

async function openRecord(
  store: Store,
  id: string,
  open: ReadonlyMap<string, Corpus>,
): Promise<StoredRecord> {
  const record = await store.record(id);
  const corpus = open.get(record?.corpus ?? '');
  if (record === null || !corpus) throw new RegistryError('unknown_record', 'No such record.');
  if (corpus.locate === 'off') {
    throw new RegistryError('locate_off', `Corpus ${corpus.id} does not let places be told.`);
  }
  return record;
}

async function openCorpora(
  store: Store,
  caller: string,
  now: Date,
): Promise<ReadonlyMap<string, Corpus>> {
  const open = (await store.corpora()).filter((corpus) => isOpen(corpus, caller, now));
  return new Map(open.map((corpus) => [corpus.id, corpus]));
}

/**
 * The text of the record to compare with: the one at the path, or of all the most like. Short
 * texts are compared only with the mail that has the same Message-ID.
 */
function pick(
  suspect: Fingerprint,
  record: StoredRecord,
  path: string | null,
  lists: EntryLists,
): Text | null {
  let best: Text | null = null;
  let most = -1;
  for (const [at, print] of walk(record.fingerprint)) {
    const entries = lists[at];
    if (path !== null && path !== at) continue;
    // What a registrar's client sent beside the fingerprint has not been compared with it before.
    if (!entries || !print.content || wordsOf(entries) !== print.content.words) continue;
    const sameId =
      print.mail?.message_id != null && print.mail.message_id === suspect.mail?.message_id;
    if (!sameId && !(tells(print.content) && tells(suspect.content))) continue;
    const [mine, theirs] = [suspect.content?.sketch ?? [], print.content?.sketch ?? []];
    const alike = sharedValues(mine, theirs) / Math.max(1, mine.length, theirs.length);
    if (alike > most) [best, most] = [{ path: at, print, entries }, alike];
  }
  return best;
}

/** Equal by digest and by entries: who holds the text itself learns nothing. */
function isEqual(suspect: Omit<Text, 'path'>, genuine: Text): boolean {
  const { relation } = compare(suspect.print, genuine.print);
  if (relation !== 'identical' && relation !== 'same_content' && relation !== 'same_text') {
    return false;
  }
  return (
    suspect.entries.length === genuine.entries.length &&
    suspect.entries.every((entry, i) => entry === genuine.entries[i])
  );
}

function foreignWords({ segments }: Alignment): number {
  return segments.reduce(
    (sum, { kind, start, end }) => sum + (kind === 'changed' || kind === 'added' ? end - start : 0),
    0,
  );
}

/** What the pair is. Digests still decide equality, the alignment only how they differ. */
function gradeOf(suspect: Fingerprint, genuine: Text, alignment: Alignment): Grade | null {
  const { relation } = compare(suspect, genuine.print);
  const allSame = alignment.segments.every(({ kind }) => kind === 'same');
  if (allSame && relation !== 'none' && relation !== 'parts') return relation;
  const { suspectShare, genuineShare } = alignment;
  if (genuineShare >= WHOLE && suspectShare < ALIKE) return 'contains';
  if (genuineShare >= MOST) return 'altered';
  if (suspectShare >= WHOLE) return 'part_of';
  return Math.max(suspectShare, genuineShare) >= NEAR ? 'near' : null;
}

function answerOf(
  record: string,
  cursor: string | null,
  suspect: Fingerprint,
  genuine: Text,
  alignment: Alignment,
  now: Date,
): CompareAnswer {
  const [mine, theirs] = [suspect.content, genuine.print.content];
  const sameBody = mine !== null && theirs !== null && mine.body === theirs.body;
  const from = Number(cursor ?? 0);
  const to = from + MAX_SEGMENTS;
  return {
    record,
    path: genuine.path,
    grade: gradeOf(suspect, genuine, alignment),
    reason: null,
    marks_only: differsOnlyInMarks(alignment, sameBody && fits(mine, theirs)),
    notes: [],
    running_lines: theirs !== null && hasRunningLines(mine, theirs),
    suspect_words: alignment.suspectTokens,
    registered_words: alignment.genuineTokens,
    complete: alignment.complete,
    segments: alignment.segments
      .slice(from, to)
      .map(({ kind, start, end, missing }) => ({ kind, start, end, missing })),
    cursor: to < alignment.segments.length ? `${to}` : null,
    at: now.toISOString(),
  };
}

/** A document of one page repeats nothing: which of its lines are running ones is a guess. */
function hasRunningLines(suspect: ContentPrint | null, { furniture }: ContentPrint): boolean {
  if (furniture === null) return false;
  return suspect?.readings?.some((reading) => reading.furniture === furniture) ?? false;
}

/** An answer that tells nothing of the record. */
function blank(record: string, suspect: Uint16Array, now: Date): CompareAnswer {
  return {
    record,
    path: null,
    grade: null,
    reason: null,
    marks_only: false,
    notes: [],
    running_lines: false,
    suspect_words: wordsOf(suspect),
    registered_words: 0,
    complete: false,
    segments: [],
    cursor: null,
    at: now.toISOString(),
  };
}

function wordsOf(entries: Uint16Array): number {
  return Math.max(0, entries.length - PADDING);
}
