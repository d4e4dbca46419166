import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mapInOrder } from '../../src/cli/in-order.ts';
import { answers, type Pipeline } from '../../src/cli/pipeline.ts';
import type { Pool, Runner } from '../../src/cli/pool.ts';
import type { Target } from '../../src/cli/walk.ts';

const pause = (turns: number) =>
  turns === 0
    ? Promise.resolve()
    : new Promise<void>((done) => setImmediate(() => pause(turns - 1).then(done)));

test('results come in order, no more than the width at a time', async () => {
  let running = 0;
  let most = 0;
  const results: number[] = [];
  const work = async (n: number) => {
    most = Math.max(most, ++running);
    await pause(10 - n);
    running--;
    return n;
  };
  for await (const n of mapInOrder([1, 2, 3, 4, 5, 6, 7], 3, work)) results.push(n);
  expect(results).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(most).toBe(3);
});

test('a failure comes in its turn', async () => {
  const results: number[] = [];
  const work = async (n: number) => {
    if (n === 3) throw new Error('third');
    return n;
  };
  const all = async () => {
    for await (const n of mapInOrder([1, 2, 3, 4], 4, work)) results.push(n);
  };
  await expect(all()).rejects.toThrow('third');
  expect(results).toEqual([1, 2]);
});

/** Runs files of the given texts; `local` ones are answered without a call. */
async function runFiles(texts: string[], maxItems: number) {
  const folder = mkdtempSync(join(tmpdir(), 'empreinte-pipeline-'));
  const targets: Target[] = texts.map((text, i) => {
    const path = join(folder, String(i));
    writeFileSync(path, text);
    return { path: Buffer.from(path) };
  });
  const pool: Pool = {
    lend: (use) => use({} as Runner),
    close: async () => {},
  };
  const prepared: string[] = [];
  const calls: string[][] = [];
  const pipeline: Pipeline<{ text: string }, string> = {
    pool,
    width: 4,
    stdin: (async function* () {})(),
    maxBytes: 100,
    maxBatch: { items: maxItems, size: 30 },
    prepare: async (source) => {
      const text = source.kind === 'read' ? Buffer.from(source.bytes).toString() : source.kind;
      prepared.push(text);
      await pause(text.length);
      return text.startsWith('local') ? { answer: text } : { work: { text }, size: text.length };
    },
    send: async (works) => {
      calls.push(works.map((one) => one.text));
      return works.map((one) => `answer to ${one.text}`);
    },
  };
  const got: string[] = [];
  for await (const { answer } of answers(targets, pipeline)) got.push(answer);
  rmSync(folder, { recursive: true });
  return { got, prepared, calls };
}

test('every file has its answer, in order; equal files are read and sent once', async () => {
  const texts = ['a', 'b', 'a', 'local', 'c', 'b', 'a', 'd', 'e', 'a', 'local', 'b'];
  const { got, prepared, calls } = await runFiles(texts, 2);
  expect(got).toEqual(texts.map((text) => (text === 'local' ? text : `answer to ${text}`)));
  expect(prepared.sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'local']);
  expect(calls.flat().sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(Math.max(...calls.map((call) => call.length))).toBe(2);
});

test('a batch stays under its size, but for a file that is larger alone', async () => {
  const long = 'x'.repeat(40);
  const texts = ['1234567890', '2345678901', '3456789012', '4', long, '5'];
  const { got, calls } = await runFiles(texts, 100);
  expect(got).toEqual(texts.map((text) => `answer to ${text}`));
  expect(calls).toEqual([['1234567890', '2345678901', '3456789012'], ['4'], [long], ['5']]);
});
