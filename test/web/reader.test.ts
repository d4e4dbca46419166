import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FileReaderPool } from '../../src/web/client/reader.ts';

/** Workers that were started, and whether each still runs. */
const started: FakeWorker[] = [];

/** A worker that cannot read anything, and says so. */
class FakeWorker {
  running = true;
  #port: MessagePort | null = null;

  constructor() {
    started.push(this);
  }

  postMessage(_opening: unknown, [port]: MessagePort[]): void {
    if (port === undefined) return;
    this.#port = port;
    port.onmessage = ({ data }) =>
      port.postMessage({ kind: 'unread', job: data.job, problem: 'unreadable' });
    port.postMessage({ kind: 'ready' });
  }

  terminate(): void {
    this.running = false;
    this.#port?.close();
  }
}

beforeEach(() => {
  started.length = 0;
  vi.stubGlobal('Worker', FakeWorker);
  vi.stubGlobal('fetch', async () => new Response(null, { status: 404 }));
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test('a reader is replaced after five hundred files, which have filled its heap', async () => {
  const pool = new FileReaderPool();
  const file = new File(['x'], 'x');
  for (let read = 0; read < 499; read++) await pool.read(file);
  expect(started.map(({ running }) => running)).toEqual([true]);
  for (let read = 0; read < 2; read++) await pool.read(file);
  expect(started.map(({ running }) => running)).toEqual([false, true]);
  pool.stop();
});
