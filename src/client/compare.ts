import type { Alignment } from '../fingerprint/align.ts';
import type { Fingerprint } from '../fingerprint/profile.ts';
import { PADDING } from '../fingerprint/shingle.ts';
import type { CompareAnswer, CompareRequest } from '../registry/contract.ts';
import { entriesToBase64 } from './base64.ts';
import { asCompareAnswer } from './shape.ts';

/** What is compared: one text of a suspect with one record. */
export interface Compared {
  readonly record: string;
  /** The record's part, `''` the document itself; without it the registry takes the most like. */
  readonly path?: string | null;
  /** Fingerprint of the suspect's document or part whose entries these are. */
  readonly fingerprint: Fingerprint;
  readonly entries: Uint16Array;
  /** Whether they are of the text as `relabel` turned it: their words are then counted anew. */
  readonly relabelled?: boolean;
}

/**
 * Asks for page after page of one comparison.
 *
 * @throws ApiError `bad_answer` when the pages do not follow each other
 */
export async function compareAll(
  suspect: Compared,
  send: (request: CompareRequest) => Promise<unknown>,
): Promise<CompareAnswer> {
  const pages = await comparePages(suspect, false, send);
  const segments = pages.flatMap((page) => page.segments);
  return { ...(pages.at(-1) as CompareAnswer), segments };
}

/**
 * The pages of one comparison as they came, at least one.
 *
 * @param signed each page is to bring its receipt
 * @throws ApiError `bad_answer` as `compareAll`
 */
export async function comparePages(
  { record, path, fingerprint, entries, relabelled }: Compared,
  signed: boolean,
  send: (request: CompareRequest) => Promise<unknown>,
): Promise<CompareAnswer[]> {
  const printed = fingerprint.content?.words ?? 0;
  const words = relabelled ? Math.max(0, entries.length - PADDING) : printed;
  const request = {
    record,
    path: path ?? null,
    fingerprint,
    entries: entriesToBase64(entries),
    ...(relabelled ? { words } : {}),
    ...(signed ? { receipt: true } : {}),
  };
  const pages: CompareAnswer[] = [];
  for (let cursor: string | null = null; ; ) {
    const page: CompareAnswer = asCompareAnswer(
      await send({ ...request, cursor }),
      pages.at(-1)?.segments.at(-1)?.end ?? 0,
      words,
    );
    pages.push(page);
    cursor = page.cursor;
    // Ends: a page that leads to another holds words.
    if (cursor === null) return pages;
  }
}

/** The answer as an alignment, for marking words in the suspect's own text. */
export function alignmentOf(answer: CompareAnswer): Alignment {
  const { suspect_words, registered_words, segments, complete, running_lines } = answer;
  const standing = segments
    .filter(({ kind }) => kind === 'same' || kind === 'moved')
    .reduce((sum, { start, end }) => sum + end - start, 0);
  const missing = segments.reduce((sum, segment) => sum + segment.missing, 0);
  return {
    segments: segments.map((segment) => ({ ...segment, genuineStart: null, genuineEnd: null })),
    suspectTokens: suspect_words,
    genuineTokens: registered_words,
    suspectShare: suspect_words === 0 ? 0 : standing / suspect_words,
    genuineShare: registered_words === 0 ? 0 : 1 - missing / registered_words,
    complete,
    ...(running_lines ? { runningLines: true } : {}),
  };
}
