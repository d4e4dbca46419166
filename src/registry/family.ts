import { type Alignment, align } from '../fingerprint/align.ts';
import type { Fingerprint } from '../fingerprint/profile.ts';
import type { Corpus } from './contract.ts';
import { textFeatures, walk } from './features.ts';
import { areSiblings } from './rarity.ts';
import type { Ref, Store, StoredRecord } from './store.ts';
import {
  ASKED_SKETCH,
  MAX_CANDIDATES,
  MAX_FAMILY_OPENED,
  MAX_ROWS_A_KEY,
  SIBLINGS,
} from './thresholds.ts';

/**
 * The slots of a family: where in a registered text its siblings have other words, read from
 * their ordered entries. The next invoice of a series differs from this one there and nowhere else.
 */

/** A registered text with its ordered entries. */
interface Member {
  readonly record: StoredRecord;
  readonly print: Fingerprint;
  readonly entries: Uint16Array;
}

/** What the family of a text leaves open. */
export interface Family {
  /** By genuine token, 1 where some sibling has another word or none. */
  readonly slots: Uint8Array;
  /** By genuine token, 1 where some sibling has words before it; one more for the end. */
  readonly gaps: Uint8Array;
}

/**
 * Opens the siblings of a text and finds its slots. Which siblings are opened does not depend on
 * the order of registration, but where over 65 records share a shingle.
 *
 * @param open the corpora that the caller may know of
 * @returns null for a text of fewer than two siblings; `closed` where there are enough, but their
 *   corpora do not let places be told
 */
export async function familyOf(
  store: Store,
  genuine: Member,
  open: ReadonlyMap<string, Corpus>,
): Promise<Family | 'closed' | null> {
  const own = genuine.print.content;
  if (!own) return null;
  const postings = await store.postings(textFeatures(own, ASKED_SKETCH), MAX_ROWS_A_KEY);
  const opened = await store.open(mostShared(postings, genuine.record.ref));
  const byBody = new Map<string, { record: StoredRecord; path: string }>();
  let closed = 0;
  for (const record of opened.values()) {
    const corpus = open.get(record.corpus);
    if (!corpus || record.id === genuine.record.id || record.state !== 'authentic') continue;
    for (const [path, { content }] of walk(record.fingerprint)) {
      if (!content || byBody.has(content.body_joined) || !areSiblings(own, content)) continue;
      if (corpus.locate === 'on') {
        byBody.set(content.body_joined, { record, path });
      } else closed++;
    }
  }
  const siblings = [...byBody].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, MAX_CANDIDATES);
  const lists: Uint16Array[] = [];
  for (const [, { record, path }] of siblings) {
    const list = (await store.entries(record.ref))[path];
    if (list && list.length > 0) lists.push(list);
  }
  if (lists.length >= SIBLINGS) return slotsOf(genuine.entries, lists);
  return lists.length + closed >= SIBLINGS ? 'closed' : null;
}

/** Refs under the most keys, this record's own aside; ties by number, which says nothing else. */
function mostShared(postings: ReadonlyMap<string, readonly Ref[]>, own: Ref): Ref[] {
  const hits = new Map<Ref, number>();
  for (const refs of postings.values()) {
    for (const ref of refs) if (ref !== own) hits.set(ref, (hits.get(ref) ?? 0) + 1);
  }
  return [...hits]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MAX_FAMILY_OPENED)
    .map(([ref]) => ref);
}

function slotsOf(genuine: Uint16Array, siblings: readonly Uint16Array[]): Family | null {
  const words = align(genuine, genuine).genuineTokens;
  const slots = new Uint8Array(words);
  const gaps = new Uint8Array(words + 1);
  for (const sibling of siblings) {
    let at = 0;
    for (const { kind, genuineStart, genuineEnd } of align(sibling, genuine).segments) {
      // What a sibling has more stands behind the last genuine word before it.
      if (kind === 'added' || kind === 'moved') gaps[at] = 1;
      else if (kind !== 'same') slots.fill(1, genuineStart ?? 0, genuineEnd ?? 0);
      if (kind !== 'added' && kind !== 'moved') at = genuineEnd ?? at;
    }
  }
  return { slots, gaps };
}

/**
 * Whether a suspect departs from a registered text only where the family does. A change of marks
 * alone is in no slot: entries do not show where it is.
 */
export function onlyInSlots({ segments, complete }: Alignment, { slots, gaps }: Family): boolean {
  let at = 0;
  let altered = 0;
  for (const { kind, genuineStart, genuineEnd } of segments) {
    if (kind === 'same') {
      at = genuineEnd ?? at;
      continue;
    }
    altered++;
    if (kind === 'moved') return false;
    if (kind === 'added') {
      if (gaps[at] !== 1 && slots[at] !== 1 && slots[at - 1] !== 1) return false;
      continue;
    }
    for (let i = genuineStart ?? 0; i < (genuineEnd ?? 0); i++) if (slots[i] !== 1) return false;
    at = genuineEnd ?? at;
  }
  return complete && altered > 0;
}
