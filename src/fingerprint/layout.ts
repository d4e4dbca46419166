import type { Line, Text } from './document.ts';

/**
 * Where words stand, as far as it says which of them belong together: the cells of tables, wide
 * gaps within lines, and lines that break between two figures.
 *
 * The words of a table stay in order when an amount moves to another column, and folded white
 * space makes one amount of two. So these places are digested beside the words. All offsets
 * count the characters before, spaces aside, so that they do not depend on where lines broke.
 */

/**
 * One line for each change of cell, `offset TAB row TAB column`, and `offset TAB` where text
 * outside of tables goes on. Rows are numbered through the document; those that hold no text
 * and the cells that hold none leave no trace, as programs add and drop them.
 *
 * @param texts the lines as they are in the joined text
 * @param length characters that the digest will see of lines, spaces aside
 */
export function* cellPlaces(
  lines: readonly Line[],
  texts: readonly string[],
  length: (lines: readonly string[]) => number,
): Generator<string> {
  const rows = new Map<number, number>();
  let offset = 0;
  let pending: string[] = [];
  let last = '';
  for (const [i, { at }] of lines.entries()) {
    let place = '';
    if (at) {
      const row = rows.get(at.row) ?? rows.size + 1;
      rows.set(at.row, row);
      place = `${row}\t${at.column}`;
    }
    if (place !== last) {
      offset += length(pending);
      pending = [];
      yield `${offset}\t${place}`;
      last = place;
    }
    pending.push(texts[i] ?? '');
  }
}

/** One blank parts words, unless it is a tab. */
const GAPS = /[\p{Zs}\t]{2,}|\t/gu;
/** A line without one is not searched for all. */
const GAP = /[\p{Zs}\t]{2}|\t/u;
const DIGIT_END = /\p{N}$/u;
const DIGIT_START = /^\p{N}/u;
/** What an amount may end or begin with. */
const BEFORE_GAP = /[\p{N}\p{Sc}%‰]$/u;
const AFTER_GAP = /^[-+−±]?[\p{N}\p{Sc}]/u;
/** Longer words than currency codes: a line of prose, whose indent says nothing. */
const WORD = /\p{L}{4}/u;
/** Blanks that part columns also where no figure stands. */
const COLUMN_GAP = 3;
/**
 * What a re-flow may drop, so that it must not shift offsets: spaces and hyphens, U+0002 too, which
 * some PDF text layers have for one.
 */
const NOT_COUNTED = new Set([0x20, 0x2d, 0xad, 0x2010, 0x2011, 0xfffe, 0x02]);

/**
 * One line for each wide gap, `offset TAB gap` with `t` for a tab and `s` for another blank,
 * `offset TAB n` for a line end between two digits, in paragraphs between two figures, and
 * `offset TAB u UNIT` where the format of a cell prints a unit beside the number that follows.
 *
 * A gap is wide when it holds a tab, is two blanks beside a figure, or three blanks. At the
 * start of a line that may have been broken anew it counts only in rows of figures.
 *
 * @param folded the lines of the text as they are in the body, those that are empty there too
 * @param fold a piece of a line as it would be in the body
 */
export function* wideGaps(
  { pages, spaced }: Text,
  folded: readonly (readonly Line[])[],
  fold: (line: string) => string,
): Generator<string> {
  let offset = 0;
  let last = '';
  for (const [number, page] of pages.entries()) {
    for (const [i, { text, at }] of page.entries()) {
      let isFirst = true;
      if (at?.unit) yield `${offset}\tu ${at.unit}`;
      for (const [gap, words] of pieces(text)) {
        const next = words === text ? (folded[number]?.[i]?.text ?? '') : fold(words);
        if (next === '') continue;
        if (isFirst && breaksFigures(last, next, spaced)) yield `${offset}\tn`;
        const before = isFirst ? null : last;
        if (gap !== '' && isWide(gap, before, next, text, spaced)) {
          yield `${offset}\t${gap.replaceAll(/[^\t]/g, 's').replaceAll('\t', 't')}`;
        }
        offset += counted(next);
        last = next;
        isFirst = false;
      }
    }
  }
}

/** @param before what stands before the gap in the line; null where nothing does */
function isWide(
  gap: string,
  before: string | null,
  next: string,
  line: string,
  spaced: Text['spaced'],
): boolean {
  if (before === null) return spaced === 'paragraphs' || !WORD.test(line);
  if (gap.includes('\t') || gap.length >= COLUMN_GAP) return true;
  return BEFORE_GAP.test(before) || AFTER_GAP.test(next);
}

function counted(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // Letters are most of it, and need no look.
    if (unit > 0x2d && unit < 0xad) count++;
    else if (!NOT_COUNTED.has(unit)) count++;
  }
  return count;
}

/** Wrapping parts an amount from its currency as well; two paragraphs are never one amount. */
function breaksFigures(last: string, next: string, spaced: Text['spaced']): boolean {
  return spaced === 'paragraphs'
    ? BEFORE_GAP.test(last) && AFTER_GAP.test(next)
    : DIGIT_END.test(last) && DIGIT_START.test(next);
}

/** Runs of words with the wide gap before each, none before the first but an indent. */
function pieces(text: string): [gap: string, words: string][] {
  if (!GAP.test(text)) return [['', text]];
  const found: [string, string][] = [];
  let gap = '';
  let at = 0;
  for (const blanks of text.matchAll(GAPS)) {
    found.push([gap, text.slice(at, blanks.index)]);
    gap = blanks[0];
    at = blanks.index + gap.length;
  }
  found.push([gap, text.slice(at)]);
  return found;
}
