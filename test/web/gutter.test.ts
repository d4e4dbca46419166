import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { frameOf, gutterMarks, MARK_SIZE, pageLines } from '../../src/web/gutter.ts';

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

describe('the frame around what is in the window', () => {
  const anchors = (scrolled: number) => [
    { y: 100 - scrolled, place: 0.2 },
    { y: 500 - scrolled, place: 0.4 },
    { y: 1500 - scrolled, place: 0.9 },
  ];

  test('goes from the text at the top of the window to that at its bottom', () => {
    // At the bottom, 300 px are half of the way from 0.2 to 0.4.
    expect(frameOf(anchors(0), 300, 200)).toEqual({ y: 40, height: 20 });
    // From halfway between the first two to 0.4 + 0.5 * 500 / 1000.
    expect(frameOf(anchors(300), 700, 200)).toEqual({ y: 60, height: 70 });
    expect(frameOf(anchors(0), 5000, 200)).toEqual({ y: 40, height: 140 });
  });

  test('is none while the text is out of the window, and never too thin or outside the map', () => {
    expect(frameOf(anchors(1500), 400, 200)).toBeNull();
    expect(frameOf(anchors(-400), 400, 200)).toBeNull();
    expect(frameOf([], 400, 200)).toBeNull();
    const end = [
      { y: 0, place: 0.99 },
      { y: 50, place: 1 },
    ];
    expect(frameOf(end, 400, 200)).toEqual({ y: 190, height: 10 });
  });
});
