/** A registry of made-up documents and what it says of a suspect. */
import { expect } from 'vitest';
import type { Fingerprint } from '../../src/fingerprint/profile.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import { batchesMadeAt, declare, registerAll, SITE } from './batches.ts';
import { docPrint, filePrint, letterPrint, prose, textPrint } from './prints.ts';

batchesMadeAt('2027-04-01');

export async function registryOf(prints: readonly Fingerprint[]) {
  const registry = createRegistry({
    site: SITE,
    store: memoryStore(),
    clock: () => new Date('2027-04-01'),
  });
  await declare(registry);
  // Enough strangers that a document's own words are rare.
  const others = Array.from({ length: 40 }, (_, i) => docPrint(`o${i}`, prose(`other${i}-`, 80)));
  await registerAll(registry, others);
  const ids = prints.length > 0 ? await registerAll(registry, prints) : [];
  return { registry, ids };
}

export async function judged(suspect: Fingerprint, prints: readonly Fingerprint[]) {
  const { registry, ids } = await registryOf(prints);
  const { results } = await registry.check({ items: [{ fingerprint: suspect }] }, 'somebody');
  const [result] = results;
  if (!result) throw new Error('no result');
  expect(`${result.shows} ${result.does_not_show}`).not.toMatch(/undefined|null|\[object|: \./);
  return { ...result, ids };
}

export const WORDS = prose('w', 300);
export const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
export const ODT = 'application/vnd.oasis.opendocument.text';
export const doc = (bytes: string, change: Partial<Fingerprint> = {}) =>
  docPrint(bytes, WORDS, { type: DOCX, ...change });
export const withText = (bytes: string, change: Parameters<typeof textPrint>[1], type = DOCX) =>
  filePrint(bytes, { type, content: textPrint(WORDS, change) });
export const G = doc('genuine');
export const PDF = filePrint('contract.pdf', {
  type: 'application/pdf',
  content: textPrint(prose('pdf', 200)),
});
export const LOGO = filePrint('logo', { type: 'image/png' });
export const MAIL = letterPrint('m1', WORDS, [PDF]);

export type Row = [name: string, suspect: Fingerprint, genuine: Fingerprint[], expected: object];
