import type { Alignment } from '../fingerprint/align.ts';
import type { Fingerprint } from '../fingerprint/profile.ts';
import type { CompareNote } from './contract.ts';
import { familyOf, onlyInSlots } from './family.ts';
import type { Store, StoredRecord } from './store.ts';

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
): Promise<CompareNote[]> {
  if (alignment.segments.every(({ kind }) => kind === 'same')) return [];
  if (isLayoutOnly(suspect, genuine.print, alignment)) return ['layout_only'];
  const family = await familyOf(store, genuine);
  if (family === null) return [];
  const open = family === 'closed' || onlyInSlots(alignment, family);
  return open ? ['may_be_sibling'] : [];
}

/**
 * Whether two files of different formats hold the same words in runs of another order, as
 * conversions leave the columns of a page: no word is missing, none is added, and every run is
 * long enough that chance does not make it. Two files of one format are not re-ordered by any
 * program: there, it is a change.
 */
function isLayoutOnly(
  suspect: Fingerprint,
  genuine: Fingerprint,
  { segments, complete, suspectTokens, genuineTokens }: Alignment,
): boolean {
  const [mine, theirs] = [readerOf(suspect), readerOf(genuine)];
  return (
    complete &&
    mine !== theirs &&
    // As many words and none missing: every run stands in the genuine text once.
    suspectTokens === genuineTokens &&
    segments.some(({ kind }) => kind === 'moved') &&
    segments.every(({ kind, missing }) => missing === 0 && (kind === 'same' || kind === 'moved'))
  );
}

/** The reader's name without its version. */
function readerOf({ content }: Fingerprint): string {
  return content?.extractor.split('/')[0] ?? '';
}
