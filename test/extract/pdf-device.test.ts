import { describe, expect, test } from 'vitest';
import { DeviceText } from '../../src/extract/pdf/device.ts';
import { NO_FONT } from '../../src/extract/pdf/font-facts.ts';
import { runsFromTop } from '../../src/extract/pdf/from-top.ts';
import { type Matrix, times } from '../../src/extract/pdf/geometry.ts';
import { summedUp } from '../../src/extract/pdf/operands.ts';

const number = (text: string) => summedUp({ kind: 'number', text });
const matrix = (text: string) => text.split(' ').map(number) as unknown as Matrix;

test('numbers are read to a last bit or two', () => {
  for (const text of ['792', '-1', '.5', '-0.25', '+3.125', '115.625', '.23999999', '-2953.125']) {
    expect(number(text)).toBeCloseTo(Number(text), 12);
  }
  expect(number('792')).toBe(792);
  expect(number('-.5')).toBe(-0.5);
  expect(summedUp({ kind: 'name', text: '5' } as never)).toBe(0);
});

describe('rows that a print dialogue sets one and a half sizes apart', () => {
  // A page of Chromium, and between which of its rows pdftotext 22.12 ends a block.
  const device = times(
    matrix('3.125 0 0 3.125 115.625 -2953.125'),
    times(matrix('.23999999 0 0 -.23999999 0 792'), [1, 0, 0, -1, 0, 792]),
  );
  const rows = [1053, 1077, 1101, 1125, 1149, 1173].map((y) => {
    const text = new DeviceText();
    text.set(matrix(`1 0 0 -1 13 ${y}`));
    return text.placeOf(device, number('16'));
  });

  test('are one block or two by the last bit', () => {
    const joined = rows.slice(1).map(({ base }, i) => {
      const above = rows[i] as { base: number; size: number };
      return base <= above.base + 1.5 * above.size;
    });
    expect(joined).toEqual([true, true, false, true, true]);
  });

  test('give runs of the same place their base line, others one counted from the top', () => {
    const [first] = rows as [{ base: number; size: number }];
    const y = 792 - first.base;
    const font = { ...NO_FONT, ascent: 0.7, descent: -0.2 };
    const shown = [{ at: 1, x: 37.5, y, ...first, font }];
    const run = { text: 'Item', left: 142.99, right: 166.98, y: y + 1e-9, size: 12 };
    const far = { ...run, y: y + 1 };
    const large = { ...run, size: 14 };
    const page = { runs: [run, far, large], top: 792 };
    const found = runsFromTop(page, { shown });
    expect(found.map(({ base, size }) => [base, size])).toEqual([
      [first.base, first.size],
      [792 - far.y, 12],
      [792 - large.y, 14],
    ]);
    expect(runsFromTop(page, null).map(({ base }) => base)).toEqual(
      [run, far, large].map((one) => 792 - one.y),
    );
  });

  test('moves of the line add up in the text matrix', () => {
    const text = new DeviceText();
    text.set([2, 0, 0, 2, 10, 100]);
    text.move(5, -20);
    text.move(0, -10);
    expect(text.placeOf([1, 0, 0, -1, 0, 800], 6)).toEqual({ base: 760, size: 12 });
  });
});
