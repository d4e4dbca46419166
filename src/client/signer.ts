import type { Fault } from './answers.ts';

/** A key that signs; the private half stays where it is. */
export interface Signer {
  /** Raw Ed25519 public key, 32 bytes. */
  readonly publicKey: Uint8Array;
  /** Raw Ed25519 signature of `data`, 64 bytes. */
  sign(data: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

export interface RegisterOptions {
  readonly corpus: string;
  /** The registrar's key, as the registry knows it. */
  readonly signer: Signer;
  readonly environment: 'production' | 'staging' | 'local';
  /** Origin that the registry goes by, where it is not the address it is called at. */
  readonly origin?: string | undefined;
  /** `decoy` for documents that are false: found by nobody until they are opened. */
  readonly state?: 'authentic' | 'decoy' | undefined;
  /** Files read at the same time; default 4. */
  readonly concurrency?: number | undefined;
}

/** What became of one file. */
export interface Registered {
  readonly name: string | null;
  readonly status: 'registered' | 'already_registered' | 'failed';
  /** Null for a failed one. */
  readonly record: string | null;
  readonly errors: readonly Fault[];
  /** Why content could not be read, though the bytes are registered. */
  readonly problem: string | null;
}

/**
 * A signer over a key pair of WebCrypto, Ed25519: the private key need not be extractable.
 *
 * @throws DOMException for keys of another kind
 */
export async function webCryptoSigner(pair: CryptoKeyPair): Promise<Signer> {
  const raw = (await crypto.subtle.exportKey('raw', pair.publicKey)) as ArrayBuffer;
  return {
    publicKey: new Uint8Array(raw),
    async sign(data) {
      const bytes = data as Uint8Array<ArrayBuffer>;
      return new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, bytes));
    },
  };
}
