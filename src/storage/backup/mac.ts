import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type * as z from 'zod';
import type { Vouched } from '../../registry/contract-backup.ts';
import { RegistryError } from '../../registry/errors.ts';
import { type Key, type KeyRing, parseKeys } from '../keys.ts';

/** The secrets that a backup is worth nothing without. */
export interface Secrets {
  readonly LOOKUP_KEYS: string;
  readonly SEAL_KEYS: string;
}

/** Vouches for text, and knows again what it vouched for. */
export class Voucher {
  readonly #seals: KeyRing;
  readonly #lookups: KeyRing;

  /** @throws TypeError for secrets that cannot be read */
  constructor({ LOOKUP_KEYS, SEAL_KEYS }: Secrets) {
    this.#seals = parseKeys(SEAL_KEYS, 'SEAL_KEYS');
    this.#lookups = parseKeys(LOOKUP_KEYS, 'LOOKUP_KEYS');
  }

  vouch(value: object): Vouched {
    const text = JSON.stringify(value);
    return { text, mac: macOf(this.#seals[0], text) };
  }

  /**
   * Reads what was vouched for here, or where the same secrets are.
   *
   * @throws RegistryError `backup_invalid`
   */
  open<T>({ text, mac }: Vouched, schema: z.ZodType<T>): T {
    const id = mac.slice(0, mac.indexOf(':'));
    const key = this.#seals.find((one) => one.id === id);
    if (!key) {
      throw invalid(`It was taken under the sealing key ${id}, which SEAL_KEYS has not.`);
    }
    if (!isEqual(macOf(key, text), mac)) {
      throw invalid('It was changed, or was taken by a registry with other secrets.');
    }
    const parsed = schema.safeParse(JSON.parse(text));
    if (!parsed.success) throw invalid('It is not what belongs here.');
    return parsed.data;
  }

  get sealIds(): string[] {
    return this.#seals.map(({ id }) => id);
  }

  /** Tells the look-up keys apart without telling them. */
  get lookupChecks(): { id: string; check: string }[] {
    return this.#lookups.map((key) => ({
      id: key.id,
      check: bytesToHex(hmac(sha256, key.bytes, utf8ToBytes('empreinte/backup/v1/key'))),
    }));
  }
}

export function invalid(detail: string): RegistryError {
  return new RegistryError('backup_invalid', detail);
}

function macOf({ id, bytes }: Key, text: string): string {
  const key = hmac(sha256, bytes, utf8ToBytes('empreinte/backup/v1'));
  return `${id}:${bytesToHex(hmac(sha256, key, utf8ToBytes(text)))}`;
}

/** In a time that depends on the length only. */
function isEqual(a: string, b: string): boolean {
  let different = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) different |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return different === 0;
}
