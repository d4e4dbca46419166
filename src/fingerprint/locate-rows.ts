import type { Alignment } from './align.ts';
import type { BodyLines, PositionedToken } from './locate-tokens.ts';

/** Words at the end of a page, and at the beginning of the next, among which a row may be cut. */
const NEAR = 60;
/** More pages than a book has; each is looked for in all words. */
const MAX_SHIFTS = 500;

/** Words to be read before another, by their numbers. */
interface Shift {
  readonly from: number;
  readonly to: number;
  readonly before: number;
}

/**
 * Rows of tables that a page cuts in two: what is left of each cell stands on the next page, behind
 * the table's head. As many words as are missing in a cell at the end of a page are taken from what is
 * too much at the beginning of the next; whether they are the same, aligning the text anew tells.
 *
 * @param tokens of the body as it is
 * @param alignment of these tokens
 * @param heads lines of repeated heads, without which no table goes on there
 */
export function cutRows(
  { places, pages }: BodyLines,
  tokens: readonly PositionedToken[],
  { segments }: Alignment,
  heads: ReadonlySet<number>,
): Shift[] {
  const shifts: Shift[] = [];
  let token = 0;
  for (const head of [...heads].sort((a, b) => a - b)) {
    if (pages[head] === pages[head - 1] || shifts.length >= MAX_SHIFTS) continue;
    const top = places[head]?.starts[0] ?? 0;
    while (token < tokens.length && (tokens[token] as PositionedToken).start < top) token++;
    let last = head;
    while (heads.has(last + 1) && pages[last + 1] === pages[head]) last++;
    const end = places[last]?.ends.at(-1) ?? 0;
    const first = token;
    const lacking = segments.filter(
      ({ kind, start }) => kind === 'removed' && start > first - NEAR && start < first,
    );
    for (const { kind, start, end: until } of segments) {
      if (kind !== 'added' || start < first || start >= first + NEAR) continue;
      let from = start;
      while (from < until && (tokens[from] as PositionedToken).end <= end) from++;
      const at = lacking.findIndex(({ missing }) => missing === until - from);
      const [place] = at < 0 ? [] : lacking.splice(0, at + 1).slice(-1);
      if (place && from < until) shifts.push({ from, to: until, before: place.start });
    }
  }
  return shifts;
}

/**
 * @param tokens of the body as it is, by whose numbers the shifts are
 * @param read tokens of the same body, some left out or joined
 * @returns the latter with the words shifted
 */
export function shifted(
  read: readonly PositionedToken[],
  tokens: readonly PositionedToken[],
  shifts: readonly Shift[],
): PositionedToken[] {
  const out = [...read];
  for (const { from, to, before } of shifts) {
    const [first, last] = [tokens[from]?.start ?? 0, tokens[to - 1]?.end ?? 0];
    const at = out.findIndex(({ start }) => start === tokens[before]?.start);
    const begin = out.findIndex(({ start }) => start >= first);
    let end = begin;
    while (end < out.length && (out[end] as PositionedToken).end <= last) end++;
    if (at < 0 || begin <= at || end <= begin) continue;
    out.splice(at, 0, ...out.splice(begin, end - begin));
  }
  return out;
}
