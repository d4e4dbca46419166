import type { Alignment } from '../fingerprint/align.ts';
import type { Fingerprint } from '../fingerprint/profile.ts';
import type { CompareNote, Corpus } from './contract.ts';
import { familyOf, onlyInSlots } from './family.ts';
import type { Store, StoredRecord } from './store.ts';
import { LEAST_REORDERED } from './thresholds.ts';

/** What was compared with: a text of a record, with its ordered entries. */
export interface Genuine {
  readonly record: StoredRecord;
  readonly path: string;
  readonly print: Fingerprint;
  readonly entries: Uint16Array;
}

/** What a comparison adds in words of its own. */
export async function notesOf(
  store: Store,
  suspect: Fingerprint,
  genuine: Genuine,
  alignment: Alignment,
  open: ReadonlyMap<string, Corpus>,
): Promise<CompareNote[]> {
  if (alignment.segments.every(({ kind }) => kind === 'same')) return [];
  if (isLayoutOnly(suspect, genuine.print, alignment)) return ['layout_only'];
  const family = await familyOf(store, genuine, open);
  if (family === null) return [];
  const sibling = family === 'closed' || onlyInSlots(alignment, family);
  return sibling ? ['may_be_sibling'] : [];
}

/**
 * Whether two files of different formats hold the same words in another order, as conversions leave
 * the columns of a page. Two files of one format are not re-ordered by any program: there, it is a
 * change.
 */
function isLayoutOnly(suspect: Fingerprint, genuine: Fingerprint, alignment: Alignment): boolean {
  const [mine, theirs] = [readerOf(suspect), readerOf(genuine)];
  if (!alignment.complete || mine === theirs) return false;
  return isMovedOnly(alignment) || (hasSameWords(suspect, genuine) && isReordered(alignment));
}

/** No word is missing, none is added, and every run is long enough that chance does not make it. */
function isMovedOnly({ segments, suspectTokens, genuineTokens }: Alignment): boolean {
  return (
    // As many words and none missing: every run stands in the genuine text once.
    suspectTokens === genuineTokens &&
    segments.some(({ kind }) => kind === 'moved') &&
    segments.every(({ kind, missing }) => missing === 0 && (kind === 'same' || kind === 'moved'))
  );
}

function hasSameWords({ content: mine }: Fingerprint, { content: theirs }: Fingerprint): boolean {
  return mine !== null && theirs !== null && mine.bag === theirs.bag;
}

/**
 * So much stands elsewhere that it is not two amounts that changed places: these leave each place
 * with as many words as it had.
 */
function isReordered({ segments }: Alignment): boolean {
  const isSwap = segments.every(
    ({ kind, start, end, missing }) =>
      kind === 'same' || (kind === 'changed' && missing === end - start),
  );
  if (isSwap) return false;
  const elsewhere = segments.reduce(
    (words, { kind, start, end, missing }) =>
      kind === 'same' ? words : words + Math.max(end - start, missing),
    0,
  );
  return elsewhere >= LEAST_REORDERED;
}

/** The reader's name without its version. */
function readerOf({ content }: Fingerprint): string {
  return content?.extractor.split('/')[0] ?? '';
}
