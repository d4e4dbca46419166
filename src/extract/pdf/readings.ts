/**
 * Other ways in which the same pages are read: what a program that turns a PDF into text, or
 * the office document that the PDF was printed from, would have for its text. Each holds every
 * word of the pages, none twice but the running lines of a short document.
 */
import type { Line, Text } from '../../fingerprint/document.ts';
import { byColumns } from './columns.ts';
import { withoutEdges } from './edges.ts';
import type { Segment } from './segments.ts';
import type { PagesText } from './text.ts';

/** Those of `MAX_READINGS` that differ are kept. */
export function readingsOf({ pages, flat, placed }: PagesText): Text[] {
  const readings: Text[] = [{ pages: flat }];
  if (placed === null) return readings;
  readings.push({ pages: placed.map(({ segments }) => linesOf(byColumns(segments))) });
  const edges = withoutEdges(pages, placed);
  if (edges !== null) {
    readings.push(edges);
    const glued = edges.pages.map((page) => glue(page, DASH_AT_END));
    if (glued.some((page, i) => page.length < (edges.pages[i]?.length ?? 0))) {
      readings.push({ ...edges, pages: glued });
    }
  }
  return readings;
}

/**
 * Behind a dash that begins a word ("--tcp") nothing on the page tells whether a blank stood where
 * a renderer broke the line.
 */
const DASH_AT_END = /(?<=(?:^|\s)[-\u2010\u2011]{1,2})$/;

/** Lines with such an end go on in the next one, where that begins with a letter or figure. */
function glue(page: readonly Line[], end: RegExp): Line[] {
  const lines: Line[] = [];
  for (const line of page) {
    const last = lines.at(-1);
    if (last && !last.cell && end.test(last.text) && /^[\p{L}\p{N}]/u.test(line.text)) {
      lines[lines.length - 1] = { ...last, text: last.text.replace(end, '') + line.text };
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
