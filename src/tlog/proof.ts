import { splitPoint } from './decimal.ts';
import { LogError } from './error.ts';
import { foldRight, nodeHash, rootOfHashes } from './merkle.ts';
import { HASH_BYTES, hashesOf, TILE_WIDTH, type TileName, widthIn } from './tile.ts';

/**
 * Inclusion and consistency proofs of RFC 6962, sections 2.1.1 and 2.1.2, built from tiles by whoever
 * wants one, and checked against roots (RFC 9162, sections 2.1.3.2 and 2.1.4.2). Tiles need not be
 * trusted: a proof from false tiles does not lead to the root.
 */

/** Gives a tile's bytes, or throws; every tile that a proof needs is asked for at once. */
export type TileFetcher = (tile: TileName) => Promise<Uint8Array>;

/**
 * Proof that the leaf at `index` is in the tree of `size` leaves, from the leaf's sibling up.
 *
 * @throws RangeError unless 0 <= index < size; LogError `missing` for a tile of another length
 */
export async function inclusionProof(
  tiles: TileFetcher,
  index: number,
  size: number,
): Promise<Uint8Array[]> {
  if (!(index >= 0 && index < size)) throw new RangeError('the tree has no such leaf');
  const ranges: Range[] = [];
  let [low, high] = [0, size];
  while (high - low > 1) {
    const middle = low + splitPoint(high - low);
    if (index < middle) {
      ranges.unshift([middle, high]);
      high = middle;
    } else {
      ranges.unshift([low, middle]);
      low = middle;
    }
  }
  return rangeRoots(tiles, ranges, size);
}

/**
 * Proof that the tree of `size` leaves begins with the tree of `old` leaves.
 *
 * @throws RangeError unless 0 <= old <= size; LogError as above
 */
export async function consistencyProof(
  tiles: TileFetcher,
  old: number,
  size: number,
): Promise<Uint8Array[]> {
  if (!(old >= 0 && old <= size)) throw new RangeError('the tree was never so small');
  if (old === 0 || old === size) return [];
  const ranges: Range[] = [];
  let [low, high] = [0, size];
  // As long as the old tree is the left half of what is looked at, its root needs no proof.
  while (old !== high) {
    const middle = low + splitPoint(high - low);
    if (old <= middle) {
      ranges.unshift([middle, high]);
      high = middle;
    } else {
      ranges.unshift([low, middle]);
      low = middle;
    }
  }
  if (low !== 0) ranges.unshift([low, high]);
  return rangeRoots(tiles, ranges, size);
}

/**
 * Root that a leaf's hash and its inclusion proof lead to.
 *
 * @throws LogError `bad_proof` when the proof cannot belong to that place in a tree of that size
 */
export function inclusionRoot(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
): Uint8Array {
  if (!(Number.isSafeInteger(index) && index >= 0 && index < size)) fail('no such leaf');
  let [at, last, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) fail('the proof is too long');
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sibling, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  if (last !== 0) fail('the proof is too short');
  return hash;
}

/**
 * Checks that a tree begins with an older one.
 *
 * @throws LogError `bad_proof`
 */
export function verifyConsistency(
  old: { readonly size: number; readonly root: Uint8Array },
  now: { readonly size: number; readonly root: Uint8Array },
  proof: readonly Uint8Array[],
): void {
  if (old.size > now.size) fail('the log has become shorter');
  if (old.size === 0 || old.size === now.size) {
    if (proof.length > 0) fail('the proof should be empty');
    if (old.size > 0 && !equal(old.root, now.root)) fail('two roots for one size');
    return;
  }
  let [at, last] = [old.size - 1, now.size - 1];
  while (at % 2 === 1) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  const path = at === 0 ? [old.root, ...proof] : [...proof];
  const first = path.shift() ?? fail('the proof is too short');
  let [before, after] = [first, first];
  for (const hash of path) {
    if (last === 0) fail('the proof is too long');
    if (at % 2 === 1 || at === last) {
      before = nodeHash(hash, before);
      after = nodeHash(hash, after);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else {
      after = nodeHash(after, hash);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  if (last !== 0) fail('the proof is too short');
  if (!equal(before, old.root)) fail('the old root is not in the new tree');
  if (!equal(after, now.root)) fail('the proof does not lead to the new root');
}

/** Whether two hashes are the same bytes; both are public, so time tells nothing. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Leaves from the first to before the second; the first is a multiple of the largest subtree's size. */
type Range = readonly [low: number, high: number];

async function rangeRoots(tiles: TileFetcher, ranges: readonly Range[], size: number) {
  const known = new Map<string, Promise<Uint8Array>>();
  const tile = (level: number, index: number) => {
    const key = `${level}/${index}`;
    const asked = known.get(key) ?? wholeTile(tiles, level, index, size);
    known.set(key, asked);
    return asked;
  };
  return Promise.all(
    ranges.map(async ([low, high]) => {
      const subtrees: Promise<Uint8Array>[] = [];
      for (let at = low; at < high; ) {
        let leaves = 1;
        while (at % (leaves * 2) === 0 && at + leaves * 2 <= high) leaves *= 2;
        subtrees.push(subtreeRoot(tile, at, leaves));
        at += leaves;
      }
      return foldRight(await Promise.all(subtrees));
    }),
  );
}

/** Root of a perfect subtree: one hash of a tile, or the root over up to 128 of them. */
async function subtreeRoot(
  tile: (level: number, index: number) => Promise<Uint8Array>,
  start: number,
  leaves: number,
): Promise<Uint8Array> {
  let [level, span] = [0, 1];
  while (span * TILE_WIDTH <= leaves) [level, span] = [level + 1, span * TILE_WIDTH];
  const first = start / span;
  const at = first % TILE_WIDTH;
  const bytes = await tile(level, Math.floor(first / TILE_WIDTH));
  return rootOfHashes(hashesOf(bytes).slice(at, at + leaves / span));
}

async function wholeTile(tiles: TileFetcher, level: number, index: number, size: number) {
  const width = widthIn(level, index, size);
  const bytes = await tiles({ level, index, width });
  if (bytes.length !== width * HASH_BYTES) {
    throw new LogError(
      'missing',
      `tile ${level}/${index} has another length than the log's size tells`,
    );
  }
  return bytes;
}

function fail(detail: string): never {
  throw new LogError('bad_proof', detail);
}
