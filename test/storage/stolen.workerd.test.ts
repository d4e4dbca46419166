import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Fingerprint } from '../../src/fingerprint/profile.ts';
import { recordPostings, recordTags, walk } from '../../src/registry/features.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { parseKeys } from '../../src/storage/keys.ts';
import { Lookup } from '../../src/storage/lookup.ts';
import { type RecordBody, unpackJson } from '../../src/storage/pack.ts';
import { Sealer } from '../../src/storage/seal.ts';
import { insertYoung } from '../../src/storage/young.ts';
import { declare, registerAll, SITE } from '../registry/batches.ts';
import {
  docPrint,
  entriesOf,
  filePrint,
  hash,
  letterPrint,
  prose,
  textPrint,
} from '../registry/prints.ts';
import { openD1, testEnv } from './d1-env.ts';
import { type Dump, dumpAll, findNeedles, HEX_WINDOW, postingsOf, WINDOW } from './dump.ts';
import { compactAll } from './packing.ts';

/** Mails with attachments, texts, a file of bytes only; 40 documents. */
function genuine(): Fingerprint[] {
  return Array.from({ length: 40 }, (_, i) => {
    const words = prose(`genuine${i}-`, 60 + i * 11);
    if (i % 4 === 3) return filePrint(`scan ${i}`, { type: 'image/png', bytes: bytesOf(i) });
    if (i % 2 === 0) return docPrint(`doc ${i}`, words, { bytes: bytesOf(i) });
    const attachment = docPrint(`attachment ${i}`, prose(`attached${i}-`, 90));
    return letterPrint(`mail ${i}`, words, [attachment], {
      alternatives: [textPrint(words)],
      quoted: textPrint(prose(`quoted${i}-`, 40)),
    });
  });
}

function bytesOf(i: number) {
  const part = (salt: string) => btoa(hash(`${salt}${i}`)).slice(0, 60);
  return {
    size: 5000 + i,
    sha256: hash(`sha of ${i}`),
    ssdeep: `96:${part('first')}:${part('second').slice(0, 30)}`,
    tlsh: `T1${hash(`tlsh ${i}`).toUpperCase()}ABCDEF`,
  };
}

/** Every digest and sketch value of a fingerprint, wherever it stands. */
function valuesOf(value: unknown, into: Set<string>): Set<string> {
  if (typeof value === 'string' && value.length >= 12 && !value.includes('/1')) into.add(value);
  else if (Array.isArray(value)) for (const one of value) valuesOf(one, into);
  else if (typeof value === 'object' && value !== null) {
    for (const one of Object.values(value)) valuesOf(one, into);
  }
  return into;
}

const latin = (bytes: Uint8Array) => String.fromCharCode(...bytes);

/**
 * What a thief with the documents looks for: each value as hex, bytes and base64, its hash, the
 * hash of its feature, and the look-up keys and seals that an empty or all-zero key would give.
 */
function needlesOf(prints: readonly Fingerprint[]): Map<string, string> {
  const needles = new Map<string, string>();
  const add = (bytes: Uint8Array, name: string) => {
    if (bytes.length >= WINDOW) needles.set(latin(bytes.subarray(0, WINDOW)), name);
  };
  const addText = (text: string, name: string) => {
    const length = /^[\da-f]+$/i.test(text) ? HEX_WINDOW : WINDOW;
    if (text.length >= length) needles.set(latin(utf8ToBytes(text)).slice(0, length), name);
  };
  const zero = new Lookup({ id: 'zero', bytes: new Uint8Array(32) });
  for (const print of prints) {
    for (const value of valuesOf(print, new Set())) {
      const ascii = utf8ToBytes(value);
      // The middle of a value too: its start could be cut off.
      for (const at of [0, 2]) addText(value.slice(at), `text ${value}`);
      addText(value.toUpperCase(), `text ${value}`);
      add(sha256(ascii), `hash of ${value}`);
      add(hmac(sha256, new Uint8Array(0), ascii), `unkeyed mac of ${value}`);
      if (!/^(?:[0-9a-f]{2})+$/.test(value)) continue;
      const raw = hexToBytes(value);
      add(raw, `bytes of ${value}`);
      add(utf8ToBytes(btoa(latin(raw))), `base64 of ${value}`);
      add(sha256(raw), `hash of bytes of ${value}`);
    }
    for (const feature of [...recordTags(print), ...recordPostings(print)]) {
      add(sha256(utf8ToBytes(feature)), `hash of ${feature}`);
      add(hexToBytes(zero.feature('tag', feature).hex), `zero-key tag of ${feature}`);
      add(hexToBytes(zero.feature('posting', feature).hex), `zero-key posting of ${feature}`);
    }
    for (const list of Object.values(entriesOf(print))) {
      const little = new Uint8Array(list.length * 2);
      list.forEach((entry, i) => {
        little[2 * i] = entry & 255;
        little[2 * i + 1] = entry >> 8;
      });
      for (let at = 0; at + WINDOW <= little.length; at += 2) add(little.subarray(at), 'entries');
    }
  }
  return needles;
}

const prints = genuine();

