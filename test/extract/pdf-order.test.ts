import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LOCAL_LIMITS } from '../../src/extract/limits.ts';
import type { Block } from '../../src/extract/pdf/blocks.ts';
import { readDrawn } from '../../src/extract/pdf/drawn.ts';
import { inOrder } from '../../src/extract/pdf/order.ts';
import { buildPdf, stream } from './pdf-build.ts';

/**
 * Pages of two to six blocks of Courier of 10 points, in the order in which they are made: left,
 * upper, right and lower edge from the top of the page, and the rank that pdftotext 22.12
 * (`-bbox-layout`) gives the block.
 */
type Placed = readonly [left: number, top: number, right: number, bottom: number, rank: number];
const vectors = JSON.parse(
  readFileSync('test/fixtures/pdf/pdftotext-block-order.json', 'utf8'),
) as readonly Placed[][];

describe('the order of blocks', () => {
  test.each(vectors.map((blocks, i) => [i + 1, blocks] as const))(
    'is that of pdftotext on page %i',
    (_, placed) => {
      const ranks = new Map<Block, number>();
      const blocks = placed.map(([left, top, right, bottom, rank]): Block => {
        const lines = [{ text: 'x', left, right, y: -bottom, size: 10 }];
        const block = { left, right, top: -top, bottom: -bottom, lines };
        ranks.set(block, rank);
        return block;
      });
      const ordered = inOrder(blocks, { left: 1e6 }) ?? [];
      expect(ordered.map((block) => ranks.get(block))).toEqual(placed.map((__, i) => i));
    },
  );
});

describe('how far letters go above and below the line', () => {
  const heightsOf = (font: string, extra: Readonly<Record<number, string>> = {}) => {
    const bytes = buildPdf({
      1: '<< /Type /Catalog /Pages 2 0 R >>',
      2: '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>',
      4: stream('BT /F 12 Tf 72 700 Td (mot) Tj ET'),
      5: font,
      ...extra,
    });
    const shown = readDrawn(bytes, LOCAL_LIMITS, { bytes: 1e6 })?.paintings[0]?.shown[0];
    return shown && [shown.font.ascent, shown.font.descent];
  };
  const program = { 7: stream('') };
  const descriptor = (entries: string) => ({
    ...program,
    6: `<< /Type /FontDescriptor ${entries} >>`,
  });
  const simple = (name: string) =>
    `<< /Type /Font /Subtype /TrueType /BaseFont /${name} /FontDescriptor 6 0 R >>`;

  test('is what its descriptor says, whichever the sign', () => {
    const arial = descriptor('/Ascent 905 /Descent 211 /FontFile2 7 0 R');
    expect(heightsOf(simple('BAAAAA+Arial'), arial)).toEqual([0.905, -0.211]);
    const composite = '<< /Type /Font /Subtype /Type0 /DescendantFonts [8 0 R] >>';
    const below = { ...descriptor('/Ascent 891 /Descent -216'), 8: simple('Song') };
    expect(heightsOf(composite, below)).toEqual([0.891, -0.216]);
  });

  // As pdftotext 22.12 has them: LibreOffice writes zeros.
  test('is a guess where it says nothing', () => {
    const zero = descriptor('/Ascent 0 /Descent 0 /FontFile2 7 0 R');
    expect(heightsOf(simple('BAAAAA+LiberationSerif'), zero)).toEqual([0.95, -0.35]);
    expect(heightsOf('<< /Type /Font /Subtype /TrueType /BaseFont /Autre >>')).toEqual([
      0.95, -0.35,
    ]);
  });

  test('is that of the standard font that stands in for one not brought along', () => {
    const arial = descriptor('/Ascent 905 /Descent -211');
    expect(heightsOf(simple('ArialMT'), arial)).toEqual([0.718, -0.207]);
    expect(heightsOf('<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>')).toEqual([
      0.683, -0.217,
    ]);
    expect(heightsOf(simple('ArialNarrow'), arial)).toEqual([0.905, -0.211]);
  });
});
