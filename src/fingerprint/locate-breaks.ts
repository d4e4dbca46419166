import type { Alignment } from './align.ts';
import type { BodyLines, PositionedToken } from './locate-tokens.ts';

const LETTERS = /^[\p{L}\p{M}]+$/u;
/**
 * Figures are joined only in a run without blanks that is longer than any amount, and that no
 * column of a table holds beside others: nothing else tells 4 and 500 in two cells from a 4500
 * broken in two.
 */
const LONG_RUN = 30;
/** A number goes on behind these signs; a renderer breaks an address there. */
const WITHIN_NUMBER = /[\d][.,'’/:]$/u;
const FIGURE = /\p{N}/u;

/**
 * Lines whose last word may go on in the next: a renderer breaks long words in a narrow column
 * without a hyphen, and long commands and addresses at the end of any line. Only where the
 * registered text has fewer words than stand here, so that two words may be one of it; whether they
 * are, aligning the text without the breaks tells.
 *
 * @param tokens of the body as it is
 * @param alignment of these tokens
 * @returns their numbers
 */
export function brokenWords(
  { lines, places, pages, counters }: BodyLines,
  tokens: readonly PositionedToken[],
  { segments }: Alignment,
): Set<number> {
  const labelled = new Set(counters.map(({ line }) => line));
  const lineEnding = new Map<number, number>();
  places.forEach((place, line) => {
    const sign = WITHIN_NUMBER.test(lines[line]?.text ?? '') ? 1 : 0;
    const end = place.ends.at(-1 - sign);
    const goesOn = pages[line] === pages[line + 1] && !labelled.has(line + 1);
    if (end !== undefined && goesOn) lineEnding.set(end, line);
  });
  const broken = new Set<number>();
  let whole: ReadonlySet<string> | null = null;
  for (const { kind, start, end, missing } of segments) {
    if (kind !== 'changed' || missing >= end - start) continue;
    const breaks: Break[] = [];
    for (let i = start; i + 1 < end; i++) {
      const [head, tail] = [tokens[i], tokens[i + 1]];
      const line = lineEnding.get(head?.end ?? -1);
      if (!head || !tail || line === undefined) continue;
      const next = places[line + 1]?.starts[0] === tail.start;
      if (next && mayBeOne(head.token, tail.token, lines[line]?.text ?? '')) {
        breaks.push({ line, head: head.token, tail: tail.token });
      }
    }
    const surplus = end - start - missing;
    if (breaks.length > surplus) {
      whole ??= wholeWords(tokens, segments);
      breaks.sort(byLikeness(whole)).length = surplus;
    }
    for (const { line } of breaks) broken.add(line);
  }
  return broken;
}

interface Break {
  readonly line: number;
  readonly head: string;
  readonly tail: string;
}

/** Words that stand in the registered text too. */
function wholeWords(
  tokens: readonly PositionedToken[],
  segments: Alignment['segments'],
): ReadonlySet<string> {
  const same = segments.filter(({ kind }) => kind === 'same');
  return new Set(
    same.flatMap(({ start, end }) => tokens.slice(start, end).map(({ token }) => token)),
  );
}

/** First the breaks that part what is no word by itself, or is one when put together. */
function byLikeness(whole: ReadonlySet<string>): (a: Break, b: Break) => number {
  const likeness = ({ head, tail }: Break): number =>
    Number(!whole.has(head)) + Number(!whole.has(tail)) + 2 * Number(whole.has(head + tail));
  return (a, b) => likeness(b) - likeness(a);
}

function mayBeOne(head: string, tail: string, line: string): boolean {
  if (LETTERS.test(head) && LETTERS.test(tail)) return true;
  const run = line.slice(line.lastIndexOf(' ') + 1);
  return run.length >= LONG_RUN && FIGURE.test(head) && FIGURE.test(tail);
}
