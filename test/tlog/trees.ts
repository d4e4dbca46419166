import { generateKeyPairSync } from 'node:crypto';
import { ED25519, type NoteSigner, pkcs8Signer } from '../../src/tlog/key.ts';
import { encodeLeaf } from '../../src/tlog/leaf.ts';

/** A private key that nobody has used before, PKCS #8. */
export function freshKey(): Uint8Array {
  return generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' });
}

export function freshSigner(name = 'log.example/log', type = ED25519): Promise<NoteSigner> {
  return pkcs8Signer(name, type, freshKey());
}

/** Entries as our log has them, all different. */
export function someEntries(count: number, from = 0): Uint8Array[] {
  return Array.from({ length: count }, (_, i) => {
    const commitment = new Uint8Array(32);
    new DataView(commitment.buffer).setUint32(0, from + i);
    return encodeLeaf({ type: 'register', time: 1_800_000_000_000 + from + i, commitment });
  });
}
