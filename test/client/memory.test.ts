import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { analyse } from '../../src/client/analyse.ts';
import { readPdf } from '../../src/extract/pdf.ts';
import { printMemory } from '../../src/fingerprint/print-memory.ts';

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
