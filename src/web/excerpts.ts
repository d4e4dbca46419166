import type { Altered } from '../fingerprint/locate.ts';

/** Altered passages among enough of the text around them to be read. */
export interface Excerpt {
  /** Whether the text goes on before and after. */
  readonly cutBefore: boolean;
  readonly cutAfter: boolean;
  /** Where in the whole text it begins and ends, 0 to 1. */
  readonly from: number;
  readonly to: number;
  readonly pieces: readonly Piece[];
}

export type Piece = { readonly kind: 'text'; readonly text: string } | Passage;

export interface Passage {
  readonly kind: Altered['kind'];
  /** Counted from 1 over all excerpts. */
  readonly number: number;
  /** As it stands in the text; of a long passage the beginning. Empty for `removed_here`. */
  readonly text: string;
  /** End of a passage whose middle is left out. */
  readonly tail: string | null;
  /** Words of the registered text that are missing here. */
  readonly missing: number;
  /** Where a reader would look for it; null where the format has no places. */
  readonly where: Where | null;
}

/** A page counted from 1; a cell by its column letters and row, null where only the sheet is known. */
export type Where =
  | { readonly kind: 'page'; readonly page: number }
  | { readonly kind: 'cell'; readonly sheet: string; readonly cell: string | null };

/** About three lines of the page on either side, or as many of the text: cells are lines. */
const CONTEXT = 220;
const CONTEXT_LINES = 3;
/** A longer passage, 25 lines, is shown by its two ends: what was added may be a whole book. */
const MAX_PASSAGE = 2000;
const PASSAGE_END = 400;

/**
 * Excerpts of a text around its altered passages; those whose surroundings touch share one.
 *
 * Context is cut between words where there is one to cut at. Page breaks become line breaks.
 *
 * @param altered passages of this very text, in its order and without overlap
 * @param where tells the place of an offset in `plain`
 */
export function excerptsOf(
  plain: string,
  altered: readonly Altered[],
  where: (offset: number) => Where | null = () => null,
): Excerpt[] {
  const text = plain.replaceAll('\f', '\n');
  const excerpts: Excerpt[] = [];
  let pieces: Piece[] = [];
  let from = 0;
  let shown = 0;
  const placed = altered.map((passage) => behindMarks(text, passage));
  for (const [index, passage] of placed.entries()) {
    const start = contextFrom(text, passage.start);
    if (pieces.length > 0 && start > shown) {
      excerpts.push(finished(text, pieces, from, shown));
      pieces = [];
    }
    // The last piece is what follows the passage before; up to this one it is longer.
    const before = pieces.pop();
    if (before === undefined) from = start;
    const since = before === undefined ? start : (placed[index - 1]?.end ?? start);
    pieces.push({ kind: 'text', text: text.slice(since, passage.start) });
    const at = where(altered[index]?.start ?? passage.start);
    pieces.push({ ...passageOf(text, passage, index + 1), where: at });
    shown = contextUntil(text, passage.end);
    pieces.push({ kind: 'text', text: text.slice(passage.end, shown) });
  }
  if (pieces.length > 0) excerpts.push(finished(text, pieces, from, shown));
  return excerpts;
}

const CLOSING_MARKS = /[\p{Po}\p{Pe}\p{Pf}]{1,4}(?=\s|$)/uy;

/** Marks that end the words before a gap stay with them; no word begins with one. */
function behindMarks(text: string, passage: Altered): Altered {
  if (passage.kind !== 'removed_here') return passage;
  CLOSING_MARKS.lastIndex = passage.start;
  const at = passage.start + (CLOSING_MARKS.exec(text)?.[0].length ?? 0);
  return { ...passage, start: at, end: at };
}

function finished(text: string, pieces: readonly Piece[], from: number, to: number): Excerpt {
  return {
    cutBefore: text.slice(0, from).trim() !== '',
    cutAfter: text.slice(to).trim() !== '',
    from: from / Math.max(1, text.length),
    to: to / Math.max(1, text.length),
    pieces: pieces.filter((piece) => piece.kind !== 'text' || piece.text !== ''),
  };
}

function passageOf(
  text: string,
  { kind, start, end, missing }: Altered,
  number: number,
): Omit<Passage, 'where'> {
  if (end - start <= MAX_PASSAGE) {
    return { kind, number, text: text.slice(start, end), tail: null, missing };
  }
  const head = text.slice(start, wordUntil(text, start + PASSAGE_END, start));
  const tail = text.slice(wordFrom(text, end - PASSAGE_END, end), end);
  return { kind, number, text: head, tail, missing };
}

function contextFrom(text: string, end: number): number {
  let at = end;
  for (let line = 0; line <= CONTEXT_LINES && at >= 0; line++) {
    at = at === 0 ? -1 : text.lastIndexOf('\n', at - 1);
  }
  return Math.max(at + 1, wordFrom(text, end - CONTEXT, end));
}

function contextUntil(text: string, start: number): number {
  let at = start - 1;
  for (let line = 0; line <= CONTEXT_LINES; line++) {
    at = text.indexOf('\n', at + 1);
    if (at < 0) at = text.length;
  }
  return Math.min(at, wordUntil(text, start + CONTEXT, start));
}

/** First beginning of a word from `at` on, before `limit`; never within a surrogate pair. */
function wordFrom(text: string, at: number, limit: number): number {
  if (at <= 0) return 0;
  for (let i = at; i < limit; i++) {
    if (/\s/.test(text.charAt(i - 1)) && !/\s/.test(text.charAt(i))) return i;
  }
  return isLow(text, at) ? at + 1 : at;
}

/** Last end of a word up to `at`, behind `limit`; never within a surrogate pair. */
function wordUntil(text: string, at: number, limit: number): number {
  if (at >= text.length) return text.length;
  for (let i = at; i > limit; i--) {
    if (/\s/.test(text.charAt(i)) && !/\s/.test(text.charAt(i - 1))) return i;
  }
  return isLow(text, at) ? at - 1 : at;
}

function isLow(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit < 0xe000;
}
