import type { Alignment } from './align.ts';
import type { BodyLines, PositionedToken } from './locate-tokens.ts';

/** Rows of a table's head, and lines of a head whose cells wrap. */
const MAX_LINES = 4;
/** A word alone may stand in a cell of any table. */
const MIN_WORDS = 2;

/**
 * Lines that repeat, at the top of a page, a table's head from the page before: renderers print
 * it anew on each page that the table goes on. They say nothing that does not stand there
 * already, in the same lines.
 *
 * @param tokens of the body as it is
 * @param alignment of these tokens; what it places in the registered text is no repetition
 * @returns numbers of lines
 */
export function repeatedHeads(
  { lines, places, pages }: BodyLines,
  tokens: readonly PositionedToken[],
  { segments }: Alignment,
): Set<number> {
  const repeated = new Set<number>();
  const foreign = new Uint8Array(tokens.length);
  for (const { kind, start, end } of segments) if (kind !== 'same') foreign.fill(1, start, end);
  let first = 0;
  let token = 0;
  for (let top = 1; top < lines.length; top++) {
    if (pages[top] === pages[top - 1]) continue;
    const before = lines.slice(first, top).map(({ text }) => text);
    first = top;
    const start = places[top]?.starts[0] ?? 0;
    while (token < tokens.length && (tokens[token] as PositionedToken).start < start) token++;
    let words = token;
    let height = 0;
    for (; height < MAX_LINES && pages[top + height] === pages[top]; height++) {
      const end = places[top + height]?.ends.at(-1) ?? 0;
      let next = words;
      while (next < tokens.length && (tokens[next] as PositionedToken).end <= end) next++;
      if (foreign.subarray(words, next).includes(0)) break;
      if (!holdsInOrder(before, lines.slice(top, top + height + 1))) break;
      words = next;
    }
    if (words - token < MIN_WORDS) continue;
    for (let i = 0; i < height; i++) repeated.add(top + i);
  }
  return repeated;
}

function holdsInOrder(
  page: readonly string[],
  head: readonly { readonly text: string }[],
): boolean {
  return page.some((_, at) => head.every(({ text }, i) => page[at + i] === text));
}
