/**
 * Other ways in which the same pages are read: what a program that turns a PDF into text, or
 * the office document that the PDF was printed from, would have for its text. Each holds every
 * word of the pages, none twice but the running lines of a short document.
 */
import type { Line, Text } from '../../fingerprint/document.ts';
import { blocksOf, type Work } from './blocks.ts';
import { withoutEdges } from './edges.ts';
import { inOrder } from './order.ts';
import type { Segment } from './segments.ts';
import type { PagesText, PlacedPage } from './text.ts';

/** Those of `MAX_READINGS` that differ are kept. */
export function readingsOf({ pages, flat, placed }: PagesText): Text[] {
  const readings: Text[] = [{ pages: flat }];
  if (placed === null) return readings;
  const blocks = byBlocks(placed);
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

/** Some hundred pages of a hundred blocks, and 0.1 s; pages of prose have twenty blocks. */
const MAX_WORK = 50_000_000;

/** Null where pages have too many blocks to order. */
function byBlocks(placed: readonly Pick<PlacedPage, 'runs'>[]): Text | null {
  const work: Work = { left: MAX_WORK };
  const pages: Line[][] = [];
  for (const { runs } of placed) {
    const blocks = blocksOf(runs, work);
    const ordered = blocks && inOrder(blocks, work);
    if (ordered === null) return null;
    pages.push(linesOf(ordered.flatMap(({ lines }) => lines)));
  }
  return { pages };
}

const DASH_AT_END = /(?:^|\s)[-\u2010\u2011]{1,2}$/;

/**
 * Lines broken behind a dash that begins a word ("--tcp"), as renderers do: nothing on the page
 * tells whether a blank stood there.
 */
function withoutDashBreaks(page: readonly Line[]): Line[] {
  const lines: Line[] = [];
  for (const line of page) {
    const last = lines.at(-1);
    if (last && !last.cell && DASH_AT_END.test(last.text) && /^[\p{L}\p{N}]/u.test(line.text)) {
      lines[lines.length - 1] = { ...last, text: last.text + line.text };
    } else lines.push(line);
  }
  return lines;
}

function linesOf(segments: readonly Segment[]): Line[] {
  return segments
    .flatMap(({ text }) => text.split(/[\n\r\f\v\u0085\u2028\u2029]+/))
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map((text) => ({ text }));
}