async function register(): Promise<void> {
  const registry = createRegistry({ site: SITE, store: await openD1(), clock: () => new Date() });
  await declare(registry);
  await registerAll(registry, prints.slice(0, 25));
  await registerAll(registry, prints.slice(25));
}

/** As if the batches had been large ones. */
async function rejuvenate(): Promise<void> {
  const { results } = await testEnv.DB.prepare(
    'SELECT lower(hex(key) || hex(ref)) AS row FROM posting ORDER BY key, ref',
  ).all<{ row: string }>();
  const rows = new TextEncoder().encode(results.map(({ row }) => row).join(''));
  for (const statement of insertYoung(testEnv.DB, rows)) await statement.run();
  await testEnv.DB.exec('DELETE FROM posting');
}

// One database: the later suites find what the first has registered, packed.
describe.each([
  ['posting', register],
  ['young', rejuvenate],
  ['bucket', () => compactAll(testEnv.DB, 0)],
])('the stolen database, postings in %s', (where, prepare) => {
  let dump: Dump;

  beforeAll(async () => {
    await prepare();
    dump = await dumpAll();
  });

  it('holds what was registered', () => {
    expect(dump.tables.record).toHaveLength(prints.length);
    expect(Object.keys(dump.objects)).toHaveLength(2);
    expect([...postingsOf(dump).values()].flat().length).toBeGreaterThan(2000);
  });

  it('confirms no digest, key or entry to a thief who has every document but no key', () => {
    const needles = needlesOf(prints);
    expect(needles.size).toBeGreaterThan(10_000);
    expect([...findNeedles(dump, needles).values()]).toEqual([]);
  });

  it('would confirm them all if they were stored as they are', () => {
    const needles = needlesOf(prints);
    const plain: Dump = {
      tables: {
        record: prints.map((print) => ({ body: JSON.stringify(print) })),
        tag: prints.flatMap((print) => recordTags(print).map((tag) => ({ key: hash(tag) }))),
      },
      objects: {},
    };
    const found = new Set(findNeedles(plain, needles).values());
    const digests = prints.map((print) => `text ${print.bytes.sha256}`);
    expect(digests.filter((name) => !found.has(name))).toEqual([]);
    const tags = prints.flatMap(recordTags).map((tag) => `hash of ${tag}`);
    expect(tags.filter((name) => !found.has(name))).toEqual([]);
  });

  it('confirms them all to who has the keys', async () => {
    const [key] = parseKeys(testEnv.LOOKUP_KEYS, 'LOOKUP_KEYS');
    const lookup = new Lookup(key);
    const sealer = new Sealer(parseKeys(testEnv.SEAL_KEYS, 'SEAL_KEYS'));
    const bodies = new Map<number, RecordBody>();
    for (const row of dump.tables.record ?? []) {
      const opened = await sealer.open(String(row.sealed), String(row.id), 'record');
      bodies.set(Number(row.ref), unpackJson(opened) as RecordBody);
    }
    const refs = { tag: rowsByKey(dump, 'tag'), posting: postingsOf(dump) };
    for (const print of prints) {
      const [owner] =
        [...bodies].find(([, body]) => body.fingerprint.bytes.sha256 === print.bytes.sha256) ?? [];
      expect(bodies.get(owner ?? 0)?.fingerprint).toEqual(print);
      for (const [table, features] of [
        ['tag', recordTags(print)],
        ['posting', recordPostings(print)],
      ] as const) {
        for (const feature of features) {
          const { hex, rowKey } = lookup.feature(table, feature);
          const found = (refs[table].get(hex) ?? []).map((row) => lookup.unmaskRef(rowKey, row));
          expect(found).toContain(owner);
        }
      }
    }
  });

  it('tells no two parts of one record apart from strangers', () => {
    expect(prints.flatMap((print) => [...walk(print)]).length).toBeGreaterThan(prints.length);
    const columns = (table: string) => Object.keys(dump.tables[table]?.[0] ?? {}).sort();
    expect(columns('tag')).toEqual(['key', 'ref']);
    const places = ['posting', 'young', 'bucket'].filter((table) => columns(table).length > 0);
    expect(places).toEqual([where]);
    expect(columns(where)).toEqual(where === 'posting' ? ['key', 'ref'] : ['id', 'v']);
    for (const rows of [rowsByKey(dump, 'tag'), postingsOf(dump)]) {
      const refs = [...rows.values()].flat();
      expect(new Set(refs).size).toBe(refs.length);
    }
  });

  it('opens no seal moved to another record', async () => {
    const sealer = new Sealer(parseKeys(testEnv.SEAL_KEYS, 'SEAL_KEYS'));
    const [a, b] = dump.tables.record ?? [];
    await expect(sealer.open(String(a?.sealed), String(b?.id), 'record')).rejects.toThrow();
    await expect(sealer.open(String(a?.sealed), String(a?.id), 'answer')).rejects.toThrow();
  });
});

function rowsByKey(dump: Dump, table: string): Map<string, string[]> {
  const byKey = new Map<string, string[]>();
  for (const row of dump.tables[table] ?? []) {
    const key = hexOf(row.key);
    byKey.set(key, [...(byKey.get(key) ?? []), hexOf(row.ref)]);
  }
  return byKey;
}

function hexOf(value: unknown): string {
  return String(value);
}
