import { expect, test } from 'vitest';
import { readOnce } from '../../src/extract/known.ts';
import { LOCAL_LIMITS } from '../../src/extract/limits.ts';
import type { Budget } from '../../src/extract/reader.ts';
import type { Document } from '../../src/fingerprint/document.ts';
import { FileMemory } from '../../src/fingerprint/file-memory.ts';
import { fingerprint } from '../../src/fingerprint/fingerprint.ts';
import { printMemory } from '../../src/fingerprint/print-memory.ts';
import { testContext } from './helpers.ts';

const unused: Budget = { decompressedBytes: 0, drawnBytes: 0, parts: 0 };
const text = { pages: [[{ text: 'Les comptes du mois de mars sont clos.' }]] };

/** Reads files of one text, and counts how often; `takes` is what reading one takes. */
function reader(found: Partial<Document> = {}, takes: Partial<Budget> = { drawnBytes: 1000 }) {
  const memory = printMemory();
  let reads = 0;
  async function read(byte: number, standing: { budget?: Budget; depth?: string } = {}) {
    const { budget = { ...unused }, depth = '0' } = standing;
    const bytes = Uint8Array.of(byte);
    const met = { bytes, name: `${byte}.pdf`, type: 'application/pdf', depth };
    const context = { ...testContext(), limits: LOCAL_LIMITS, budget };
    const document = await readOnce(met, context, memory.files, async () => {
      reads++;
      for (const key of Object.keys(unused) as (keyof Budget)[]) budget[key] += takes[key] ?? 0;
      return {
        name: met.name,
        type: met.type,
        bytes,
        reading: { extractor: 'x', text, drawn: null, marks: [] },
        mail: null,
        parts: [],
        problem: null,
        ...found,
      };
    });
    return await fingerprint(document, memory);
  }
  return { read, reads: () => reads };
}

test('equal bytes are read once, have one print, and count for each submission', async () => {
  const { read, reads } = reader();
  const budget = { ...unused };
  const first = await read(1, { budget });
  expect(await read(1, { budget, depth: '7' })).toEqual(first);
  expect(budget).toEqual({ ...unused, drawnBytes: 2000 });
  expect(first.entries['']?.length).toBeGreaterThan(0);
  expect(reads()).toBe(1);
  expect(await read(2)).not.toEqual(first);
  expect(reads()).toBe(2);
});

test.each(['drawnBytes', 'decompressedBytes'] as const)(
  'with too few %s left it is read',
  async (kind) => {
    const { read, reads } = reader({}, { [kind]: 1000 });
    const most = LOCAL_LIMITS.maxTotalBytes - LOCAL_LIMITS.maxMemberBytes;
    const scarce = () => ({ budget: { ...unused, [kind]: most - 999 } });
    // What was read so may have been cut short, and is not remembered.
    await read(1, scarce());
    await read(1);
    expect(reads()).toBe(2);
    await read(1, { budget: { ...unused, [kind]: most - 1000 } });
    expect(reads()).toBe(2);
    await read(1, scarce());
    expect(reads()).toBe(3);
  },
);

test('what holds files is read again where more containers stand above it', async () => {
  const part = { name: 'a', type: 'image/png', bytes: Uint8Array.of(9), reading: null, mail: null };
  const { read, reads } = reader({ parts: [{ ...part, parts: [], problem: null }] }, { parts: 1 });
  const first = await read(1);
  expect(await read(1)).toEqual(first);
  expect(first.fingerprint.parts).toHaveLength(1);
  expect(reads()).toBe(1);
  await read(1, { depth: '1' });
  expect(reads()).toBe(2);
  await read(1, { budget: { ...unused, parts: LOCAL_LIMITS.maxParts } });
  expect(reads()).toBe(3);
});

test('what has a problem is read again', async () => {
  const { read, reads } = reader({ problem: 'unreadable', reading: null });
  await read(1);
  await read(1);
  expect(reads()).toBe(2);
});

test('the prints met longest ago go when there are too many', async () => {
  const { read } = reader();
  const { fingerprint: print, entries } = await read(1);
  const size = JSON.stringify(print).length + 2 * (entries['']?.length ?? 0);
  const memory = new FileMemory(() => {}, 4 * size);
  const terms = { limits: LOCAL_LIMITS, depth: '0', ...unused };
  for (const key of 'abcd') {
    const document = { parts: [] } as unknown as Document;
    memory.expect(document, key, terms);
    memory.keep(document, print, '0', { '0': entries[''] ?? new Uint16Array() });
  }
  expect(memory.find('a')?.printed()).toEqual({ print, entries });
  const fifth = { parts: [] } as unknown as Document;
  memory.expect(fifth, 'e', terms);
  memory.keep(fifth, print, '', entries);
  expect([...'abcde'].map((key) => memory.find(key) !== null)).toEqual([
    true,
    false,
    true,
    true,
    true,
  ]);
});
