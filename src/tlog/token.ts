import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, randomBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { crc32 } from '../fingerprint/crc32.ts';

/**
 * Bearer tokens, `emp_SCOPE_` with 30 random base62 characters (178 bits) and the CRC-32 of all
 * before it in 6, as GitHub's have it: a secret scanner knows one by sight, and one that was cut
 * off or made up is refused before anything is asked of the database. The registry keeps their
 * SHA-256 only; with 178 random bits nobody guesses one from that.
 */

/** What a token opens; `bootstrap` is taken once, by a registry that has no keyholders yet. */
export const SCOPES = ['admin', 'registrar', 'accredited', 'bootstrap'] as const;
export type Scope = (typeof SCOPES)[number];

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM_LENGTH = 30;
const TOKEN = /^emp_(admin|registrar|accredited|bootstrap)_([0-9A-Za-z]{30})([0-9A-Za-z]{6})$/;

/** A new token. @param random source of bytes; replaced in tests */
export function createToken(scope: Scope, random: (length: number) => Uint8Array = randomBytes) {
  let drawn = '';
  while (drawn.length < RANDOM_LENGTH) {
    for (const byte of random(2 * RANDOM_LENGTH)) {
      // 248 = 4 × 62: bytes from there on would favour the first characters.
      if (byte < 248 && drawn.length < RANDOM_LENGTH) drawn += ALPHABET.charAt(byte % 62);
    }
  }
  const head = `emp_${scope}_${drawn}`;
  return head + checksum(head);
}

/** The scope that a token names; null for what is none or was copied wrongly. */
export function scopeOf(token: string): Scope | null {
  const [, scope, , sum] = TOKEN.exec(token) ?? [];
  if (scope === undefined || checksum(token.slice(0, -6)) !== sum) return null;
  return scope as Scope;
}

/** Lower-case hex SHA-256, all that is kept of a token. */
export function tokenDigest(token: string): string {
  return bytesToHex(sha256(utf8ToBytes(token)));
}

/** 62^6 = 5.7 × 10^10 is more than 2^32, so six characters hold any CRC-32. */
function checksum(text: string): string {
  let rest = crc32(utf8ToBytes(text));
  let sum = '';
  for (let i = 0; i < 6; i++) {
    sum = ALPHABET.charAt(rest % 62) + sum;
    rest = Math.floor(rest / 62);
  }
  return sum;
}

/** Compares two hex digests in a time that depends on their length only. */
export function equalDigests(a: string, b: string): boolean {
  let different = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) different |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return different === 0;
}
