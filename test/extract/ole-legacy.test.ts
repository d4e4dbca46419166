import { describe, expect, it } from 'vitest';
import { extract } from '../../src/extract/index.ts';
import { fingerprint } from '../../src/fingerprint/fingerprint.ts';
import { compare } from '../../src/registry/compare.ts';
import { compound } from './compound.ts';

const doc = (text: string) =>
  compound({
    WordDocument: new Uint8Array(Buffer.from('\0'.repeat(32) + text.repeat(200), 'latin1')),
  });
const printOf = async (bytes: Uint8Array) => (await fingerprint(await extract(bytes))).fingerprint;

describe('a Word file before 2007', () => {
  it('has its bytes digested and says why it has no text', async () => {
    const found = await extract(doc('Budget '));
    expect(found).toMatchObject({
      type: 'application/msword',
      problem: 'unreadable',
      detail: 'The text of this older format is not read.',
      reading: null,
    });
    const print = await printOf(doc('Budget '));
    expect(print.bytes.ssdeep).toMatch(/^\d+:.+:.+$/);
    expect(print.problem).toBe('unreadable');
  });

  it('matches by its bytes, and by nothing else', async () => {
    const genuine = await printOf(doc('Budget '));
    expect(compare(await printOf(doc('Budget ')), genuine).relation).toBe('identical');
    expect(compare(await printOf(doc('Bugdet ')), genuine).relation).toBe('none');
  });
});
