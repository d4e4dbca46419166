import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { markOf } from '../../src/cli/mark.ts';
import { answers } from '../../src/cli/pipeline.ts';
import type { Pipeline } from '../../src/cli/pipeline-options.ts';
import { createPool } from '../../src/cli/pool.ts';
import { printOf } from '../../src/cli/prepare.ts';
import type { Target } from '../../src/cli/walk.ts';

/** Three of one length, two of them equal, and one of another length. */
const TEXTS = ['deux cents euros', 'deux mille euros', 'deux cents euros', 'trois euros'];

test('files are read at once, those of one size after each other; equal ones are read once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'empreinte-at-once-'));
  const targets = TEXTS.map((text, i): Target => {
    const path = join(folder, `${i}.txt`);
    writeFileSync(path, text);
    return { path: Buffer.from(path) };
  });
  const pool = createPool({ size: 2, fileTimeoutMs: 60_000 });
  const atOnce: boolean[] = [];
  const entries: number[] = [];
  const pipeline: Pipeline<{ sha256: string }, string> = {
    pool,
    width: 4,
    stdin: (async function* () {})(),
    maxBytes: 1000,
    maxBatch: { items: 10, size: 1000, patienceMs: 60_000 },
    calls: 1,
    atOnce: { entries: false },
    prepare: async (source, path, runner) => {
      if (source.kind !== 'read') throw new Error(source.kind);
      atOnce.push(source.analysed !== undefined);
      const found = await printOf(source, path, runner, false);
      if (found.kind !== 'print') throw new Error(found.detail);
      entries.push(Object.keys(found.print.entries).length);
      expect(found.print.fingerprint.content?.words).toBeGreaterThan(1);
      expect(found.print.fingerprint.bytes.sha256).toBe(source.sha256);
      return { work: { sha256: source.sha256 }, size: 1 };
    },
    call: async (works) => async () => works.map(({ sha256 }) => sha256),
    recall: {
      mark: markOf,
      finished: async () => null,
      known: async () => null,
      keep: () => false,
    },
  };
  const got: string[] = [];
  try {
    for await (const { answer } of answers(targets, pipeline)) got.push(answer);
  } finally {
    pool.close();
    rmSync(folder, { recursive: true });
  }
  expect(atOnce).toEqual([true, true, true]);
  expect(entries).toEqual([0, 0, 0]);
  expect(got[2]).toBe(got[0]);
  expect(new Set(got).size).toBe(3);
});
