import type { Alignment } from './align.ts';
import { canonicalLine } from './canonical.ts';
import type { Line, Text } from './document.ts';
import type { BodyLines, PositionedToken } from './locate-tokens.ts';

/** Shorter lines, such as page numbers, may stand within any other: they must begin one. */
const MIN_WITHIN = 8;
/** Characters and lines; longer pages are left as they are: each line is looked for in all of one. */
const MAX_PAGE = 20_000;
const MAX_LINES = 2000;

const HYPHENS = '\\-\u00ad\ufffe\u0002\u2010\u2011';
const NOT_WRITTEN = new RegExp(`[\\s${HYPHENS}]+`, 'gu');
const HYPHEN_AT_END = new RegExp(`[${HYPHENS}]$`, 'u');

/**
 * The lines, those that the alignment calls moved standing where another reading of the same pages
 * has them: a renderer may draw text boxes, captions and letterheads behind the text of their page,
 * in no order that a reader sees. Every line stays, and is as it was.
 *
 * @param tokens of the body as it is
 * @param alignment of these tokens
 * @returns numbers of lines; null where no other reading has another order
 */
export function lineOrder(
  { readings = [], pages }: Text,
  body: BodyLines,
  tokens: readonly PositionedToken[],
  { segments }: Alignment,
): number[] | null {
  const moved = movedLines(body, tokens, segments);
  if (moved.size === 0) return null;
  for (const reading of readings) {
    if (reading.furniture || reading.pages.length !== pages.length) continue;
    const order = orderAs(reading, body, moved);
    if (order.some((line, i) => line !== i)) return order;
  }
  return null;
}

/** Lines whose words all stand elsewhere in the registered text. */
function movedLines(
  { places }: BodyLines,
  tokens: readonly PositionedToken[],
  segments: Alignment['segments'],
): Set<number> {
  const elsewhere = new Uint8Array(tokens.length);
  for (const { kind, start, end } of segments) if (kind === 'moved') elsewhere.fill(1, start, end);
  const moved = new Set<number>();
  let token = 0;
  places.forEach(({ ends }, line) => {
    const first = token;
    while (token < tokens.length && (tokens[token] as PositionedToken).end <= (ends.at(-1) ?? 0)) {
      token++;
    }
    if (token > first && !elsewhere.subarray(first, token).includes(0)) moved.add(line);
  });
  return moved;
}

function orderAs({ pages }: Text, body: BodyLines, moved: ReadonlySet<number>): number[] {
  const onPage = new Map<number, number[]>();
  body.pages.forEach((page, line) => {
    const lines = onPage.get(page);
    if (lines) lines.push(line);
    else onPage.set(page, [line]);
  });
  return [...onPage].flatMap(([page, lines]) =>
    lines.some((line) => moved.has(line)) ? pageAs(pages[page] ?? [], lines, body, moved) : lines,
  );
}

/** What reading a page in another order leaves of a line. */
function bare(text: string): string {
  return canonicalLine(text).normalize('NFKC').replace(NOT_WRITTEN, '');
}

function pageAs(
  reading: readonly Line[],
  lines: readonly number[],
  body: BodyLines,
  moved: ReadonlySet<number>,
): number[] {
  const begins = new Set<number>();
  let whole = '';
  for (const { text } of reading) {
    begins.add(whole.length);
    whole += bare(text);
  }
  if (whole.length > MAX_PAGE || lines.length > MAX_LINES) return [...lines];
  const places = placesIn(
    whole,
    begins,
    lines.map((line) => bare(body.lines[line]?.text ?? '')),
  );
  /** Lines that stay, each with those that go behind it; the first stands for the page's top. */
  const groups: { place: number; line: number | null; behind: [place: number, line: number][] }[] =
    [{ place: -1, line: null, behind: [] }];
  const moving: [place: number, line: number][] = [];
  lines.forEach((line, i) => {
    const place = places.get(i);
    // What a hyphen leads to stays behind it.
    const goesOn = i > 0 && HYPHEN_AT_END.test(body.lines[lines[i - 1] ?? 0]?.text ?? '');
    if (place !== undefined && moved.has(line) && !goesOn) moving.push([place, line]);
    else groups.push({ place: place ?? -1, line, behind: [] });
  });
  for (const [place, line] of moving) {
    const before = groups.reduce((best, group) =>
      group.place < place && group.place >= best.place ? group : best,
    );
    before.behind.push([place, line]);
  }
  return groups.flatMap(({ line, behind }) => {
    const sorted = behind.sort((a, b) => a[0] - b[0]).map(([, one]) => one);
    return line === null ? sorted : [line, ...sorted];
  });
}

/** Where each text stands, the longest being looked for first and no place taken twice. */
function placesIn(
  whole: string,
  begins: ReadonlySet<number>,
  texts: readonly string[],
): Map<number, number> {
  const places = new Map<number, number>();
  const taken = new Uint8Array(whole.length);
  const longestFirst = [...texts.keys()].sort(
    (a, b) => (texts[b]?.length ?? 0) - (texts[a]?.length ?? 0) || a - b,
  );
  for (const i of longestFirst) {
    const text = texts[i] ?? '';
    if (text === '') continue;
    let at = whole.indexOf(text);
    while (at >= 0 && (taken[at] === 1 || (text.length < MIN_WITHIN && !begins.has(at)))) {
      at = whole.indexOf(text, at + 1);
    }
    if (at < 0) continue;
    taken.fill(1, at, at + text.length);
    places.set(i, at);
  }
  return places;
}
