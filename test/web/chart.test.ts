import { describe, expect, test } from 'vitest';
import { stepPath, ticks } from '../../src/web/chart.ts';

const FRAME = { left: 100, right: 200, top: 0, bottom: 50 };

describe('the chart of a log', () => {
  test('rises at each time to its size, and stays so until the end', () => {
    const steps = [
      { at: 1000, size: 10 },
      { at: 2000, size: 40 },
    ];
    expect(stepPath(steps, 5000, 100, FRAME)).toBe('M100 50H100.0V45.0H125.0V30.0H200');
    expect(stepPath([{ at: 7, size: 1 }], 7, 1, FRAME)).toBe('M100 50H100.0V0.0H200');
  });

  test.each([
    [1, [1]],
    [3, [1, 2, 3]],
    [48, [20, 40, 60]],
    [400, [100, 200, 300, 400]],
    [18_412, [5000, 10_000, 15_000, 20_000]],
    [1_000_001, [500_000, 1_000_000, 1_500_000]],
  ])('has round figures at its side for %i', (most, expected) => {
    expect(ticks(most)).toEqual(expected);
  });
});
