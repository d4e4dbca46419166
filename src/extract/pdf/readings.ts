/**
 * Other ways in which the same pages are read: what a program that turns a PDF into text, or
 * the office document that the PDF was printed from, would have for its text. Each holds every
 * word of the pages, none twice but the running lines of a short document.
 */
import type { Line, Text } from '../../fingerprint/document.ts';
import type { Work } from './blocks.ts';
import { withoutEdges } from './edges.ts';
import { runsFromTop } from './from-top.ts';
import { inOrder } from './order.ts';
import { blocksOfPage } from './page-blocks.ts';
import type { Painting } from './painting.ts';
import type { Segment } from './segments.ts';
import { hasTexSigns, withTexCodes } from './tex-signs.ts';
import type { PagesText, PlacedPage } from './text.ts';

/**
 * Those of `MAX_READINGS` that differ are kept.
 *
 * @param paintings by page, where the strings stand to the last bit
 */
export function readingsOf(
  { pages, flat, placed }: Pick<PagesText, 'pages' | 'flat' | 'placed'>,
  paintings: readonly (Painting | null)[] | null = null,
): Text[] {
  const readings: Text[] = [];
  // What turns a page into plain text writes 10² as 102: equal to it is not the same text.
  const plain = !holdsRaised(pages, flat);
  if (plain) readings.push({ pages: flat.map(withoutHyphenBreaks) });
  if (placed === null) return readings;
  const blocks = plain ? byBlocks(placed, paintings) : null;
  if (blocks !== null) readings.push(blocks);
  const edges = withoutEdges(pages, placed);
  if (edges !== null) {
    readings.push(edges);
    const glued = edges.pages.map(withoutDashBreaks);
    if (glued.some((page, i) => page.length < (edges.pages[i]?.length ?? 0))) {
      readings.push({ ...edges, pages: glued });
    }
  }
  return readings;
}

/** Behind a figure, where it makes another number: m² and m2 say the same. */
const RAISED = /(?<=\p{Nd})[\u00b2\u00b3\u00b9\u2070-\u209c]/gu;

/** Whether figures behind figures are raised or lowered, which `flat` has on the line. */
function holdsRaised(pages: PagesText['pages'], flat: PagesText['flat']): boolean {
  const count = (of: PagesText['pages']) =>
    of.flat().reduce((sum, { text }) => sum + (text.match(RAISED)?.length ?? 0), 0);
  return count(pages) > count(flat);
}

/** Some hundred pages of fifty blocks, and at most half a second; prose has twenty blocks a page. */
const MAX_WORK = 20_000_000;

/** Null where pages have too many blocks to order. */
function byBlocks(
  placed: readonly Pick<PlacedPage, 'runs' | 'top'>[],
  paintings: readonly (Painting | null)[] | null,
): Text | null {
  const work: Work = { left: MAX_WORK };
  const pages: Line[][] = [];
  for (const [i, page] of placed.entries()) {
    const blocks = blocksOfPage(runsFromTop(page, paintings?.[i] ?? null), page.top, work);
    const ordered = blocks && inOrder(blocks, work);
    if (ordered === null) return null;
    const signs = hasTexSigns(paintings?.[i] ?? null);
    const blocksOfLines = ordered.map(({ lines }) => linesOf(lines, signs));
    pages.push(blocksOfLines.flatMap((block, j) => asPlainText(block, blocksOfLines[j + 1])));
  }
  return { pages };
}

const DASH = /^[-\u2010]$/;

/**
 * A block as it stands in plain text: the dashes of a list stand in a block of their own, or each in
 * one, and all but the last of them are hyphens that end a line.
 */
function asPlainText(block: readonly Line[], next: readonly Line[] = []): Line[] {
  if (!areDashes(block)) return withoutHyphenBreaks(block);
  return areDashes(next) ? [] : block.slice(-1);
}

const areDashes = (block: readonly Line[]) =>
  block.length > 0 && block.every(({ text }) => DASH.test(text));

const DASH_AT_END = /(?<=(?:^|\s)[-\u2010\u2011]{1,2})$/;
/**
 * What makes plain text of pages drops the hyphen or dash at the end of a line. It does so too where
 * that may be a sign: "10-3" is not "103", nor "x-3" "x3", nor "- EUR 500" "EUR 500".
 */
const HYPHEN_AT_END = /[-\u00ad\u2010]$/;
const BEHIND_LETTER = /\p{L}.$/u;
const BEHIND_FIGURE = /\p{Nd}.$/u;
const BEHIND_WORD = /(?<!\p{L})(?!(?:EUR|USD|GBP|CHF|CAD|JPY).$)\p{L}{2,}.$/u;
const BEFORE_LETTER = /^(?!(?:EUR|USD|GBP|CHF|CAD|JPY|euros?|dollars?)(?!\p{L}))\p{L}/iu;
const BEFORE_SIGN = /^[\p{Ps}\p{Pe}\p{Pi}\p{Pf}"'.,;:]/u;
const BEFORE_WORD = /^\p{L}{2}/u;
const BEFORE_FIGURE = /^\p{Nd}/u;
/** Cells of a table that hold a dash, another or one other sign: nothing there that a minus could count. */
const LONE_SIGN = /^[-\u2010.,:;!?/'"]$/;
/** Names of programs' things begin so, amounts do not. */
const BEFORE_NAME = /^[!#&*/<=@\\^_|~]\p{L}/u;

function isHyphenBreak(last: string, next: string): boolean {
  if (!HYPHEN_AT_END.test(last)) return false;
  if (DASH.test(last) && LONE_SIGN.test(next)) return true;
  if (BEFORE_NAME.test(next)) return true;
  if (BEFORE_FIGURE.test(next)) return BEHIND_WORD.test(last);
  if (BEFORE_SIGN.test(next)) return BEHIND_LETTER.test(last);
  return BEFORE_LETTER.test(next) && (!BEHIND_FIGURE.test(last) || BEFORE_WORD.test(next));
}

function withoutHyphenBreaks(page: readonly Line[]): Line[] {
  return joined(page, HYPHEN_AT_END, isHyphenBreak);
}

/**
 * Lines broken behind a dash that begins a word ("--tcp"), as renderers do: nothing on the page
 * tells whether a blank stood there.
 */
function withoutDashBreaks(page: readonly Line[]): Line[] {
  return joined(
    page,
    DASH_AT_END,
    (last, next) => DASH_AT_END.test(last) && /^[\p{L}\p{N}]/u.test(next),
  );
}

/** Lines that are one are joined, without the end of the first. */
function joined(
  page: readonly Line[],
  end: RegExp,
  areOne: (last: string, next: string) => boolean,
): Line[] {
  const lines: Line[] = [];
  for (const line of page) {
    const last = lines.at(-1);
    if (last && !last.cell && areOne(last.text, line.text)) {
      lines[lines.length - 1] = { ...last, text: last.text.replace(end, '') + line.text };
    } else lines.push(line);
  }
  return lines;
}

function linesOf(segments: readonly Segment[], texSigns: boolean): Line[] {
  return segments
    .flatMap(({ text }) => text.split(/[\n\r\f\v\u0085\u2028\u2029]+/))
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map((text) => ({ text: texSigns ? withTexCodes(text) : text }));
}
