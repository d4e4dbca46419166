import type { Line, Text } from './document.ts';

/** A half-open range of UTF-16 offsets in `plainText(text)`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * Where the lines stand that another reading of the same pages takes for running headers and
 * footers. Whoever knows that they are those of the registered document need not call them added.
 *
 * @returns in order; none without such a reading
 */
export function runningLines(text: Text): Range[] {
  const reading = text.readings?.find(({ furniture }) => (furniture?.length ?? 0) > 0);
  if (!reading || reading.pages.length !== text.pages.length) return [];
  const ranges: Range[] = [];
  let offset = 0;
  text.pages.forEach((page, number) => {
    const kept = keptIn(page, reading.pages[number] ?? []);
    page.forEach((line, i) => {
      const end = offset + line.text.length;
      if (kept && (i < kept.from || i >= kept.to)) ranges.push({ start: offset, end });
      offset = end + 1;
    });
    // A page without lines still ends in a page break.
    if (page.length === 0) offset += 1;
  });
  return ranges;
}

/** Which lines of a page the reading kept, all but some at its two ends; null for any other. */
function keptIn(page: readonly Line[], kept: readonly Line[]): { from: number; to: number } | null {
  for (let from = 0; from + kept.length <= page.length; from++) {
    if (kept.every((line, i) => line.text === page[from + i]?.text)) {
      return { from, to: from + kept.length };
    }
  }
  return null;
}
