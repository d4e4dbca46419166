import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';

/**
 * Secrets of the Worker, as `schema/storage.md` has them: lists separated by commas, newest first. This is
 * the only place of the command line that makes them.
 */

/** 32 random bytes under an id, as LOOKUP_KEYS and SEAL_KEYS list them. */
export function namedKey(id: string): string {
  return `${id}:${randomBytes(32).toString('base64')}`;
}

/** A new Ed25519 private key, PKCS #8 in base64, as LOG_KEYS and RECEIPT_KEYS list them. */
export function signingKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
}

/** Whether a text is what `namedKey` makes. */
export function isNamedKey(text: string): boolean {
  return /^[A-Za-z0-9_-]{1,16}:[A-Za-z0-9+/]{43}=$/.test(text);
}

/** Whether a text is what `signingKey` makes. */
export function isSigningKey(text: string): boolean {
  try {
    const key = Buffer.from(text, 'base64');
    const { asymmetricKeyType } = createPrivateKey({ key, format: 'der', type: 'pkcs8' });
    return asymmetricKeyType === 'ed25519' && key.toString('base64') === text;
  } catch {
    return false;
  }
}

/**
 * An id for the key after the newest: its number and one more, or 2 behind a name without number.
 *
 * @param ids of all present keys, newest first
 */
export function nextId([newest = 'k', ...old]: readonly string[]): string {
  const [, name = '', digits = '1'] = /^(.*?)(\d{0,9})$/.exec(newest) ?? [];
  const known = new Set([newest, ...old]);
  for (let number = Number(digits || '1') + 1; ; number++) {
    const id = `${name.slice(0, 16 - `${number}`.length)}${number}`;
    if (!known.has(id)) return id;
  }
}
