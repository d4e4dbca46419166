import type { Alignment, Segment } from './align.ts';
import type { Text } from './document.ts';
import { oddLabels, relabel } from './locate-labels.ts';
import { type Range, runningLines } from './locate-running.ts';
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
  const altered = locateIn(text, turned.tokens, second).filter(
    (one) => one.kind !== 'added' || !inVain(one),
  );
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

function locateIn(text: Text, tokens: readonly PositionedToken[], alignment: Alignment): Altered[] {
  const plain = plainText(text);
  if (!isTiling(alignment.segments, tokens.length)) {
    throw new RangeError('the alignment is not of this text');
  }
  const running = alignment.runningLines ? runningLines(text) : [];
  return alignment.segments.flatMap((segment): Altered[] => {
    const { kind, missing } = segment;
    if (kind === 'same') return [];
    const [from, to] = without(running, tokens, segment);
    if (from === to && kind !== 'removed' && missing === 0) return [];
    if (from === to || kind === 'removed') {
      const at = placeBefore(tokens, segment.start);
      return [{ kind: 'removed_here', start: at, end: at, text: '', missing }];
    }
    const start = tokens[from]?.start ?? 0;
    const end = tokens[to - 1]?.end ?? start;
    return [{ kind, start, end, text: plain.slice(start, end), missing }];
  });
}

/** The words of a segment but those at its two ends that stand in running lines. */
function without(
  running: readonly Range[],
  tokens: readonly PositionedToken[],
  { start, end }: Segment,
): [from: number, to: number] {
  const runs = (i: number): boolean => {
    const token = tokens[i];
    return token !== undefined && running.some((r) => r.start <= token.start && token.end <= r.end);
  };
  let [from, to] = [start, end];
  while (from < to && runs(from)) from++;
  while (to > from && runs(to - 1)) to--;
  return [from, to];
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
