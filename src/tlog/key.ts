import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { fromBase64, toBase64 } from './base64.ts';

/**
 * Keys of signed notes (C2SP signed-note): a name, a 32-bit id and a type. Verifier keys are written
 * `name+id in hex+base64(type || public key)`.
 */

export const ED25519 = 0x01;
/** Timestamped Ed25519 cosignature of a witness (C2SP tlog-cosignature). */
export const COSIGNATURE = 0x04;

export interface VerifierKey {
  readonly name: string;
  /** 8 hex digits. */
  readonly id: string;
  readonly type: number;
  /** As the type encodes it; 32 bytes for the types known here. */
  readonly publicKey: Uint8Array;
}

/** Signs notes under a name; the private half stays where it is. */
export interface NoteSigner {
  readonly key: VerifierKey;
  /** Raw Ed25519 signature of `data`, 64 bytes. */
  sign(data: Uint8Array): Promise<Uint8Array>;
}

/** Neither empty nor with spaces, controls or a plus sign. */
export function isKeyName(name: string): boolean {
  return /^[^\s+\p{C}]+$/u.test(name);
}

/** @throws RangeError for a name that a note cannot carry */
export function verifierKey(name: string, type: number, publicKey: Uint8Array): VerifierKey {
  if (!isKeyName(name)) throw new RangeError('a key name has no spaces, controls or plus signs');
  const digest = sha256(concatBytes(utf8ToBytes(`${name}\n`), Uint8Array.of(type), publicKey));
  return { name, id: hex(digest.subarray(0, 4)), type, publicKey };
}

export function formatVerifierKey({ name, id, type, publicKey }: VerifierKey): string {
  return `${name}+${id}+${toBase64(concatBytes(Uint8Array.of(type), publicKey))}`;
}

/**
 * Reads a verifier key of a type known here.
 *
 * @returns null for any other text, and for an id that is not that of name and key
 */
export function parseVerifierKey(text: string): VerifierKey | null {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text);
  if (!match) return null;
  const [, name = '', id, encoded = ''] = match;
  const bytes = fromBase64(encoded);
  const [type] = bytes ?? [];
  if (bytes?.length !== 33 || (type !== ED25519 && type !== COSIGNATURE)) return null;
  if (!isKeyName(name)) return null;
  const key = verifierKey(name, type, bytes.slice(1));
  return key.id === id ? key : null;
}

/** Whether `signature` is the key's over `data` (RFC 8032, by the platform). */
export async function verifyEd25519(
  publicKey: Uint8Array,
  data: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const key = await crypto.subtle.importKey('raw', copy(publicKey), 'Ed25519', false, ['verify']);
  return crypto.subtle.verify('Ed25519', key, copy(signature), copy(data));
}

/**
 * A signer over an Ed25519 private key in PKCS #8 (RFC 8410), which is also the only form that
 * every runtime imports.
 *
 * @param type `ED25519` for a log, `COSIGNATURE` for a witness
 * @throws TypeError for anything else than such a key
 */
export async function pkcs8Signer(
  name: string,
  type: number,
  pkcs8: Uint8Array,
): Promise<NoteSigner> {
  try {
    const readable = await crypto.subtle.importKey('pkcs8', copy(pkcs8), 'Ed25519', true, ['sign']);
    const { x } = (await crypto.subtle.exportKey('jwk', readable)) as { readonly x?: string };
    const publicKey = fromBase64(`${(x ?? '').replaceAll('-', '+').replaceAll('_', '/')}=`);
    if (publicKey?.length !== 32) throw new TypeError('no public key');
    const secret = await crypto.subtle.importKey('pkcs8', copy(pkcs8), 'Ed25519', false, ['sign']);
    return {
      key: verifierKey(name, type, publicKey),
      sign: async (data) => new Uint8Array(await crypto.subtle.sign('Ed25519', secret, copy(data))),
    };
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw new TypeError('expected an Ed25519 private key in PKCS #8');
  }
}

/** WebCrypto's types want bytes over a plain ArrayBuffer. */
function copy(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
