import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Analysis, analyse } from '../../src/client/analyse.ts';
import { readPdf } from '../../src/extract/pdf.ts';
import { asked } from '../../src/fingerprint/asked.ts';
import type { Fingerprint } from '../../src/fingerprint/profile.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import { batchesMadeAt, declare, registerAll, SITE } from '../registry/batches.ts';
import { items } from '../registry/thief.ts';

batchesMadeAt('2027-04-30');

const demo = resolve(import.meta.dirname, '../../demo');
const pdf = async () => readPdf;

async function read(folder: string, asks: boolean): Promise<Analysis[]> {
  const names = readdirSync(join(demo, folder), { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name))
    .sort();
  return Promise.all(
    names.map((name) => analyse(new Uint8Array(readFileSync(name)), { name, pdf, asks })),
  );
}

const tlshOf = ({ bytes, parts }: Fingerprint): (string | null)[] => [
  bytes.tlsh,
  ...parts.flatMap(tlshOf),
];

let whole: Analysis[];
let asking: Analysis[];
beforeAll(async () => {
  whole = await read('suspects', false);
  asking = await read('suspects', true);
});

describe('what a check sends of a fingerprint', () => {
  it('is all of it but the TLSH of bytes, of the file and of its parts', () => {
    expect(whole.length).toBeGreaterThan(15);
    const prints = whole.map(({ fingerprint }) => fingerprint);
    expect(prints.some(({ parts }) => parts.some((part) => part.bytes.tlsh !== null))).toBe(true);
    expect(asking.map(({ fingerprint }) => fingerprint)).toEqual(prints.map(asked));
    expect(asking.flatMap(({ fingerprint }) => tlshOf(fingerprint)).filter(Boolean)).toEqual([]);
    expect(asking.map(({ entries }) => entries)).toEqual(whole.map(({ entries }) => entries));
    // A text keeps its own, by which a badly read one is told from a shared phrase.
    expect(asking.some(({ fingerprint: { content } }) => content?.tlsh)).toBe(true);
  });

  it('is answered as the whole one is', async () => {
    const registry = createRegistry({
      site: SITE,
      store: memoryStore(),
      clock: () => new Date('2027-04-30'),
    });
    await declare(registry);
    const genuine = await read('genuine', false);
    const entries = new Map(genuine.map((one) => [one.fingerprint, one.entries]));
    const prints = [...entries.keys()];
    await registerAll(registry, prints, {}, (print) => entries.get(print) ?? {});
    const told = async (analyses: readonly Analysis[]) =>
      (await registry.check({ items: items(analyses.map((one) => one.fingerprint)) }, 'reader'))
        .results;
    const answers = await told(whole);
    expect(new Set(answers.map(({ verdict }) => verdict)).size).toBeGreaterThan(2);
    expect(await told(asking)).toEqual(answers);
  });
});
