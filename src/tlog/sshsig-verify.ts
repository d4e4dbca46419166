import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { HEAD, KEY_TYPE, MAGIC, publicKeyBlob, sshString, TAIL } from './sshsig.ts';

/**
 * Reads and verifies the signatures of `ssh-keygen -Y sign` (OpenSSH, PROTOCOL.sshsig): Ed25519
 * keys, message hashed with SHA-512 or SHA-256. Everything here comes from strangers, so every
 * length is checked and nothing may follow the last field.
 */

/** An armoured signature taken apart; nothing of it is verified yet. */
export interface SshSignature {
  /** Raw Ed25519 public key that the signature names, 32 bytes. */
  readonly publicKey: Uint8Array;
  readonly namespace: string;
  readonly hash: 'sha512' | 'sha256';
  /** Not empty in no version so far; signed all the same. */
  readonly reserved: Uint8Array;
  /** Raw Ed25519 signature, 64 bytes. */
  readonly signature: Uint8Array;
}

/** Signatures of Ed25519 keys have about 300 characters; RSA keys would need a few thousand. */
const MAX_ARMOURED = 2000;
const HASHES = { sha512, sha256 } as const;

/** Null for anything but one armoured Ed25519 signature. */
export function parseSshSignature(text: string): SshSignature | null {
  if (text.length > MAX_ARMOURED) return null;
  const lines = text.trim().split(/\r?\n/);
  if (lines[0] !== HEAD || lines.at(-1) !== TAIL || lines.length < 3) return null;
  const blob = fromBase64(lines.slice(1, -1).join(''));
  const fields = blob && new Fields(blob);
  if (!fields || !equal(fields.take(MAGIC.length), MAGIC) || fields.uint32() !== 1) return null;
  const publicKey = ed25519Field(fields.string(), 32);
  const namespace = textOf(fields.string());
  const reserved = fields.string();
  const hash = textOf(fields.string());
  const signature = ed25519Field(fields.string(), 64);
  if (!publicKey || !signature || !reserved || namespace === null || !fields.ended) return null;
  if (hash !== 'sha512' && hash !== 'sha256') return null;
  return { publicKey, namespace, hash, reserved, signature };
}

/** Raw Ed25519 key of a public key line, `ssh-ed25519 AAAA…`; null for any other line. */
export function parsePublicKeyLine(line: string): Uint8Array | null {
  const base64 = /^ssh-ed25519 ([A-Za-z0-9+/]{68})(?: .*)?$/.exec(line)?.[1];
  return ed25519Field(base64 === undefined ? null : fromBase64(base64), 32);
}

/** As `ssh-keygen -l` prints a key: `SHA256:` and the unpadded base64 of SHA-256 over its blob. */
export function keyFingerprint(publicKey: Uint8Array): string {
  const digest = sha256(publicKeyBlob(publicKey));
  return `SHA256:${btoa(String.fromCharCode(...digest)).replace(/=+$/, '')}`;
}

/**
 * Verifies an armoured signature over `message`.
 *
 * @returns the raw public key that made it, 32 bytes; null for a signature of another message or
 *   namespace, one that is changed, and one that cannot be read. Whose key it is, is the caller's
 *   question.
 */
export async function verifySshSignature(
  message: Uint8Array,
  namespace: string,
  armoured: string,
): Promise<Uint8Array | null> {
  const parsed = parseSshSignature(armoured);
  if (parsed?.namespace !== namespace) return null;
  const data = concatBytes(
    MAGIC,
    sshString(namespace),
    sshString(parsed.reserved),
    sshString(parsed.hash),
    sshString(HASHES[parsed.hash](message)),
  );
  try {
    const key = await crypto.subtle.importKey('raw', own(parsed.publicKey), 'Ed25519', false, [
      'verify',
    ]);
    const good = await crypto.subtle.verify('Ed25519', key, own(parsed.signature), own(data));
    return good ? parsed.publicKey : null;
  } catch {
    // Bytes that are no point of the curve.
    return null;
  }
}

/** Whether two byte strings are equal; both are public. */
export function equal(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a !== null && b !== null && a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** RFC 8709: the key type, then `size` bytes, and nothing else. */
function ed25519Field(blob: Uint8Array | null, size: number): Uint8Array | null {
  const fields = blob && new Fields(blob);
  if (!fields || textOf(fields.string()) !== KEY_TYPE) return null;
  const value = fields.string();
  return value?.length === size && fields.ended ? value : null;
}

function textOf(bytes: Uint8Array | null): string | null {
  return bytes && new TextDecoder().decode(bytes);
}

function fromBase64(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) return null;
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** Web Crypto's types want bytes over an ArrayBuffer of their own. */
function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(bytes);
}

/** RFC 4251 fields off a hostile buffer; null from the first that is not there. */
class Fields {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get ended(): boolean {
    return this.#at === this.#bytes.length;
  }

  take(length: number): Uint8Array | null {
    if (length > this.#bytes.length - this.#at) return null;
    this.#at += length;
    return this.#bytes.slice(this.#at - length, this.#at);
  }

  uint32(): number | null {
    const bytes = this.take(4);
    return bytes && new DataView(bytes.buffer).getUint32(0);
  }

  string(): Uint8Array | null {
    const length = this.uint32();
    return length === null ? null : this.take(length);
  }
}
