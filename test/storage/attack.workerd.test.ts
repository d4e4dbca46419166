import { bytesToHex, randomBytes } from '@noble/hashes/utils.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { claimFeature, recordPostings, recordTags } from '../../src/registry/features.ts';
import type { NewBatch } from '../../src/registry/store.ts';
import { ENTRIES_FLOOR, RECORD_FLOOR } from '../../src/storage/d1-batch.ts';
import { parseKeys } from '../../src/storage/keys.ts';
import { packEntries, packJson, type RecordBody, unpackJson } from '../../src/storage/pack.ts';
import { pad } from '../../src/storage/padme.ts';
import { Sealer } from '../../src/storage/seal.ts';
import { recordCommitment } from '../../src/tlog/commitment.ts';
import { CORPUS } from '../registry/batches.ts';
import { type Genuine, generator, makeCorpus } from './attack-corpus.ts';
import { openD1, testEnv } from './d1-env.ts';
import { type Dump, dumpAll, postingsOf } from './dump.ts';
import { compactAll } from './packing.ts';

/**
 * The thief has the dump and all genuine documents, no key, and counts. For each document he
 * works out what its rows must look like from outside and singles out the rows that do. The
 * naive layout is what the same documents leave when keys are HMACs and values are sealed, but
 * nothing is padded or masked: postings name their record and lengths are true.
 */
const DOCUMENTS = 1000;

interface Seen {
  readonly batch: string;
  readonly sealed: number;
}

function observe(dump: Dump): Map<string, Seen> {
  return new Map(
    (dump.tables.record ?? []).map((row) => [
      String(row.id),
      { batch: String(row.batch), sealed: String(row.sealed).length },
    ]),
  );
}

/** Length of a sealed text column: key id, colon, base64 of nonce, padded body and tag. */
function sealedLength(body: number): number {
  return 'sX:'.length + 4 * Math.ceil((12 + body + 16) / 3);
}

function bodyOf({ fingerprint }: Genuine, salt: string, offset: number, length: number) {
  return packJson({ fingerprint, salt, decoy: false, entries: { offset, length } }, RECORD_FLOOR);
}

