import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyMerkleInclusion } from '../../node_modules/@sigstore/verify/dist/tlog/merkle.js';
import { memoryTiles } from '../../src/tlog/memory-tiles.ts';
import { leafHash, root } from '../../src/tlog/merkle.ts';
import {
  consistencyProof,
  equal,
  inclusionProof,
  inclusionRoot,
  verifyConsistency,
} from '../../src/tlog/proof.ts';
import { someEntries } from './trees.ts';

const ENTRIES = someEntries(900);
const TREE = memoryTiles(ENTRIES);
const refused = expect.objectContaining({ code: 'bad_proof' });

const sizes = fc.oneof(
  fc.integer({ min: 1, max: 900 }),
  fc.constantFrom(1, 2, 3, 4, 255, 256, 257, 511, 512, 513, 768, 900),
);
const place = sizes.chain((size) =>
  fc.record({ size: fc.constant(size), index: fc.nat(size - 1) }),
);
const pair = sizes.chain((size) => fc.record({ size: fc.constant(size), old: fc.nat(size) }));

/** What npm's sigstore says of a proof. */
function sigstoreAccepts(
  entry: Uint8Array,
  index: number,
  size: number,
  hash: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  const inclusionProof = { logIndex: `${index}`, hashes: proof.map((one) => Buffer.from(one)) };
  const canonicalizedBody = Buffer.from(entry);
  // The rest of an entry of theirs is not looked at.
  const claim = { canonicalizedBody, inclusionProof } as Parameters<
    typeof verifyMerkleInclusion
  >[0];
  const checkpoint = { logSize: BigInt(size), logHash: Buffer.from(hash) };
  try {
    verifyMerkleInclusion(claim, checkpoint as Parameters<typeof verifyMerkleInclusion>[1]);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === 'TLOG_INCLUSION_PROOF_ERROR') return false;
    throw error;
  }
}

function weAccept(...[entry, index, size, hash, proof]: Parameters<typeof sigstoreAccepts>) {
  try {
    return equal(inclusionRoot(leafHash(entry), index, size, proof), hash);
  } catch (error) {
    expect(error).toEqual(refused);
    return false;
  }
}

describe('inclusion', () => {
  it('is proven to us and to sigstore, for any leaf of any tree', async () => {
    await fc.assert(
      fc.asyncProperty(place, async ({ index, size }) => {
        const proof = await inclusionProof(TREE.fetch, index, size);
        const hash = root(ENTRIES.slice(0, size));
        const entry = ENTRIES[index] as Uint8Array;
        expect(weAccept(entry, index, size, hash, proof)).toBe(true);
        expect(sigstoreAccepts(entry, index, size, hash, proof)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('is believed by us exactly when sigstore believes it', async () => {
    const change = fc.record({
      index: fc.integer({ min: -2, max: 2 }),
      size: fc.integer({ min: -2, max: 2 }),
      drop: fc.nat(2),
      add: fc.nat(2),
      flip: fc.option(fc.nat(40)),
      entry: fc.boolean(),
    });
    let believed = 0;
    await fc.assert(
      fc.asyncProperty(place, change, async ({ index, size }, by) => {
        const proof = (await inclusionProof(TREE.fetch, index, size)).map((one) => one.slice());
        const hash = root(ENTRIES.slice(0, size));
        proof.splice(0, by.drop);
        for (let i = 0; i < by.add; i++) proof.push(new Uint8Array(32));
        const flipped = by.flip === null ? undefined : proof[by.flip];
        if (flipped) flipped[0] = (flipped[0] as number) ^ 1;
        const entry = by.entry ? someEntries(1, 5000)[0] : ENTRIES[index];
        const claim = [entry as Uint8Array, index + by.index, size + by.size, hash, proof] as const;
        const ours = weAccept(...claim);
        expect(ours).toBe(sigstoreAccepts(...claim));
        if (ours) believed++;
      }),
      // Some cases change nothing: those must be among the believed.
      {
        numRuns: 400,
        examples: [
          [
            { index: 3, size: 9 },
            { index: 0, size: 0, drop: 0, add: 0, flip: null, entry: false },
          ],
        ],
      },
    );
    expect(believed).toBeGreaterThan(0);
  });

  it('needs a leaf that is there', async () => {
    await expect(inclusionProof(TREE.fetch, 5, 5)).rejects.toThrow(RangeError);
    await expect(inclusionProof(TREE.fetch, -1, 5)).rejects.toThrow(RangeError);
    await expect(inclusionProof(TREE.fetch, 0, 901)).rejects.toMatchObject({ code: 'missing' });
  });
});

describe('consistency', () => {
  it('is proven between any two sizes', async () => {
    await fc.assert(
      fc.asyncProperty(pair, async ({ old, size }) => {
        const proof = await consistencyProof(TREE.fetch, old, size);
        const before = { size: old, root: root(ENTRIES.slice(0, old)) };
        const now = { size, root: root(ENTRIES.slice(0, size)) };
        expect(() => verifyConsistency(before, now, proof)).not.toThrow();
      }),
      { numRuns: 200 },
    );
  });

  it('is not proven of a log that was rewritten, nor by a proof for other sizes', async () => {
    const rewritten = [...ENTRIES];
    rewritten[17] = someEntries(1, 7000)[0] as Uint8Array;
    const fork = memoryTiles(rewritten);
    await fc.assert(
      fc.asyncProperty(pair, fc.nat(899), async ({ old, size }, other) => {
        fc.pre(old > 17);
        const before = { size: old, root: root(ENTRIES.slice(0, old)) };
        const now = { size, root: root(rewritten.slice(0, size)) };
        for (const tiles of [fork, TREE]) {
          const proof = await consistencyProof(tiles.fetch, old, size);
          expect(() => verifyConsistency(before, now, proof)).toThrowError(refused);
        }
        const genuine = { size, root: root(ENTRIES.slice(0, size)) };
        const wrong = await consistencyProof(TREE.fetch, Math.min(other, size), size);
        const right = await consistencyProof(TREE.fetch, old, size);
        fc.pre(wrong.length !== right.length);
        expect(() => verifyConsistency(before, genuine, wrong)).toThrowError(refused);
      }),
      { numRuns: 60 },
    );
  });

  it('is not proven of a log that has become shorter, or has two roots', () => {
    const head = (size: number) => ({ size, root: root(ENTRIES.slice(0, size)) });
    expect(() => verifyConsistency(head(9), head(8), [])).toThrowError(refused);
    expect(() => verifyConsistency(head(9), { ...head(9), root: head(8).root }, [])).toThrowError(
      refused,
    );
    expect(() => verifyConsistency(head(0), head(9), [new Uint8Array(32)])).toThrowError(refused);
    expect(() => verifyConsistency(head(8), head(9), [])).toThrowError(refused);
  });
});
