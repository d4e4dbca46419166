import type { Alignment, Segment } from './align.ts';
import type { Text } from './document.ts';
import { relabel } from './locate-labels.ts';
import { type Range, runningLines } from './locate-running.ts';
import { oddLabels } from './locate-series.ts';
import { type PositionedToken, plainText, positionedTokens } from './locate-tokens.ts';

export { plainText, positionedTokens } from './locate-tokens.ts';

/** A passage of the suspect that is not as in the genuine text. */
export interface Altered {
  readonly kind: 'changed' | 'added' | 'removed_here' | 'moved';
  /** UTF-16 offsets in `plainText(text)`, end exclusive; equal for `removed_here`. */
  readonly start: number;
  readonly end: number;
  /** What stands there in the extracted text, line breaks included. */
  readonly text: string;
  /** Words of the genuine text that are missing here. */
  readonly missing: number;
}

/**
 * Altered passages of a suspect in its own extracted text.
 *
 * Runs on the side that holds the text; the alignment may come from a registry. Neighbouring
 * passages are not merged: edits with fewer than five words between them arrive as one, since
 * no shingle stands between them.
 *
 * @param text the text whose entries were aligned
 * @returns in the order of the text
 * @throws RangeError if the alignment is not one of this text
 */
export function locate(text: Text, alignment: Alignment): Altered[] {
  return locateIn(text, positionedTokens(text), alignment);
}

/**
 * As `locate`, from a second alignment too: that of the text as `relabel` turns it.
 *
 * @param first of the text as it is
 * @param second of what `relabel(text, first)` returned
 * @throws RangeError if an alignment is not one of this text
 */
export function locateRelabelled(text: Text, first: Alignment, second: Alignment): Altered[] {
  const before = locate(text, first);
  const turned = relabel(text, first);
  if (turned === null) throw new RangeError('the text has no labels to turn');
  // Put back in vain: the registered text has no such word, whether or not a label.
  const inVain = holding(turned.restored);
  const altered = locateIn(text, turned.tokens, second, turned.reordered)
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .filter((one) => one.kind !== 'added' || !inVain(one));
  const plain = plainText(text);
  const starts = altered.map(({ start }) => start);
  const isNamed = holding(altered);
  const odd = oddLabels(turned, starts)
    .filter((label) => !isNamed(label))
    .map(({ start, end }): Altered => {
      return { kind: 'changed', start, end, text: plain.slice(start, end), missing: 0 };
    });
  const all = [...altered, ...odd].sort((a, b) => a.start - b.start || a.end - b.end);
  // Something differs, or nobody would ask; and it may not make things look worse.
  return all.length === 0 || extent(all) > extent(before) ? before : all;
}

/** Whether a range lies in one of some that rise; asked of ranges that rise too. */
function holding(ranges: readonly Range[]): (range: Range) => boolean {
  let i = 0;
  return ({ start, end }) => {
    while (i < ranges.length && (ranges[i] as Range).end < end) i++;
    const range = ranges[i];
    return range !== undefined && range.start <= start;
  };
}

function extent(altered: readonly Altered[]): number {
  return altered.reduce((sum, { start, end, missing }) => sum + Math.max(end - start, missing), 0);
}

function locateIn(
  text: Text,
  tokens: readonly PositionedToken[],
  alignment: Alignment,
  reordered = false,
): Altered[] {
  const plain = plainText(text);
  if (!isTiling(alignment.segments, tokens.length)) {
    throw new RangeError('the alignment is not of this text');
  }
  const running = alignment.runningLines ? runningLines(text) : [];
  return alignment.segments.flatMap((segment): Altered[] => {
    const { kind, missing } = segment;
    if (kind === 'same') return [];
    const pieces = piecesOf(tokens, segment, running, (from, to) => {
      return reordered && (to < from || /[\n\f]/.test(plain.slice(from, to)));
    });
    if (pieces.length === 0 && kind !== 'removed' && missing === 0) return [];
    if (pieces.length === 0 || kind === 'removed') {
      const at = placeBefore(tokens, segment.start);
      return [{ kind: 'removed_here', start: at, end: at, text: '', missing }];
    }
    return pieces.map(({ start, end }, i) => {
      return { kind, start, end, text: plain.slice(start, end), missing: i === 0 ? missing : 0 };
    });
  });
}

/**
 * Where the words of a segment stand, but those in running lines.
 *
 * @param parts whether what stands between two words, by its offsets, is none of the segment's
 */
function piecesOf(
  tokens: readonly PositionedToken[],
  segment: Segment,
  running: readonly Range[],
  parts: (from: number, to: number) => boolean,
): Range[] {
  const pieces: { start: number; end: number }[] = [];
  let goesOn = false;
  for (const { start, end } of tokens.slice(segment.start, segment.end)) {
    const runs = running.some((range) => range.start <= start && end <= range.end);
    const last = pieces.at(-1);
    if (runs) goesOn = false;
    else if (last && goesOn && !parts(last.end, start)) last.end = Math.max(last.end, end);
    else pieces.push({ start, end: Math.max(start, end) });
    if (!runs) goesOn = true;
  }
  return pieces;
}

/** Words of a text, with where they stand in `plainText(text)`. */
export interface Quote {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Runs of words as they stand in the extracted text, from their numbers.
 *
 * @param ranges numbers of the first word and of the one behind the last
 * @throws RangeError for words that the text does not have
 */
export function quote(
  text: Text,
  ranges: readonly { readonly start: number; readonly end: number }[],
): Quote[] {
  const plain = plainText(text);
  const tokens = positionedTokens(text);
  return ranges.map((range) => {
    const [first, last] = [tokens[range.start], tokens[range.end - 1]];
    if (!first || !last || range.end <= range.start) {
      throw new RangeError('the text has no such words');
    }
    return { start: first.start, end: last.end, text: plain.slice(first.start, last.end) };
  });
}

/** Right behind the word before, or at the first word when there is none before. */
function placeBefore(tokens: readonly PositionedToken[], token: number): number {
  return tokens[token - 1]?.end ?? tokens[0]?.start ?? 0;
}

/** Whether the segments hold every token once: what a registry answers is not trusted. */
function isTiling(segments: readonly Segment[], tokens: number): boolean {
  let end = 0;
  for (const segment of segments) {
    if (segment.start !== end || !(segment.end >= segment.start)) return false;
    if ((segment.end === segment.start) !== (segment.kind === 'removed')) return false;
    end = segment.end;
  }
  return end === tokens;
}
