import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Fingerprint } from '../fingerprint/profile.ts';
import { committedLayers, layerLeaf } from './commitment.ts';
import { LogError } from './error.ts';
import { memoryTiles } from './memory-tiles.ts';
import { leafHash } from './merkle.ts';
import { equal, inclusionProof, inclusionRoot } from './proof.ts';

/** Shows one layer of a record's commitment; the other layers stay closed. */
export interface Opening {
  /** Part and layer, e.g. `0/2:content.body`. */
  readonly path: string;
  readonly value: string;
  /** Salt of this layer alone, 32 bytes. */
  readonly salt: Uint8Array;
  /** Place among the record's layers, and how many there are. */
  readonly index: number;
  readonly size: number;
  /** From the layer's sibling up to the record's commitment. */
  readonly proof: readonly Uint8Array[];
}

/**
 * Opens layers of a record.
 *
 * @param salt the record's own, which opens everything and is never shown
 * @throws RangeError for a path that the fingerprint has not
 */
export async function openLayers(
  fingerprint: Fingerprint,
  salt: Uint8Array,
  paths: readonly string[],
): Promise<Opening[]> {
  const layers = committedLayers(fingerprint);
  const tree = memoryTiles(layers.map((layer) => layerLeaf(layer, salt)));
  return Promise.all(
    paths.map(async (path) => {
      const index = layers.findIndex((layer) => layer.path === path);
      const layer = layers[index];
      if (!layer) throw new RangeError(`no layer ${path}`);
      return {
        ...layer,
        salt: hmac(sha256, salt, utf8ToBytes(path)),
        index,
        size: layers.length,
        proof: await inclusionProof(tree.fetch, index, layers.length),
      };
    }),
  );
}

/** @throws LogError `bad_proof` unless the layer is one of those committed to */
export function verifyOpening(opening: Opening, commitment: Uint8Array): void {
  const { path, value, salt, index, size, proof } = opening;
  const data = concatBytes(salt, utf8ToBytes(path), Uint8Array.of(0), utf8ToBytes(value));
  if (salt.length !== 32 || path.includes('\0')) {
    throw new LogError('bad_proof', 'the layer cannot be read');
  }
  if (!equal(inclusionRoot(leafHash(data), index, size, proof), commitment)) {
    throw new LogError('bad_proof', 'the layer is not one that the record commits to');
  }
}
