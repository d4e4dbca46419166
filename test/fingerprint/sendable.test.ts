import { expect, test } from 'vitest';
import type { Document, Reading } from '../../src/fingerprint/document.ts';
import { fingerprint } from '../../src/fingerprint/fingerprint.ts';
import { Fingerprint } from '../../src/registry/contract-print.ts';

const words = (count: number) =>
  Array.from({ length: count }, (_, n) =>
    [...`${n}`].map((d) => 'abcdefghij'[Number(d)]).join(''),
  ).join(' ');

function document(count: number): Document {
  const text = { pages: [[{ text: words(count) }]] };
  const reading: Reading = { extractor: 'plain/1', text, drawn: null, marks: [] };
  const bytes = new Uint8Array(10);
  return { name: null, type: 'text/plain', bytes, reading, mail: null, parts: [], problem: null };
}

test('a text of more different words than a registry takes is over a limit, not refused', async () => {
  const { fingerprint: print, entries } = await fingerprint(document(300_000));
  expect(print).toMatchObject({ content: null, problem: 'over_limit' });
  expect(entries).toEqual({});
  expect(Fingerprint.safeParse(print).success).toBe(true);
}, 60_000);

test('one of 20,000 words is read', async () => {
  const { fingerprint: print } = await fingerprint(document(20_000));
  expect(print).toMatchObject({ content: { words: 20_000 }, problem: null });
}, 60_000);