/** Of how many records the thief says "this one", rightly, and how often a guess among equals is. */
function score(classes: readonly string[]) {
  const sizes = new Map<string, number>();
  for (const name of classes) sizes.set(name, (sizes.get(name) ?? 0) + 1);
  const alone = classes.filter((name) => sizes.get(name) === 1).length;
  const guesses = classes.reduce((sum, name) => sum + 1 / (sizes.get(name) ?? 1), 0);
  return { singledOut: alone / classes.length, guessed: guesses / classes.length };
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

describe('attack by counts, frequencies, lengths and order', () => {
  let corpus: Genuine[];
  let dump: Dump;
  /** The same after compaction. */
  let packed: Dump;
  /** Record id of each document, in the order of registration; for the referee only. */
  const ids: string[] = [];
  const rank = new Map<string, number>();

  beforeAll(async () => {
    corpus = await makeCorpus(DOCUMENTS);
    const store = await openD1();
    await store.putCorpus(CORPUS, { title: 'C', registrant: 'R', coverage: '', policy: 'public' });
    // Batches of 50, and the last 20 documents alone, as a late addition is.
    for (let at = 0; at < DOCUMENTS; ) {
      const size = at < DOCUMENTS - 20 ? Math.min(50, DOCUMENTS - 20 - at) : 1;
      const items = corpus.slice(at, at + size);
      const { outcomes } = await store.commit(batchOf(items));
      for (const outcome of outcomes) ids.push(outcome.record ?? '');
      at += size;
    }
    dump = await dumpAll();
    await compactAll(testEnv.DB, 0);
    packed = await dumpAll();
    ids.forEach((id, i) => {
      rank.set(id, i);
    });
  }, 300_000);

  function salted(fingerprint: Genuine['fingerprint']) {
    const salt = randomBytes(32);
    return { salt: bytesToHex(salt), commitment: recordCommitment(fingerprint, salt) };
  }

  function batchOf(items: readonly Genuine[]): NewBatch {
    return {
      uuid: crypto.randomUUID(),
      digest: bytesToHex(randomBytes(32)),
      registrar: 'r',
      corpus: CORPUS,
      manifest: '{}',
      signature: '',
      chained: null,
      state: 'authentic',
      at: new Date().toISOString(),
      items: items.map(({ fingerprint, entries }) => ({
        claim: claimFeature(CORPUS, fingerprint),
        fingerprint,
        ...salted(fingerprint),
        entries,
        tags: recordTags(fingerprint),
        postings: recordPostings(fingerprint),
      })),
    };
  }

  it('singles out few documents, and most of them in a naive layout', () => {
    const seen = observe(dump);
    const batchSize = new Map<string, number>();
    for (const { batch } of seen.values()) batchSize.set(batch, (batchSize.get(batch) ?? 0) + 1);

    // What the thief predicts for the padded layout: size class of the row; for a record that
    // is alone in its batch, the class of its entries too, which is the object's size.
    const predicted: string[] = [];
    const observed: string[] = [];
    const naive: string[] = [];
    corpus.forEach((genuine, i) => {
      const id = ids[i] ?? '';
      const at = seen.get(id);
      const body = bodyOf(genuine, '0'.repeat(64), 0, 8192);
      const entries = packEntries(genuine.entries);
      const alone = batchSize.get(at?.batch ?? '') === 1;
      const entryClass = pad(entries, ENTRIES_FLOOR).length + 28;
      const object = dump.objects[at?.batch ?? '']?.length ?? 0;
      predicted.push(`${sealedLength(pad(body, RECORD_FLOOR).length)} ${alone ? entryClass : ''}`);
      observed.push(`${at?.sealed} ${alone ? object : ''}`);
      const { fingerprint } = genuine;
      naive.push(
        `${JSON.stringify(fingerprint).length} ${entries.length} ${recordTags(fingerprint).length} ${
          recordPostings(fingerprint).length
        }`,
      );
    });
    // The prediction is right for nearly all, so the attack is as strong as it says. Salts and
    // offsets deflate to lengths a few bytes apart, which now and then crosses a class.
    const right = predicted.filter((name, i) => name === observed[i]).length;
    expect(right / DOCUMENTS).toBeGreaterThan(0.95);

    const real = score(observed);
    const plain = score(naive);
    console.log(
      `${DOCUMENTS} documents, singled out: ${percent(real.singledOut)} (naive layout ` +
        `${percent(plain.singledOut)}); right guesses: ${percent(real.guessed)} (naive ` +
        `${percent(plain.guessed)}); chance: ${percent(1 / DOCUMENTS)}; size classes: ` +
        `${new Set(observed).size}, naive ${new Set(naive).size}`,
    );
    expect(plain.singledOut).toBeGreaterThan(0.9);
    expect(real.singledOut).toBeLessThan(0.05);
    expect(real.guessed).toBeLessThan(0.08);
  });

  it.each([
    ['rows', () => dump],
    ['a segment', () => packed],
  ])('links no two postings of one record in %s, which one mask a key would', (_name, stolen) => {
    const rows = postingsOf(stolen());
    const xors = (refs: string[][]) => {
      const counts = new Map<bigint, number>();
      for (const list of refs) {
        list.forEach((a, i) => {
          for (const b of list.slice(i + 1)) {
            const xor = BigInt(`0x${a}`) ^ BigInt(`0x${b}`);
            counts.set(xor, (counts.get(xor) ?? 0) + 1);
          }
        });
      }
      const pairs = [...counts.values()].reduce((sum, n) => sum + n, 0);
      const repeated = [...counts.values()].filter((n) => n > 1).reduce((sum, n) => sum + n, 0);
      return { pairs, repeated: repeated / pairs };
    };
    const small = [...rows.values()].filter((list) => list.length > 1 && list.length <= 30);
    // Whole column, masked part, nonce part.
    const real = [
      xors(small),
      xors(small.map((list) => list.map((ref) => ref.slice(8)))),
      xors(small.map((list) => list.map((ref) => ref.slice(0, 8)))),
    ];
    // The same rows with one mask a key: the true references differ alike under every key.
    const random = generator(7);
    const refOf = new Map(corpus.map((_, i) => [i, Math.floor(random() * 2 ** 48)]));
    const holders = new Map<string, number[]>();
    corpus.forEach(({ fingerprint }, i) => {
      for (const feature of recordPostings(fingerprint)) {
        holders.set(feature, [...(holders.get(feature) ?? []), i]);
      }
    });
    const naive = xors(
      [...holders.values()]
        .filter((list) => list.length > 1 && list.length <= 30)
        .map((list) => list.map((i) => (refOf.get(i) ?? 0).toString(16))),
    );
    console.log(
      `pairs under one key: ${real[0]?.pairs}, repeated differences ${real
        .map(({ repeated }) => percent(repeated))
        .join(', ')}; with one mask a key ${percent(naive.repeated)}`,
    );
    expect(naive.repeated).toBeGreaterThan(0.5);
    // 32-bit nonces of some 10⁵ pairs repeat by chance.
    for (const { repeated } of real) expect(repeated).toBeLessThan(0.001);
  });

  it('tells a frequency but not whose it is', () => {
    const rows = postingsOf(dump);
    const truth = new Map<string, number>();
    for (const { fingerprint } of corpus) {
      for (const feature of recordPostings(fingerprint)) {
        truth.set(feature, (truth.get(feature) ?? 0) + 1);
      }
    }
    // A thief with all documents names a key by its count if no other feature has that count.
    const byCount = new Map<number, number>();
    for (const count of truth.values()) byCount.set(count, (byCount.get(count) ?? 0) + 1);
    const named = [...byCount.values()].filter((features) => features === 1).length;
    const once = byCount.get(1) ?? 0;
    console.log(
      `${rows.size} look-up keys; named by their count alone: ${named} ` +
        `(${percent(named / truth.size)}); held by one record: ${percent(once / truth.size)}`,
    );
    expect(rows.size).toBe(truth.size);
    expect([...rows.values()].map((list) => list.length).sort()).toEqual(
      [...truth.values()].sort(),
    );
    expect(named / truth.size).toBeLessThan(0.01);
    // What a key's rows say of the record: each reference is another string every time.
    const refs = [...rows.values()].flat();
    expect(new Set(refs).size).toBe(refs.length);
  });

  it('keeps no order of registration', () => {
    const records = dump.tables.record ?? [];
    const order = records.map((row) => rank.get(String(row.id)) ?? 0);
    const rho = spearman(order);
    console.log(`rank correlation of table order and registration: ${rho.toFixed(3)}`);
    // 1/√999 is one standard deviation: four of them.
    expect(Math.abs(rho)).toBeLessThan(0.127);
  });

  it('is a referee that knows the truth', async () => {
    const sealer = new Sealer(parseKeys(testEnv.SEAL_KEYS, 'SEAL_KEYS'));
    const byId = new Map((dump.tables.record ?? []).map((row) => [String(row.id), row]));
    for (const i of [0, 499, 999]) {
      const row = byId.get(ids[i] ?? '');
      const body = unpackJson(await sealer.open(String(row?.sealed), ids[i] ?? '', 'record'));
      expect((body as RecordBody).fingerprint).toEqual(corpus[i]?.fingerprint);
    }
  });
});

/** Spearman's rank correlation of a permutation with 0, 1, 2, … */
function spearman(order: readonly number[]): number {
  const n = order.length;
  const squares = order.reduce((sum, value, i) => sum + (value - i) ** 2, 0);
  return 1 - (6 * squares) / (n * (n * n - 1));
}
