import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { createLogClient, verifyEntry } from '../../src/client/log.ts';
import {
  registrationEntry,
  registrationLeaf,
  registrationStatement,
} from '../../src/registry/log.ts';
import { signCheckpoint } from '../../src/tlog/checkpoint.ts';
import { COSIGNATURE, formatVerifierKey, type NoteSigner } from '../../src/tlog/key.ts';
import { encodeLeaf } from '../../src/tlog/leaf.ts';
import { type MemoryTiles, memoryTiles } from '../../src/tlog/memory-tiles.ts';
import { cosignNote, formatSignature, parseNote } from '../../src/tlog/note.ts';
import { type Policy, parsePolicy } from '../../src/tlog/policy.ts';
import { formatProof } from '../../src/tlog/proof-file.ts';
import { parseTilePath } from '../../src/tlog/tile.ts';
import { freshSigner, someEntries } from '../tlog/trees.ts';

const SALT = '00'.repeat(32);
const STATEMENT = registrationStatement({
  record: 'rec_b5mnq3xw7kzd2tfhy4lcr6avoe',
  corpus: 'horizon-2027',
  registrar: 'treasury',
  state: 'authentic',
  manifest: '{}',
  commitment: new Uint8Array(32).fill(7),
});
const OURS = encodeLeaf({
  ...registrationLeaf(STATEMENT, SALT),
  time: Date.UTC(2027, 3, 23, 9, 30),
});
const entryAt = (index: number) => registrationEntry({ index, witnessed: false }, STATEMENT, SALT);

let log: NoteSigner;
let witnesses: NoteSigner[];
let policy: Policy;

beforeAll(async () => {
  log = await freshSigner('registre.example/log');
  const names = ['temoin.example/un', 'temoin.example/deux', 'temoin.example/trois'];
  witnesses = await Promise.all(names.map((name) => freshSigner(name, COSIGNATURE)));
  policy = parsePolicy(
    [
      `log ${formatVerifierKey(log.key)}`,
      ...witnesses.map(({ key }, i) => `witness w${i} ${formatVerifierKey(key)}`),
      'group both 2 w0 w1 w2',
      'quorum both',
    ].join('\n'),
  );
});

/** A log behind `fetch`, with as many cosignatures as it is told to have. */
function serve(
  tiles: MemoryTiles,
  cosigners = 0,
  change: (path: string, bytes: Uint8Array) => Uint8Array | null = (_, bytes) => bytes,
) {
  const asked: string[] = [];
  const answer = async (address: RequestInfo | URL) => {
    const path = String(address).replace('https://registre.example/log/', '');
    asked.push(path);
    const bytes = path === 'checkpoint' ? await checkpoint() : read(path);
    const served = bytes && change(path, bytes);
    return served ? new Response(new Uint8Array(served)) : new Response('', { status: 404 });
  };
  const read = (path: string) => {
    const name = parseTilePath(path);
    return name && tiles.read(name);
  };
  const checkpoint = async () => {
    let note = await signCheckpoint(tiles.head(), log);
    for (const witness of witnesses.slice(0, cosigners)) {
      note += formatSignature(await cosignNote(parseNote(note).text, witness, 1_808_472_700));
    }
    return new TextEncoder().encode(note);
  };
  const url = 'https://registre.example/log';
  return { client: createLogClient({ url, policy, fetch: answer }), asked };
}

const treeWith = (before: number, after: number) =>
  memoryTiles([...someEntries(before), OURS, ...someEntries(after, before)]);

