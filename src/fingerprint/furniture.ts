import type { Line } from './document.ts';

/** Fewer pages cannot tell a running header from a sentence said twice. */
const MIN_PAGES = 3;
/** Share of the pages that must carry a line: title pages and chapter starts leave it out. */
const MIN_SHARE = 0.6;
/** Lines looked at from each end of a page; body text in between is never furniture. */
const EDGE_LINES = 3;
/** Longer lines have no page number: each number costs a copy of its line. */
const MAX_NUMBERED_LENGTH = 400;

/**
 * Takes running headers and footers out of paged text.
 *
 * A line is furniture only if it is identical on at least 60 % of three or more pages,
 * once one counter that grows by one a page is taken out. Other digits are never masked,
 * so that an amount cannot leave the body by looking like a page number.
 *
 * @returns the pages without furniture, and the furniture lines in page order
 */
export function takeFurniture(pages: readonly (readonly Line[])[]): {
  body: readonly (readonly Line[])[];
  furniture: string[];
} {
  if (pages.length < MIN_PAGES) return { body: pages, furniture: [] };
  const seenOn = new Map<string, Set<number>>();
  pages.forEach((page, number) => {
    for (const line of edges(page)) {
      for (const key of templates(line.text, number)) {
        const on = seenOn.get(key) ?? new Set<number>();
        seenOn.set(key, on.add(number));
      }
    }
  });
  const needed = Math.ceil(pages.length * MIN_SHARE);
  const furniture: string[] = [];
  const body = pages.map((page, number) => {
    return page.filter((line, i) => {
      const isFurniture =
        isEdge(i, page.length) &&
        templates(line.text, number).some((key) => (seenOn.get(key)?.size ?? 0) >= needed);
      if (isFurniture) furniture.push(line.text);
      return !isFurniture;
    });
  });
  return { body, furniture };
}

function edges(page: readonly Line[]): Line[] {
  return page.filter((_, i) => isEdge(i, page.length));
}

function isEdge(i: number, length: number): boolean {
  return i < EDGE_LINES || i >= length - EDGE_LINES;
}

/** The line itself, and for each whole number in it the line with that number as an offset. */
function templates(text: string, page: number): string[] {
  const keys = [`=${text}`];
  if (text.length > MAX_NUMBERED_LENGTH) return keys;
  for (const match of text.matchAll(/\d+/g)) {
    // Page numbers have at most five digits; longer runs are amounts or references.
    if (match[0].length > 5) continue;
    const before = text.slice(0, match.index);
    const after = text.slice(match.index + match[0].length);
    keys.push(`#${Number(match[0]) - page}\u0000${before}\u0000${after}`);
  }
  return keys;
}
