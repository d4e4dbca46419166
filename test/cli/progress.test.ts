import { expect, test } from 'vitest';
import { createProgress } from '../../src/cli/progress.ts';

function watched(isTTY: boolean) {
  let text = '';
  let time = 0;
  const progress = createProgress({ isTTY, write: (more) => (text += more) }, 2000, () => time);
  const at = (ms: number) => {
    time = ms;
    progress.advance(500_000);
  };
  return { progress, at, seen: () => text };
}

test('at a terminal: files, bytes, rate and time left, on one line that goes away', () => {
  const { progress, at, seen } = watched(true);
  for (let i = 1; i <= 500; i++) at(i * 100);
  // 500 files in 50 s are 10 a second; the other 1,500 take 150 s more.
  expect(seen()).toContain('500 of 2,000 files, 250.0 MB, 10.0 files/s, 150 s left');
  expect(seen()).not.toContain('\n');
  progress.clear();
  expect(seen().endsWith('\r\u001b[K')).toBe(true);
});

test('is not redrawn for every file', () => {
  const { at, seen } = watched(true);
  for (let i = 0; i < 1000; i++) at(1000 + i / 10);
  expect(seen().split('files/s').length - 1).toBeLessThanOrEqual(2);
});

test('elsewhere nothing', () => {
  const { at, seen } = watched(false);
  for (let i = 1; i <= 10; i++) at(i * 1000);
  expect(seen()).toBe('');
});
