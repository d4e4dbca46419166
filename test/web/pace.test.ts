import { expect, test } from 'vitest';
import { Pace } from '../../src/web/client/pace.ts';

test('the pace is that of the last twenty seconds', () => {
  const pace = new Pace();
  expect(pace.perSecond()).toBe(null);
  pace.note(0, 0);
  pace.note(1, 1000);
  expect(pace.perSecond(), 'too early to tell').toBe(null);
  pace.note(40, 4000);
  expect(pace.perSecond()).toBe(10);
  expect(pace.secondsLeft(100)).toBe(10);
  for (let second = 5; second <= 60; second++) pace.note(40 + (second - 4) * 2, second * 1000);
  expect(pace.perSecond()).toBe(2);
  pace.restart();
  expect(pace.secondsLeft(100)).toBe(null);
});
