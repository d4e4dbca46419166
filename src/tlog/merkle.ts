import { sha256 } from '@noble/hashes/sha2.js';

/**
 * Merkle tree hashing of RFC 6962, section 2.1 (kept unchanged by RFC 9162): a leaf is
 * SHA-256(0x00 || data), a node SHA-256(0x01 || left || right), and the left subtree of n
 * leaves holds the largest power of two that is smaller than n.
 */

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** Hash of one leaf's data, 32 bytes. */
export function leafHash(data: Uint8Array): Uint8Array {
  return sha256.create().update(LEAF).update(data).digest();
}

/** Hash of a node over its two children, 32 bytes. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256.create().update(NODE).update(left).update(right).digest();
}

/** Root over leaf data in order, 32 bytes; of no leaves, SHA-256 of nothing. */
export function root(leaves: Iterable<Uint8Array>): Uint8Array {
  return rootOfHashes(hashed(leaves));
}

function* hashed(leaves: Iterable<Uint8Array>): Generator<Uint8Array> {
  for (const leaf of leaves) yield leafHash(leaf);
}

/**
 * Root over hashes of subtrees of one size in order, leaf hashes for instance.
 *
 * Keeps one subtree root per set bit of the count, so that memory is logarithmic and no
 * recursion follows the input.
 */
export function rootOfHashes(hashes: Iterable<Uint8Array>): Uint8Array {
  return foldRight(perfectSubtrees(hashes));
}

/**
 * Roots of the perfect subtrees that hashes in order fall into, the largest first: one per set
 * bit of their number.
 */
export function perfectSubtrees(hashes: Iterable<Uint8Array>): Uint8Array[] {
  const subtrees: Uint8Array[] = [];
  let count = 0;
  for (const leaf of hashes) {
    let hash = leaf;
    for (let size = count; size % 2 === 1; size = (size - 1) / 2) {
      hash = nodeHash(subtrees.pop() as Uint8Array, hash);
    }
    subtrees.push(hash);
    count++;
  }
  return subtrees;
}

/** Root over perfect subtrees of falling size; of none, SHA-256 of nothing. */
export function foldRight(subtrees: readonly Uint8Array[]): Uint8Array {
  const last = subtrees.at(-1);
  if (!last) return sha256(new Uint8Array(0));
  return subtrees.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
}
