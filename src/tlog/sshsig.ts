import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * SSH signatures as `ssh-keygen -Y sign` makes them (OpenSSH, PROTOCOL.sshsig), Ed25519
 * keys only, message hashed with SHA-512.
 *
 * Signed: `SSHSIG`, then as SSH strings namespace, reserved, hash name and message hash.
 * Armoured: `SSHSIG`, version 1, then as SSH strings public key, namespace, reserved, hash
 * name and signature.
 */

/** A key that signs; the private half stays where it is. */
export interface Signer {
  /** Raw Ed25519 public key, 32 bytes. */
  readonly publicKey: Uint8Array;
  /** Raw Ed25519 signature of `data`, 64 bytes. */
  sign(data: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

export const KEY_TYPE = 'ssh-ed25519';
export const MAGIC = utf8ToBytes('SSHSIG');
const VERSION = Uint8Array.of(0, 0, 0, 1);
const HASH = 'sha512';
/** As ssh-keygen breaks its lines. */
const LINE = 70;
export const HEAD = '-----BEGIN SSH SIGNATURE-----';
export const TAIL = '-----END SSH SIGNATURE-----';

/** RFC 4251 `string`: 32-bit big-endian length, then the bytes. */
export function sshString(value: Uint8Array | string): Uint8Array {
  const bytes = typeof value === 'string' ? utf8ToBytes(value) : value;
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes.length);
  return concatBytes(length, bytes);
}

/** Public key blob, RFC 8709: key type and 32 bytes. */
export function publicKeyBlob(publicKey: Uint8Array): Uint8Array {
  if (publicKey.length !== 32) throw new RangeError('an Ed25519 public key has 32 bytes');
  return concatBytes(sshString(KEY_TYPE), sshString(publicKey));
}

/** Public key line, `ssh-ed25519 AAAA…` with the comment if there is one. */
export function publicKeyLine(publicKey: Uint8Array, comment = ''): string {
  const line = `${KEY_TYPE} ${toBase64(publicKeyBlob(publicKey))}`;
  return comment === '' ? line : `${line} ${comment}`;
}

/** What an Ed25519 key signs for `message` under `namespace`. */
export function signedData(message: Uint8Array, namespace: string): Uint8Array {
  return concatBytes(MAGIC, ...context(namespace), sshString(sha512(message)));
}

/**
 * The armoured signature around a raw one over `signedData`.
 *
 * @param publicKey 32 bytes
 * @param signature 64 bytes
 * @throws RangeError when either has another size
 */
export function armour(publicKey: Uint8Array, namespace: string, signature: Uint8Array): string {
  if (signature.length !== 64) throw new RangeError('an Ed25519 signature has 64 bytes');
  const blob = concatBytes(
    MAGIC,
    VERSION,
    sshString(publicKeyBlob(publicKey)),
    ...context(namespace),
    sshString(concatBytes(sshString(KEY_TYPE), sshString(signature))),
  );
  const lines = toBase64(blob).match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  return [HEAD, ...lines, TAIL, ''].join('\n');
}

/**
 * Signs `message` under `namespace` and armours the signature.
 *
 * @throws RangeError when the signer's key or signature has another size
 */
export async function sshSignature(
  message: Uint8Array,
  namespace: string,
  signer: Signer,
): Promise<string> {
  const signature = await signer.sign(signedData(message, namespace));
  return armour(signer.publicKey, namespace, signature);
}

function context(namespace: string): Uint8Array[] {
  return [sshString(namespace), sshString(''), sshString(HASH)];
}

/** Of the few hundred bytes that keys and signatures have. */
function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
