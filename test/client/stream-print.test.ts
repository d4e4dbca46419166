import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { blobPrint } from '../../src/client/stream-print.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const BYTES = Uint8Array.from({ length: 5000 }, (_, at) => at * 31);

/** A file whose streams give so many bytes each and then stand still, without an end or an error. */
function standingStill(...giving: number[]): Blob {
  const streams: number[] = [];
  const slice = (start: number) => ({
    stream: () => {
      streams.push(start);
      let at = start;
      let left = giving[streams.length - 1] ?? BYTES.length;
      return new ReadableStream({
        type: 'bytes',
        pull(controller) {
          const length = Math.min(left, 700, BYTES.length - at);
          if (at === BYTES.length) {
            controller.close();
            controller.byobRequest?.respond(0);
          } else if (length === 0) return new Promise(() => {});
          else controller.enqueue(BYTES.slice(at, at + length));
          at += length;
          left -= length;
          return undefined;
        },
      });
    },
  });
  return { size: BYTES.length, slice } as unknown as Blob;
}

test('a file whose stream stands still is read on from there', async () => {
  const print = blobPrint(standingStill(1500, 0, 2000));
  await vi.advanceTimersByTimeAsync(60_000);
  const { bytes } = await print;
  expect([bytes.size, bytes.sha256]).toEqual([
    BYTES.length,
    createHash('sha256').update(BYTES).digest('hex'),
  ]);
});

test('a file that gives no more is unreadable, not waited for', async () => {
  const print = blobPrint(standingStill(1500, 0, 0, 0, 0));
  const outcome = expect(print).rejects.toThrow('gives no more');
  await vi.advanceTimersByTimeAsync(60_000);
  await outcome;
});
