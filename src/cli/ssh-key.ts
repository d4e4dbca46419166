import {
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import { KEY_TYPE, publicKeyBlob, publicKeyLine, type Signer, sshString } from '../tlog/sshsig.ts';
import { parsePublicKeyLine } from '../tlog/sshsig-verify.ts';

/**
 * OpenSSH private key files without passphrase (OpenSSH, PROTOCOL.key): Ed25519 only.
 *
 * `openssh-key-v1\0`, then cipher, kdf and kdf options as SSH strings, the number of keys,
 * the public key, and the private section: twice a random check number, key type, public
 * key, private key (32 bytes of seed and the public key), comment, padding 1, 2, 3, …
 */

/** The file is no key that can sign here; the message says in one line what it is. */
export class KeyError extends Error {
  override readonly name = 'KeyError';
  /** Raw public half, where the private one cannot be read: an agent may hold it. */
  readonly publicKey: Uint8Array | null;

  constructor(message: string, publicKey: Uint8Array | null = null) {
    super(message);
    this.publicKey = publicKey;
  }
}

export interface SshKey extends Signer {
  readonly comment: string;
}

const MAGIC = Buffer.from('openssh-key-v1\0');
const HEAD = '-----BEGIN OPENSSH PRIVATE KEY-----';
const TAIL = '-----END OPENSSH PRIVATE KEY-----';
/** PKCS #8 around a raw Ed25519 seed (RFC 8410 section 7). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** @throws KeyError; with the public half for a public key and one behind a passphrase */
export function parsePrivateKey(text: string): SshKey {
  const half = parsePublicKeyLine(text.trim());
  if (half) throw new KeyError('a public key; name the private one, without .pub', half);
  const lines = text.trim().split(/\r?\n/);
  if (lines[0] !== HEAD || lines.at(-1) !== TAIL) throw new KeyError(whatElse(text));
  const file = new Reader(Buffer.from(lines.slice(1, -1).join(''), 'base64'));
  if (!file.take(MAGIC.length).equals(MAGIC)) throw new KeyError('not an OpenSSH key file');
  const cipher = file.string().toString();
  const kdf = file.string().toString();
  file.string();
  if (file.uint32() !== 1) throw new KeyError('holds more than one key');
  const outer = file.string();
  if (cipher !== 'none' || kdf !== 'none') {
    throw new KeyError('protected by a passphrase', outerKey(outer));
  }
  const inner = new Reader(file.string());
  const check = inner.uint32();
  if (inner.uint32() !== check) throw new KeyError('damaged');
  const type = inner.string().toString();
  if (type !== KEY_TYPE)
    throw new KeyError(`an ${type.slice(0, 40)} key; only ${KEY_TYPE} signs here`);
  const publicKey = inner.string();
  const secret = inner.string();
  const comment = inner.string().toString();
  if (publicKey.length !== 32 || secret.length !== 64) throw new KeyError('damaged');
  const key = privateKeyOf(secret.subarray(0, 32));
  // Signing with a public key that is not the seed's would give the seed away.
  const derived = publicKeyOf(key);
  if (
    !derived.equals(publicKey) ||
    !derived.equals(secret.subarray(32)) ||
    !outer.equals(publicKeyBlob(derived))
  ) {
    throw new KeyError('damaged: its public and private halves do not belong together');
  }
  return { publicKey: new Uint8Array(derived), comment, sign: (data) => sign(null, data, key) };
}

/** A new key pair: the text of the private key file and the public key line. */
export function createKeyPair(comment: string): { privateKey: string; publicKey: string } {
  const { privateKey } = generateKeyPairSync('ed25519');
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32);
  const publicKey = publicKeyOf(privateKey);
  const check = randomBytes(4);
  const section = Buffer.concat([
    check,
    check,
    sshString(KEY_TYPE),
    sshString(publicKey),
    sshString(Buffer.concat([seed, publicKey])),
    sshString(comment),
  ]);
  // Padded to the block size of the cipher `none`, 8 bytes.
  const padding = Uint8Array.from({ length: (8 - (section.length % 8)) % 8 }, (_, i) => i + 1);
  const blob = Buffer.concat([
    MAGIC,
    sshString('none'),
    sshString('none'),
    sshString(''),
    Buffer.from([0, 0, 0, 1]),
    sshString(publicKeyBlob(publicKey)),
    sshString(Buffer.concat([section, padding])),
  ]);
  const lines = blob.toString('base64').match(/.{1,70}/g) ?? [];
  return {
    privateKey: [HEAD, ...lines, TAIL, ''].join('\n'),
    publicKey: publicKeyLine(publicKey, comment),
  };
}

/** The key that the unencrypted part of a file names; null for one of another type. */
function outerKey(blob: Buffer): Uint8Array | null {
  return parsePublicKeyLine(`${KEY_TYPE} ${blob.toString('base64')}`);
}

function privateKeyOf(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
}

function publicKeyOf(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
}

function whatElse(text: string): string {
  if (/^(ssh|ecdsa|sk)-/.test(text)) return `a public key that is no ${KEY_TYPE} one`;
  if (text.includes('PRIVATE KEY-----')) {
    return 'a key in another format; `ssh-keygen -p -f FILE` rewrites it as an OpenSSH key';
  }
  return 'not an OpenSSH private key';
}

/** RFC 4251 fields off a hostile buffer. */
export class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  take(length: number): Buffer {
    if (length > this.#bytes.length - this.#at) throw new KeyError('damaged: it ends early');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  uint32(): number {
    return this.take(4).readUInt32BE();
  }

  string(): Buffer {
    return this.take(this.uint32());
  }
}
