import { base64ToBytes, bytesToBase64 } from './base64.ts';
import type { KeyRing } from './keys.ts';
import { pad, unpad } from './padme.ts';

/**
 * Sealed values: AES-256-GCM (NIST SP 800-38D) under a random 12-byte nonce, padded first, with
 * what the value belongs to as associated data, so that no row can be moved to another record.
 *
 * Random nonces collide with probability n²/2⁹⁷: 10⁸ seals under one key stay under 2⁻⁴³.
 */
export class Sealer {
  readonly #ring: KeyRing;
  readonly #imported = new Map<string, Promise<CryptoKey>>();

  constructor(ring: KeyRing) {
    this.#ring = ring;
  }

  /**
   * @param owner record id or batch UUID
   * @param field what of it, so that two fields cannot be swapped
   * @param floor smallest size class, bytes
   */
  async sealBytes(data: Uint8Array, owner: string, field: string, floor: number) {
    const { id } = this.#ring[0];
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt(
      { name: 'AES-GCM', iv: nonce, additionalData: associated(id, owner, field) },
      await this.#key(id),
      pad(data, floor),
    );
    const bytes = new Uint8Array(12 + sealed.byteLength);
    bytes.set(nonce);
    bytes.set(new Uint8Array(sealed), 12);
    return { id, bytes };
  }

  /** @throws Error for another key, owner or field, or a changed byte */
  async openBytes(id: string, bytes: Uint8Array, owner: string, field: string) {
    const opened = await crypto.subtle.decrypt(
      {
        name: 'AES-GCM',
        iv: bytes.subarray(0, 12),
        additionalData: associated(id, owner, field),
      },
      await this.#key(id),
      bytes.subarray(12),
    );
    return unpad(new Uint8Array(opened));
  }

  /** The same for bytes that stand without a key id: the key that authenticates them is theirs. */
  async openAny(bytes: Uint8Array, owner: string, field: string) {
    let failure: unknown;
    for (const { id } of this.#ring) {
      try {
        return await this.openBytes(id, bytes, owner, field);
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }

  /** Text column: key id, colon, base64. */
  async seal(data: Uint8Array, owner: string, field: string, floor: number): Promise<string> {
    const { id, bytes } = await this.sealBytes(data, owner, field, floor);
    return `${id}:${bytesToBase64(bytes)}`;
  }

  async open(text: string, owner: string, field: string): Promise<Uint8Array> {
    const colon = text.indexOf(':');
    return this.openBytes(text.slice(0, colon), base64ToBytes(text.slice(colon + 1)), owner, field);
  }

  #key(id: string): Promise<CryptoKey> {
    const known = this.#imported.get(id);
    if (known) return known;
    const key = this.#ring.find((candidate) => candidate.id === id);
    if (!key) return Promise.reject(new Error(`no seal key ${id}`));
    const imported = crypto.subtle.importKey('raw', key.bytes, 'AES-GCM', false, [
      'encrypt',
      'decrypt',
    ]);
    this.#imported.set(id, imported);
    return imported;
  }
}

const encoder = new TextEncoder();

function associated(key: string, owner: string, field: string): Uint8Array {
  return encoder.encode(`empreinte/seal/v1\0${key}\0${owner}\0${field}`);
}
