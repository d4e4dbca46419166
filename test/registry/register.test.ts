import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BatchRequest, Manifest } from '../../src/registry/contract.ts';
import { parseItem } from '../../src/registry/items.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import { batchOf, declare, REGISTRAR } from './batches.ts';
import { docPrint, filePrint, hash, prose } from './prints.ts';

async function setUp(change: Partial<Manifest> = {}) {
  const registry = createRegistry({
    store: memoryStore(),
    clock: () => new Date('2027-04-01T12:00:00Z'),
  });
  await declare(registry);
  const batch = batchOf([docPrint('a', prose('a', 40)), docPrint('b', prose('b', 40))], change);
  const send = (request: BatchRequest = batch.request, digest = batch.digest) =>
    registry.register(request, digest, REGISTRAR);
  return { registry, batch, send };
}

describe('a manifest', () => {
  it.each<[string, Partial<Manifest>, string]>([
    ['of another corpus', { corpus: 'autre' }, 'corpus_mismatch'],
    ['that has expired', { expires: '2027-04-01T12:00:00Z' }, 'manifest_expired'],
    ['of another count', { count: 3 }, 'manifest_invalid'],
    ['of another root', { root: hash('root') }, 'manifest_invalid'],
    ['without a nonce', { nonce: '' }, 'manifest_invalid'],
  ])('%s is refused', async (_name, change, code) => {
    const { send } = await setUp(change);
    await expect(send()).rejects.toMatchObject({ code });
  });

  it('that is no JSON is refused', async () => {
    const { send, batch } = await setUp();
    await expect(send({ ...batch.request, manifest: '{' })).rejects.toMatchObject({
      code: 'manifest_invalid',
      faults: [{ pointer: '/manifest' }],
    });
  });

  it('does not fit items in another order', async () => {
    const { send, batch } = await setUp();
    const items = [...batch.request.items].reverse();
    await expect(send({ ...batch.request, items })).rejects.toMatchObject({
      code: 'manifest_invalid',
    });
  });

  it('is answered again after it has expired, if it was registered in time', async () => {
    let now = new Date('2027-04-01T12:00:00Z');
    const registry = createRegistry({ store: memoryStore(), clock: () => now });
    await declare(registry);
    const { request, digest } = batchOf([filePrint('x')], { expires: '2027-04-02T00:00:00Z' });
    const first = await registry.register(request, digest, REGISTRAR);
    now = new Date('2028-01-01T00:00:00Z');
    expect(await registry.register(request, digest, REGISTRAR)).toEqual(first);
  });

  it('needs a declared corpus', async () => {
    const registry = createRegistry({ store: memoryStore(), clock: () => new Date() });
    const { request, digest } = batchOf([filePrint('x')]);
    await expect(registry.register(request, digest, REGISTRAR)).rejects.toMatchObject({
      code: 'unknown_corpus',
    });
  });
});

describe('an item', () => {
  const good = batchOf([docPrint('a', prose('a', 40))]).request.items[0] as object;

  it('may be anything without a throw', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const parsed = parseItem(value, 3);
        expect(parsed.item).toBeNull();
        expect(parsed.faults[0]?.pointer).toMatch(/^\/items\/3/);
      }),
    );
  });

  it.each<[string, object, string]>([
    ['entries of a part that is not there', { entries: { '7': '' } }, '/items/0/entries/7'],
    ['entries of a nested one', { entries: { '0/1': '' } }, '/items/0/entries/0~11'],
    ['half an entry', { entries: { '': 'AA==' } }, '/items/0/entries/'],
    // The text has 40 words: 44 values, of two bytes each.
    ['one entry too few', { entries: { '': btoa('\0'.repeat(86)) } }, '/items/0/entries/'],
    ['one entry too many', { entries: { '': btoa('\0'.repeat(90)) } }, '/items/0/entries/'],
    ['no entries for its words', { entries: { '': '' } }, '/items/0/entries/'],
    ['an unknown field', { more: 1 }, '/items/0'],
  ])('with %s is named', (_name, change, pointer) => {
    expect(parseItem({ ...good, ...change }, 0).faults[0]?.pointer).toBe(pointer);
  });

  it('nested without end is refused without recursion', () => {
    let nested: object = filePrint('leaf');
    for (let i = 0; i < 50_000; i++) nested = { ...filePrint('x'), parts: [nested] };
    const parsed = parseItem({ ...good, fingerprint: nested }, 0);
    expect(parsed.item).toBeNull();
    expect(parsed.faults[0]?.detail).toContain('nested');
  });

  it('of two thousand parts is taken', () => {
    const parts = Array.from({ length: 2000 }, (_, i) => filePrint(`part ${i}`));
    const item = { ...good, fingerprint: filePrint('zip', { parts }), entries: {} };
    expect(parseItem(item, 0).faults).toEqual([]);
  });
});
