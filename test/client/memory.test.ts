import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { analyse } from '../../src/client/analyse.ts';
import { LOCAL_LIMITS } from '../../src/extract/limits.ts';
import { readPdf } from '../../src/extract/pdf.ts';
import { type Lesson, learn, printMemory } from '../../src/fingerprint/print-memory.ts';

const root = resolve(import.meta.dirname, '../..');
const files = globSync('demo/{genuine,suspects}/**/*.{eml,pdf,docx,txt,zip}', { cwd: root }).sort();

test('what was printed before changes no print, however often a file comes', async () => {
  expect(files.length).toBeGreaterThan(10);
  const memory = printMemory();
  const pdf = async () => readPdf;
  // Neighbours first, then the whole list once more: near copies and equal ones follow one another.
  for (const file of [...files, ...files.toReversed()]) {
    const bytes = new Uint8Array(readFileSync(resolve(root, file)));
    const alone = await analyse(bytes, { name: file, pdf });
    const { fingerprint, entries } = await analyse(bytes, { name: file, pdf, memory });
    expect(fingerprint, file).toEqual(alone.fingerprint);
    expect(entries, file).toEqual(alone.entries);
  }
});

test('what another process found spares reading, and changes no print either', async () => {
  const lessons: Lesson[] = [];
  const teacher = printMemory((lesson) => lessons.push(structuredClone(lesson)));
  const pupil = printMemory();
  let reads = 0;
  const pdf =
    async () =>
    async (...given: Parameters<typeof readPdf>) => {
      reads++;
      return await readPdf(...given);
    };
  for (const file of files) {
    const bytes = new Uint8Array(readFileSync(resolve(root, file)));
    const first = await analyse(bytes, { name: file, pdf, memory: teacher });
    for (const lesson of lessons.splice(0)) learn(pupil, lesson, LOCAL_LIMITS);
    const before = reads;
    const { fingerprint, entries } = await analyse(bytes, { name: file, pdf, memory: pupil });
    expect(fingerprint, file).toEqual(first.fingerprint);
    expect(entries, file).toEqual(first.entries);
    if (first.document.problem === null && file.endsWith('.pdf')) expect(reads).toBe(before);
  }
  expect(reads).toBeGreaterThan(1);
});
