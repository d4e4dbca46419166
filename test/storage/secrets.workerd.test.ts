import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRegistry } from '../../src/registry/registry.ts';
import { parseKeys } from '../../src/storage/keys.ts';
import { Lookup } from '../../src/storage/lookup.ts';
import { packEntries, unpackEntries } from '../../src/storage/pack.ts';
import { pad, padme, unpad } from '../../src/storage/padme.ts';
import { Sealer } from '../../src/storage/seal.ts';
import { batchOf, declare, REGISTRAR, registerAll, SITE } from '../registry/batches.ts';
import { docPrint, entriesOf, prose } from '../registry/prints.ts';
import { openD1, testEnv } from './d1-env.ts';

const keyText = (id: string, byte: number) =>
  `${id}:${btoa(String.fromCharCode(...new Uint8Array(32).fill(byte)))}`;

describe('key lists', () => {
  it('give ids and 32 bytes, newest first', () => {
    const ring = parseKeys(` ${keyText('new', 1)} , ${keyText('old', 2)}`, 'KEYS');
    expect(ring.map(({ id, bytes }) => [id, bytes.length, bytes[0]])).toEqual([
      ['new', 32, 1],
      ['old', 32, 2],
    ]);
  });

  it.each([
    undefined,
    '',
    ',',
    'k1',
    'k1:AAAA',
    `:${'A'.repeat(43)}=`,
    `${keyText('a', 1)},${keyText('a', 2)}`,
    'k1:RANDOM_32_BYTES_BASE64',
  ])('refuse %s', (text) => {
    expect(() => parseKeys(text, 'KEYS')).toThrow(TypeError);
  });
});

describe('size classes', () => {
  // By hand from the definition: 1000 has exponent 9, keeps 4 bits after it, steps of 32.
  it.each([
    [0, 0],
    [1, 1],
    [8, 8],
    [9, 10],
    [100, 104],
    [1000, 1024],
    [4096, 4096],
    [4097, 4352],
    [1_000_000, 1_015_808],
  ])('%i becomes %i', (length, expected) => {
    expect(padme(length)).toBe(expected);
  });

  it('give back what was put in, at most 12 % longer', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), fc.nat(2000), (data, floor) => {
        const padded = pad(data, floor);
        expect(unpad(padded)).toEqual(data);
        expect(padded.length).toBeLessThanOrEqual(Math.max(floor, data.length + 4) * 1.12 + 1);
      }),
      { numRuns: 50 },
    );
    expect(() => unpad(Uint8Array.of(0, 0, 0, 9, 1))).toThrow(RangeError);
  });
});

describe('seals', () => {
  const sealer = new Sealer(parseKeys(keyText('s', 3), 'KEYS'));
  it('open for their owner and field only, and not once a byte has changed', async () => {
    const sealed = await sealer.seal(Uint8Array.of(1, 2, 3), 'rec_a', 'record', 16);
    expect(await sealer.open(sealed, 'rec_a', 'record')).toEqual(Uint8Array.of(1, 2, 3));
    await expect(sealer.open(sealed, 'rec_b', 'record')).rejects.toThrow();
    await expect(sealer.open(sealed, 'rec_a', 'entries')).rejects.toThrow();
    const changed = sealed.slice(0, 20) + (sealed[20] === 'A' ? 'B' : 'A') + sealed.slice(21);
    await expect(sealer.open(changed, 'rec_a', 'record')).rejects.toThrow();
    const other = new Sealer(parseKeys(keyText('s', 4), 'KEYS'));
    await expect(other.open(sealed, 'rec_a', 'record')).rejects.toThrow();
    const unknown = new Sealer(parseKeys(keyText('t', 3), 'KEYS'));
    await expect(unknown.open(sealed, 'rec_a', 'record')).rejects.toThrow('no seal key');
  });
});

describe('look-up keys', () => {
  const lookup = new Lookup({ id: 'k', bytes: new Uint8Array(32).fill(5) });

  it('mask references so that only the feature opens them', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), fc.nat(2 ** 16), fc.string(), fc.string(), (a, b, one, two) => {
        fc.pre(one !== two);
        const ref = a * 2 ** 16 + b;
        const key = lookup.feature('posting', one);
        const other = lookup.feature('posting', two);
        const row = lookup.maskRef(key.rowKey, ref);
        expect(lookup.unmaskRef(key.rowKey, row)).toBe(ref);
        expect(lookup.unmaskRef(other.rowKey, row)).not.toBe(ref);
        expect(lookup.maskRef(other.rowKey, ref)).not.toBe(row);
        expect(other.hex).not.toBe(key.hex);
      }),
      { numRuns: 100 },
    );
  });

  it('keep the uses of one key apart', () => {
    const tag = lookup.feature('tag', 'sha256:x').hex;
    expect(lookup.feature('posting', 'sha256:x').hex).not.toBe(tag.slice(0, 16));
    expect(lookup.claim('sha256:x').slice(0, 24)).not.toBe(tag);
  });

  it('name a batch’s items the same every time and no two alike', () => {
    const names = Array.from({ length: 500 }, (_, i) => lookup.name('uuid', i));
    expect(lookup.name('uuid', 7)).toEqual(names[7]);
    expect(new Set(names.map(({ id }) => id)).size).toBe(500);
    expect(new Set(names.map(({ ref }) => ref)).size).toBe(500);
    expect(names.every(({ id }) => /^rec_[a-z2-7]{26}$/.test(id))).toBe(true);
  });
});

describe('entries', () => {
  it('are packed without loss', () => {
    const list = fc
      .uint8Array({ maxLength: 50 })
      .map((bytes) => Uint16Array.from(bytes, (b) => b * 257));
    const path = fc.constantFrom('', '0', '1', '0/2', '10/3/1');
    fc.assert(
      fc.property(fc.dictionary(path, list), (lists) => {
        expect(unpackEntries(packEntries(lists))).toEqual({ ...lists });
      }),
    );
  });
});

describe('a change of keys', () => {
  it('leaves what is there readable, and lets the old key go for new records', async () => {
    const clock = () => new Date();
    const [oldLookup, oldSeal] = [testEnv.LOOKUP_KEYS, testEnv.SEAL_KEYS];
    const before = createRegistry({ site: SITE, store: await openD1(), clock });
    await declare(before);
    const words = prose('old', 120);
    const old = docPrint('old', words);
    const [id] = await registerAll(before, [old]);

    const store = await openD1({
      lookupKeys: `${keyText('k2', 8)},${oldLookup}`,
      sealKeys: `${keyText('s2', 9)},${oldSeal}`,
    });
    const after = createRegistry({ site: SITE, store, clock });
    const verdict = async (print: typeof old) =>
      (await after.check({ items: [{ fingerprint: print }] }, 'x')).results[0];
    expect(await verdict(old)).toMatchObject({ verdict: 'match', record: id });
    expect(await verdict(docPrint('near', words.with(7, 'x')))).toMatchObject({
      grade: 'near',
      record: id,
    });
    const refs = (await store.tags([`sha256:${old.bytes.sha256}`], 65)).values().next().value ?? [];
    expect(await store.entries(refs[0] ?? 0)).toEqual(entriesOf(old));
    // The sequencer reads the environment's own seal keys, so only the look-up key is new here.
    const rotated = await openD1({ lookupKeys: `${keyText('k2', 8)},${oldLookup}` });
    const again = batchOf([old]);
    const repeat = await createRegistry({ site: SITE, store: rotated, clock }).register(
      again.request,
      again.digest,
      REGISTRAR,
    );
    expect(repeat.results[0]).toMatchObject({ status: 'already_registered', record: id });
  });
});
