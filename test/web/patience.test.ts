import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { patience, type Yardstick } from '../../src/web/client/patience.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A yardstick that is done when the test says so. */
function yardstick() {
  let finish = () => {};
  let fail = () => {};
  const stop = vi.fn();
  const done = new Promise<void>((resolve, reject) => {
    finish = resolve;
    fail = () => reject(new Error('no worker'));
  });
  const begin = vi.fn((): Yardstick => ({ done, stop }));
  return { begin, stop, finish: () => finish(), fail: () => fail() };
}

test('on a busy machine a reader has longer than the clock says', async () => {
  const { begin, finish } = yardstick();
  const over = vi.fn();
  patience(20_000, begin, over);
  await vi.advanceTimersByTimeAsync(9_999);
  expect(begin).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(begin).toHaveBeenCalledOnce();
  expect(over).not.toHaveBeenCalled();
  finish();
  await vi.advanceTimersByTimeAsync(0);
  expect(over).toHaveBeenCalledOnce();
});

test('on a fast one it has the time that the clock says', async () => {
  const { begin, finish } = yardstick();
  const over = vi.fn();
  patience(20_000, begin, over);
  await vi.advanceTimersByTimeAsync(11_000);
  finish();
  await vi.advanceTimersByTimeAsync(8_999);
  expect(over).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(over).toHaveBeenCalledOnce();
});

test('where no yardstick can be had, the clock decides', async () => {
  const { begin, fail } = yardstick();
  const over = vi.fn();
  patience(20_000, begin, over);
  await vi.advanceTimersByTimeAsync(10_000);
  fail();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(over).toHaveBeenCalledOnce();
});

test('once ended it stops the yardstick, and nothing is over any more', async () => {
  const { begin, stop, finish } = yardstick();
  const over = vi.fn();
  const end = patience(20_000, begin, over);
  await vi.advanceTimersByTimeAsync(15_000);
  end();
  expect(stop).toHaveBeenCalledOnce();
  finish();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(over).not.toHaveBeenCalled();
});
