import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BatchRequest, Manifest } from '../../src/registry/contract.ts';
import { parseItem } from '../../src/registry/items.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import { publicKeyLine } from '../../src/tlog/sshsig.ts';
import { batchesMadeAt, batchOf, declare, REGISTRAR, SEED, SITE, signManifest } from './batches.ts';
import { docPrint, filePrint, hash, prose } from './prints.ts';

batchesMadeAt('2027-04-01T12:00:00Z');

async function setUp(change: Partial<Manifest> = {}) {
  const registry = createRegistry({
    site: SITE,
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
    const registry = createRegistry({ site: SITE, store: memoryStore(), clock: () => now });
    await declare(registry);
    const { request, digest } = batchOf([filePrint('x')], { expires: '2027-04-02T00:00:00Z' });
    const first = await registry.register(request, digest, REGISTRAR);
    now = new Date('2028-01-01T00:00:00Z');
    expect(await registry.register(request, digest, REGISTRAR)).toEqual(first);
  });

  it('is good for seven days at most, to the millisecond', async () => {
    const { registry } = await setUp();
    const said = (expires: string) => {
      const { request, digest } = batchOf([filePrint(expires)], { expires });
      return registry.register(request, digest, REGISTRAR);
    };
    await expect(said('2027-04-08T12:00:00Z')).resolves.toMatchObject({ corpus: REGISTRAR.corpus });
    for (const expires of ['2027-04-08T12:00:00.001Z', '2037-04-01T12:00:00Z']) {
      await expect(said(expires)).rejects.toMatchObject({
        code: 'manifest_invalid',
        message: expect.stringContaining('more than 7 days from now'),
      });
    }
  });

  it('needs a declared corpus', async () => {
    const registry = createRegistry({
      site: SITE,
      store: memoryStore(),
      clock: () => new Date('2027-04-01'),
    });
    const { request, digest } = batchOf([filePrint('x')]);
    await expect(registry.register(request, digest, REGISTRAR)).rejects.toMatchObject({
      code: 'unknown_corpus',
    });
  });
});

describe('a signature', () => {
  const stranger = new Uint8Array(32).fill(12);

  it.each<[string, (text: string) => string | undefined, string]>([
    ['that is missing', () => undefined, 'signature_required'],
    ['that is empty', () => '', 'signature_required'],
    ['that is none', () => '-----BEGIN SSH SIGNATURE-----', 'signature_invalid'],
    ['by another key', (text) => signManifest(text, stranger), 'signature_invalid'],
    ['of other bytes', (text) => signManifest(`${text} `), 'signature_invalid'],
    ['for another use', (text) => signManifest(text, SEED, 'file'), 'signature_invalid'],
  ])('%s is refused, and nothing is stored', async (_name, sign, code) => {
    const { registry, batch, send } = await setUp();
    const { manifest: text, items } = batch.request;
    const signature = sign(text);
    const request = { manifest: text, items, ...(signature === undefined ? {} : { signature }) };
    await expect(send(request)).rejects.toMatchObject({ code });
    expect((await registry.corpora())[0]?.records).toBe(0);
    // The batch itself is as good as before.
    expect((await send()).results.map(({ status }) => status)).toEqual([
      'registered',
      'registered',
    ]);
  });

  it.each<[string, Partial<Manifest>]>([
    ['another origin', { origin: 'https://registre.example' }],
    ['an origin that only looks alike', { origin: 'http://127.0.0.1:8787/' }],
    ['another environment', { environment: 'production' }],
  ])('for %s is worth nothing here', async (_name, change) => {
    const { send } = await setUp(change);
    await expect(send()).rejects.toMatchObject({ code: 'manifest_foreign' });
  });

  it('is asked for again where the answer is stored: another registrar has no part in it', async () => {
    const { registry, batch, send } = await setUp();
    await send();
    const other = publicKeyLine(ed25519.getPublicKey(stranger));
    await expect(
      registry.register(batch.request, batch.digest, { ...REGISTRAR, id: 'x', sshKey: other }),
    ).rejects.toMatchObject({ code: 'signature_invalid' });
  });

  it('counts for nothing where no origin is configured', async () => {
    const registry = createRegistry({ store: memoryStore(), clock: () => new Date('2027-04-01') });
    await declare(registry);
    const { request, digest } = batchOf([filePrint('x')]);
    await expect(registry.register(request, digest, REGISTRAR)).rejects.toMatchObject({
      code: 'registration_closed',
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
