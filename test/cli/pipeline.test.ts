import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answers } from '../../src/cli/pipeline.ts';
import type { Pipeline } from '../../src/cli/pipeline-options.ts';
import type { Pool, Runner } from '../../src/cli/pool.ts';
import { readSource, type Source } from '../../src/cli/source.ts';
import type { Target } from '../../src/cli/walk.ts';
import { mapInOrder } from '../../src/client/in-order.ts';

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

const runner = {
  open: async ({ file, maxBytes }) => {
    const found = await readSource(Buffer.from(file), (async function* () {})(), maxBytes);
    if (found.kind !== 'read') return { kind: 'done', value: found };
    const { bytes, sha256 } = found;
    return { kind: 'done', value: { kind: 'read', size: bytes.length, sha256 } };
  },
} as Runner;

function textOf(source: Source): string {
  if (source.kind !== 'read' || !('file' in source.input)) return source.kind;
  return readFileSync(Buffer.from(source.input.file)).toString();
}

/** Runs files of the given texts; `local` ones are answered without a call. */
async function runFiles(texts: string[], maxItems: number) {
  const folder = mkdtempSync(join(tmpdir(), 'empreinte-pipeline-'));
  const targets: Target[] = texts.map((text, i) => {
    const path = join(folder, String(i));
    writeFileSync(path, text);
    return { path: Buffer.from(path) };
  });
  const pool: Pool = {
    lend: (use) => use(runner),
    share: (use) => use(runner),
    narrow: () => {},
    close: async () => {},
  };
  const prepared: string[] = [];
  const calls: string[][] = [];
  const pipeline: Pipeline<{ text: string }, string> = {
    pool,
    width: 4,
    stdin: (async function* () {})(),
    maxBytes: 100,
    maxBatch: { items: maxItems, size: 30, patienceMs: 60_000 },
    calls: 2,
    prepare: async (source) => {
      const text = textOf(source);
      prepared.push(text);
      await pause(text.length);
      return text.startsWith('local') ? { answer: text } : { work: { text }, size: text.length };
    },
    call: async (works) => async () => {
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
  expect(calls).toContainEqual([long]);
  for (const call of calls) {
    if (call.length > 1) expect(call.join('').length).toBeLessThanOrEqual(30);
  }
});

test('files are read while a call is under way, and a slow one holds up none behind it', async () => {
  const events: string[] = [];
  let release: () => void = () => {};
  const slow = new Promise<void>((done) => {
    release = done;
  });
  const folder = mkdtempSync(join(tmpdir(), 'empreinte-pipeline-'));
  const targets = Array.from({ length: 40 }, (_, i): Target => {
    const path = join(folder, String(i));
    writeFileSync(path, `text ${i}`);
    return { path: Buffer.from(path) };
  });
  const pipeline: Pipeline<{ text: string }, string> = {
    pool: {
      lend: (use) => use(runner),
      share: (use) => use(runner),
      narrow: () => {},
      close: async () => {},
    },
    width: 4,
    stdin: (async function* () {})(),
    maxBytes: 100,
    maxBatch: { items: 5, size: 1000, patienceMs: 0 },
    calls: 1,
    prepare: async (source) => {
      const text = textOf(source);
      if (text === 'text 0') await slow;
      events.push(text);
      return { work: { text }, size: 1 };
    },
    call: async (works) => async () => {
      const before = events.length;
      events.push('sent');
      // Ends only once others were read meanwhile, as long as there are some.
      while (events.length - before < 3 && events.filter((one) => one !== 'sent').length < 39) {
        await pause(1);
      }
      if (works.some(({ text }) => text === 'text 39')) release();
      return works.map(({ text }) => text);
    },
  };
  const got: string[] = [];
  for await (const { answer } of answers(targets, pipeline)) got.push(answer);
  rmSync(folder, { recursive: true });
  expect(got).toEqual(targets.map((_, i) => `text ${i}`));
  // All others were read and sent while the first was waiting.
  expect(events.filter((one) => one !== 'sent').at(-1)).toBe('text 0');
});

test('a call that fails ends the run, after what came before it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'empreinte-pipeline-'));
  const targets = Array.from({ length: 30 }, (_, i): Target => {
    const path = join(folder, String(i));
    writeFileSync(path, `text ${i}`);
    return { path: Buffer.from(path) };
  });
  const kept: string[] = [];
  const pipeline: Pipeline<{ text: string }, string> = {
    pool: {
      lend: (use) => use(runner),
      share: (use) => use(runner),
      narrow: () => {},
      close: async () => {},
    },
    width: 1,
    stdin: (async function* () {})(),
    maxBytes: 100,
    maxBatch: { items: 5, size: 1000, patienceMs: 60_000 },
    calls: 2,
    prepare: async (source) => {
      const text = textOf(source);
      return { work: { text }, size: 1 };
    },
    call: async (works) => async () => {
      const texts = works.map(({ text }) => text);
      if (texts.includes('text 7')) throw new Error('gone');
      await pause(20);
      return texts;
    },
    recall: {
      mark: async ({ path }) => ({ key: path.toString(), size: 0 }),
      finished: async () => null,
      known: async () => null,
      keep: (_mark, _sha256, answer) => {
        kept.push(answer);
        return true;
      },
    },
  };
  const got: string[] = [];
  const all = async () => {
    for await (const { answer } of answers(targets, pipeline)) got.push(answer);
  };
  await expect(all()).rejects.toThrow('gone');
  rmSync(folder, { recursive: true });
  // The call that was under way brought its answers home.
  expect(kept.slice(0, 5)).toEqual(['text 0', 'text 1', 'text 2', 'text 3', 'text 4']);
  expect(got).toEqual(kept);
});

test('a call is made while the one before it is under way, and sent once its answers are kept', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'empreinte-pipeline-'));
  const targets = Array.from({ length: 8 }, (_, i): Target => {
    const path = join(folder, String(i));
    writeFileSync(path, `text ${i}`);
    return { path: Buffer.from(path) };
  });
  const events: string[] = [];
  let made = 0;
  let made2: () => void = () => {};
  const second = new Promise<void>((done) => {
    made2 = done;
  });
  const pipeline: Pipeline<{ text: string }, string> = {
    pool: {
      lend: (use) => use(runner),
      share: (use) => use(runner),
      narrow: () => {},
      close: async () => {},
    },
    width: 4,
    stdin: (async function* () {})(),
    maxBytes: 100,
    maxBatch: { items: 2, size: 1000, patienceMs: 60_000 },
    calls: 1,
    prepare: async (source) => ({ work: { text: textOf(source) }, size: 1 }),
    call: async (works) => {
      const n = ++made;
      if (n === 2) made2();
      return async () => {
        events.push(`call ${n} sent`);
        // Without one made ahead this would wait for ever.
        if (n === 1) await second;
        if (n === 3) throw new Error('gone');
        await pause(5);
        return works.map(({ text }) => text);
      };
    },
    recall: {
      mark: async ({ path }) => ({ key: path.toString(), size: 0 }),
      finished: async () => null,
      known: async () => null,
      keep: () => events.push('kept') > 0,
    },
  };
  const all = async () => {
    for await (const _ of answers(targets, pipeline));
  };
  await expect(all()).rejects.toThrow('gone');
  rmSync(folder, { recursive: true });
  expect(events).toEqual([
    ...['call 1 sent', 'kept', 'kept'],
    ...['call 2 sent', 'kept', 'kept'],
    'call 3 sent',
  ]);
  expect(made).toBe(4);
});
