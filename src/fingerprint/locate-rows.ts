import type { Alignment } from './align.ts';
import { cutRow, inColumns } from './locate-columns.ts';
import type { BodyLines, PositionedToken, Shift } from './locate-tokens.ts';

/** Words at the end of a page, and at the beginning of the next, among which a row may be cut. */
const NEAR = 60;
/** More pages than a book has; each is looked for in all words. */
const MAX_SHIFTS = 500;

/**
 * Rows of tables that a page cuts in two: what is left of each cell stands on the next page, behind
 * the table's head. Where the reader tells columns, what is left goes behind the beginning of its
 * column; elsewhere as many words as are missing in a cell at the end of a page are taken from what is
 * too much at the beginning of the next. Whether they are the same, aligning the text anew tells.
 *
 * @param tokens of the body as it is
 * @param alignment of these tokens
 * @param heads lines of repeated heads, without which no table goes on there
 */
export function cutRows(
  body: BodyLines,
  tokens: readonly PositionedToken[],
  { segments }: Alignment,
  heads: ReadonlySet<number>,
): Shift[] {
  const { places, pages } = body;
  const shifts: Shift[] = [];
  let token = 0;
  for (const head of [...heads].sort((a, b) => a - b)) {
    if (pages[head] === pages[head - 1] || shifts.length >= MAX_SHIFTS) continue;
    const top = places[head]?.starts[0] ?? 0;
    while (token < tokens.length && (tokens[token] as PositionedToken).start < top) token++;
    let last = head;
    while (heads.has(last + 1) && pages[last + 1] === pages[head]) last++;
    const end = places[last]?.ends.at(-1) ?? 0;
    let behind = token;
    while (behind < tokens.length && (tokens[behind] as PositionedToken).end <= end) behind++;
    const cut = { begun: token, left: behind };
    const row = cutRow(body, head, last);
    shifts.push(
      ...(row === null ? byCount(tokens, segments, cut) : inColumns(tokens, segments, cut, row)),
    );
  }
  return shifts;
}

/** Where a page cuts a table, by numbers of words; the table's repeated head lies between. */
export interface Cut {
  /** Behind the last word of the page before. */
  readonly begun: number;
  /** The first word behind the head. */
  readonly left: number;
}

function byCount(
  tokens: readonly PositionedToken[],
  segments: Alignment['segments'],
  { begun, left }: Cut,
): Shift[] {
  const lacking = segments.filter(
    ({ kind, start }) => kind === 'removed' && start > begun - NEAR && start < begun,
  );
  return segments.flatMap(({ kind, start, end }) => {
    if (kind !== 'added' || start < begun || start >= begun + NEAR) return [];
    const from = Math.max(start, left);
    const at = lacking.findIndex(({ missing }) => missing === end - from);
    const [place] = at < 0 ? [] : lacking.splice(0, at + 1).slice(-1);
    const [first, last] = [tokens[from], tokens[end - 1]];
    const before = tokens[place?.start ?? tokens.length];
    if (!first || !last || !before || from >= end) return [];
    return [{ from: first.start, to: last.end, before: before.start }];
  });
}
