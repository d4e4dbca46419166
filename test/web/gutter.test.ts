import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gutterMarks, MARK_SIZE, pageLines } from '../../src/web/gutter.ts';

describe('the map beside a text', () => {
  test('marks far apart stand alone, near ones are merged', () => {
    expect(gutterMarks([0, 0.5, 0.52, 1], 300)).toEqual([
      { y: 0, from: 1, to: 1 },
      { y: 138, from: 2, to: 3 },
      { y: 276, from: 4, to: 4 },
    ]);
  });

  test('whatever the places, no mark covers another, none is lost, all are inside', () => {
    const places = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 200 });
    fc.assert(
      fc.property(places, fc.integer({ min: MARK_SIZE, max: 900 }), (unsorted, height) => {
        const sorted = [...unsorted].sort((a, b) => a - b);
        const marks = gutterMarks(sorted, height);
        let next = 1;
        for (const [index, mark] of marks.entries()) {
          expect(mark.from).toBe(next);
          next = mark.to + 1;
          expect(mark.y).toBeGreaterThanOrEqual(0);
          expect(mark.y + MARK_SIZE).toBeLessThanOrEqual(height);
          const before = marks[index - 1];
          if (before) expect(mark.y - before.y).toBeGreaterThanOrEqual(MARK_SIZE);
        }
        expect(next).toBe(sorted.length + 1);
      }),
    );
  });

  test('pages are hairlines, numbered where there is room', () => {
    expect(pageLines([0.25, 0.27, 0.5], 200)).toEqual([
      { y: 50, label: 2 },
      { y: 54, label: null },
      { y: 100, label: 4 },
    ]);
  });
});
