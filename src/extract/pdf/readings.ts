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
  if (edges !== null) readings.push(edges);
  return readings;
}

function linesOf(segments: readonly Segment[]): Line[] {
  return segments
    .flatMap(({ text }) => text.split(/[\n\r\f\v\u0085\u2028\u2029]+/))
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map((text) => ({ text }));
}