describe('an entry', () => {
  it('is proven from tiles, and the proof read without the log', async () => {
    for (const [before, after] of [
      [0, 0],
      [255, 0],
      [255, 1],
      [300, 700],
      [700, 300],
    ] as const) {
      const { client } = serve(treeWith(before, after), 2);
      const proof = await client.prove(entryAt(before));
      const shown = await verifyEntry(proof, entryAt(before), policy);
      expect(shown).toMatchObject({
        index: before,
        witnessed: true,
        leaf: { type: 'register', time: Date.UTC(2027, 3, 23, 9, 30) },
        statement: { record: 'rec_b5mnq3xw7kzd2tfhy4lcr6avoe', state: 'authentic' },
        checkpoint: { origin: 'registre.example/log', size: before + 1 + after },
      });
      expect(shown.checkpoint.cosigners.map(({ time }) => time)).toEqual([
        1_808_472_700, 1_808_472_700,
      ]);
    }
  });

  it('is called unwitnessed below the quorum', async () => {
    for (const [cosigners, witnessed] of [
      [0, false],
      [1, false],
      [2, true],
      [3, true],
    ] as const) {
      const { client } = serve(treeWith(4, 4), cosigners);
      expect((await client.checkpoint()).witnessed).toBe(witnessed);
      const proof = await client.prove(entryAt(4));
      expect((await verifyEntry(proof, entryAt(4), policy)).witnessed).toBe(witnessed);
    }
    const alone = parsePolicy(`log ${formatVerifierKey(log.key)}\nquorum none`);
    const proof = await serve(treeWith(4, 4), 3).client.prove(entryAt(4));
    expect((await verifyEntry(proof, entryAt(4), alone)).witnessed).toBe(false);
  });

  it('is not proven by another statement, salt, place, or key', async () => {
    const { client } = serve(treeWith(9, 9), 1);
    const entry = entryAt(9);
    const proof = await client.prove(entry);
    const bad = expect.objectContaining({ code: 'bad_proof' });
    const other = { ...entry, statement: STATEMENT.replace('authentic', 'decoy') };
    const salted = { ...entry, salt: bytesToHex(hexToBytes(entry.salt).reverse()) };
    for (const wrong of [other, salted]) {
      await expect(verifyEntry(proof, wrong, policy)).rejects.toEqual(bad);
      await expect(client.prove(wrong)).rejects.toEqual(bad);
    }
    await expect(client.prove({ ...entry, index: 8 })).rejects.toEqual(bad);
    await expect(client.prove({ ...entry, index: 99 })).rejects.toMatchObject({ code: 'missing' });
    const moved = proof.replace('index 9', 'index 8');
    await expect(verifyEntry(moved, entry, policy)).rejects.toEqual(bad);
    const lookAlike = await freshSigner('registre.example/log');
    const theirs = parsePolicy(`log ${formatVerifierKey(lookAlike.key)}\nquorum none`);
    await expect(verifyEntry(proof, entry, theirs)).rejects.toMatchObject({ code: 'unknown_key' });
    const retyped = proof.replace(/extra \S+/, 'extra AQIAAAGlEV3twA==');
    await expect(verifyEntry(retyped, entry, policy)).rejects.toEqual(bad);
  });

  it('is not proven from tiles or entries that were changed', async () => {
    for (const target of ['tile/0/000.p/19', 'tile/entries/000.p/19']) {
      const { client } = serve(treeWith(9, 9), 0, (path, bytes) =>
        path === target ? bytes.map((byte) => byte ^ 1) : bytes,
      );
      await expect(client.prove(entryAt(9))).rejects.toMatchObject({ name: 'LogError' });
    }
  });

  it('is proven from full tiles where the partial ones are gone', async () => {
    const tiles = treeWith(9, 300);
    const { text } = await serve(tiles).client.checkpoint();
    tiles.append(someEntries(300, 9000));
    const grown = serve(tiles, 0, (path, bytes) => {
      if (path === 'checkpoint') return new TextEncoder().encode(text);
      return path.includes('.p/') ? null : bytes;
    });
    const proof = await grown.client.prove(entryAt(9));
    expect((await verifyEntry(proof, entryAt(9), policy)).checkpoint.size).toBe(310);
    const small = serve(treeWith(9, 9), 0, (path, bytes) => (path.includes('.p/') ? null : bytes));
    await expect(small.client.prove(entryAt(9))).rejects.toMatchObject({ code: 'missing' });
  });

  it('takes one fetch for each tile', async () => {
    const { client, asked } = serve(treeWith(9, 500));
    await client.prove(entryAt(9));
    expect(asked.sort()).toEqual([
      'checkpoint',
      'tile/0/000',
      'tile/0/001.p/254',
      'tile/entries/000',
    ]);
  });
});

describe('a log', () => {
  it('is followed as long as it grows, and refused once it was rewritten', async () => {
    const tiles = treeWith(300, 0);
    const { client } = serve(tiles);
    const { text } = await client.checkpoint();
    expect((await client.follow(text)).checkpoint.size).toBe(301);
    tiles.append(someEntries(400, 9000));
    expect((await client.follow(text)).checkpoint.size).toBe(701);
    const rewritten = serve(memoryTiles([...someEntries(700, 1), OURS]));
    await expect(rewritten.client.follow(text)).rejects.toMatchObject({ code: 'bad_proof' });
    const cut = serve(memoryTiles(someEntries(300)));
    await expect(cut.client.follow(text)).rejects.toMatchObject({ code: 'bad_proof' });
  });
});

describe('the size of an offline proof', () => {
  it('is at most 1,600 bytes in a log of 10^6 entries with one to three cosignatures', async () => {
    // Every proof of such a tree has at most 20 hashes, and most have 20: the log need not be made.
    const head = { size: 1_000_000, root: new Uint8Array(32) };
    const hashes = Array.from({ length: 20 }, () => new Uint8Array(32));
    const sizes: number[] = [];
    for (const cosigners of [1, 2, 3]) {
      let checkpoint = await signCheckpoint(head, log);
      for (const witness of witnesses.slice(0, cosigners)) {
        checkpoint += formatSignature(
          await cosignNote(parseNote(checkpoint).text, witness, 1_808_472_700),
        );
      }
      const extra = OURS.slice(0, 10);
      const proof = formatProof({ index: 999_000, hashes, checkpoint, extra });
      sizes.push(new TextEncoder().encode(proof).length);
    }
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1600);
  });
});
