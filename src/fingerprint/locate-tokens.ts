import {
  canonicalLine,
  DOTLESS,
  dotted,
  HYPHEN_BETWEEN_LETTERS,
  LEADER,
  LIGATURE,
  ligatureLetters,
  narrow,
  WHITE_SPACE,
  WIDE,
  withoutSpaces,
} from './canonical.ts';
import type { Line, Text } from './document.ts';
import { takeFurniture } from './furniture.ts';
import { type Counter, countersOf, takeLabels } from './labels.ts';
import {
  joinLines,
  normalizeNfc,
  replace,
  slice,
  type Traced,
  toLowerCase,
  traced,
  trim,
} from './locate-trace.ts';
import { INVISIBLE, TOKEN } from './tokens.ts';

/** A loose token and where it stands in `plainText`, in UTF-16 units, end exclusive. */
export interface PositionedToken {
  readonly token: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The extracted text as a person reads it: lines as extracted, joined by U+000A, pages by
 * U+000C. Furniture that the format declares apart is not in it.
 */
export function plainText(text: Text): string {
  return text.pages.map((page) => page.map((line) => line.text).join('\n')).join('\f');
}

/**
 * The loose tokens of a text, with their places in `plainText(text)`.
 *
 * The tokens are those of `looseTokens(canonicalise(text).bodyJoined)`. One that a line break
 * cuts in two covers the hyphen and the break.
 */
export function positionedTokens(text: Text): PositionedToken[] {
  return tokensWith(linesOf(text), {});
}

/** Lines of the body with where they stand, furniture taken out and labels still on. */
export interface BodyLines {
  readonly lines: readonly Line[];
  readonly places: readonly Traced[];
  /** Number of the page of each line. */
  readonly pages: readonly number[];
  readonly counters: readonly Counter[];
}

/** Words to be read before others, by their offsets in `plainText`. */
export interface Shift {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly before: number;
}

/** A text read otherwise than its digests are of it; all by numbers of lines. */
export interface Otherwise {
  /** Their counter is left in where `takeLabels` takes it off, and off where left in. */
  readonly turned?: ReadonlySet<number>;
  /** Their last word goes on in the next line. */
  readonly joined?: ReadonlySet<number>;
  /** Not read. */
  readonly left?: ReadonlySet<number>;
  /** All of them, in the order in which they are read. */
  readonly order?: readonly number[] | undefined;
  /** In the order of the text, each from behind what it is put before. */
  readonly shifts?: readonly Shift[];
}

export function linesOf(text: Text): BodyLines {
  const places = new Map<Line, Traced>();
  let offset = 0;
  const pages = text.pages.map((page) => {
    const lines = page.map((line): Line => {
      const canonical = tracedLine(line.text, offset);
      offset += line.text.length + 1;
      const folded = { ...line, text: canonical.text };
      places.set(folded, canonical);
      return folded;
    });
    // A page without lines still ends in a page break.
    if (page.length === 0) offset += 1;
    return lines.filter((line) => line.text !== '');
  });
  const { body } = takeFurniture(pages);
  const lines = body.flat();
  return {
    lines,
    places: lines.map((line) => places.get(line) ?? traced(line.text, 0)),
    pages: body.flatMap((page, number) => page.map(() => number)),
    counters: countersOf(lines),
  };
}

/** The tokens of a text. */
export function tokensWith(
  body: BodyLines,
  { turned, joined, left, order, shifts = [] }: Otherwise,
): PositionedToken[] {
  const { lines, places, counters } = body;
  const cuts = lines.map(() => 0);
  takeLabels(lines, () => 0).lines.forEach((line, i) => {
    cuts[i] = (lines[i]?.text.length ?? 0) - line.length;
  });
  for (const { line, label, taken } of counters) {
    if (turned?.has(line)) cuts[line] = taken ? 0 : label.length;
  }
  for (const line of left ?? []) cuts[line] = lines[line]?.text.length ?? 0;
  const pieces = (order ?? [...lines.keys()]).map((line) => {
    const place = places[line] ?? traced('', 0);
    return { line, text: slice(place, cuts[line] ?? 0), ends: true };
  });
  const read = shifts.reduce(shifted, pieces);
  const unbroken = new Set<number>();
  read.forEach(({ line, ends }, i) => {
    if (joined?.has(line) && ends && read[i + 1]?.line === line + 1) unbroken.add(i);
  });
  return tokensOf(
    withoutHyphens(
      joinLines(
        read.map(({ text }) => text),
        unbroken,
      ),
    ),
  );
}

/** A line or a part of one. */
interface LinePiece {
  readonly line: number;
  readonly text: Traced;
  /** Whether it holds the end of the line. */
  readonly ends: boolean;
}

function shifted(pieces: LinePiece[], { from, to, before }: Shift): LinePiece[] {
  const parts = [before, from, to].reduce(cutAt, pieces);
  const beginning = (least: number, below: number): number => {
    let found = -1;
    let nearest = below;
    for (const [i, { text }] of parts.entries()) {
      const [start = below] = text.starts;
      if (start >= least && start < nearest) [found, nearest] = [i, start];
    }
    return found;
  };
  const [at, first] = [beginning(before, from), beginning(from, to)];
  if (at < 0 || first <= at) return parts;
  const rest = parts.slice(first);
  const end = rest.findIndex(({ text }) => (text.starts[0] ?? 0) >= to);
  const moved = end < 0 ? rest : rest.slice(0, end);
  return parts.toSpliced(first, moved.length).toSpliced(at, 0, ...moved);
}

/** The same with a piece that holds the offset cut before it. */
function cutAt(pieces: LinePiece[], offset: number): LinePiece[] {
  const i = pieces.findIndex(({ text: { starts } }) => {
    return (starts[0] ?? offset) < offset && offset <= (starts.at(-1) ?? 0);
  });
  const piece = pieces[i];
  const at = piece?.text.starts.indexOf(offset) ?? -1;
  if (!piece || at < 0) return pieces;
  const head = { ...piece, text: slice(piece.text, 0, at), ends: false };
  return pieces.toSpliced(i, 1, head, { ...piece, text: slice(piece.text, at) });
}

/** `canonicalLine`, traced. */
function tracedLine(text: string, offset: number): Traced {
  const source = traced(text, offset);
  if (canonicalLine(text) === text) return source;
  const parted = replace(normalizeNfc(source), LIGATURE, ligatureLetters);
  const letters = replace(parted, DOTLESS, dotted);
  const narrowed = normalizeNfc(replace(letters, WIDE, narrow));
  const folded = replace(narrowed, WHITE_SPACE, () => ' ');
  return trim(replace(folded, LEADER, withoutSpaces));
}

/** `joinHyphens`, traced. */
function withoutHyphens(lines: Traced): Traced {
  const whole = replace(lines, HYPHEN_BETWEEN_LETTERS, () => '');
  return normalizeNfc(trim(replace(whole, /[ \n]+/g, () => ' ')));
}

/** `looseTokens`, traced. */
function tokensOf(text: Traced): PositionedToken[] {
  const visible = toLowerCase(replace(text, INVISIBLE, () => ''));
  return Array.from(visible.text.matchAll(TOKEN), ({ 0: token, index }) => {
    const behind = index + token.length;
    const start = visible.starts[index] ?? 0;
    const end = visible.ends[behind - 1] ?? 0;
    if (end > start) return { token, start, end };
    // A number that stands in two places once lines are in another order.
    const [starts, ends] = [visible.starts, visible.ends].map((of) => of.subarray(index, behind));
    return { token, start: Math.min(...(starts ?? [])), end: Math.max(...(ends ?? [])) };
  });
}
