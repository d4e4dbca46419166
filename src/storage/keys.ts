/**
 * Secrets as the environment holds them: `id:base64`, separated by commas, newest first. The
 * first key writes, every key reads, so that a key is changed by putting a new one in front.
 */

export interface Key {
  /** 1 to 16 letters, digits, `-` or `_`; stands beside what the key sealed. */
  readonly id: string;
  /** 32 bytes. */
  readonly bytes: Uint8Array;
}

/** At least one key, newest first. */
export type KeyRing = readonly [Key, ...Key[]];

/** @throws TypeError for anything but a list of distinct ids with 32-byte keys */
export function parseKeys(text: string | undefined, name: string): KeyRing {
  const keys = (text ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => parseKey(entry, name));
  const [first, ...rest] = keys;
  if (!first) throw new TypeError(`${name} is not set`);
  if (new Set(keys.map((key) => key.id)).size !== keys.length) {
    throw new TypeError(`${name} has one id twice`);
  }
  return [first, ...rest];
}

function parseKey(entry: string, name: string): Key {
  const match = /^([A-Za-z0-9_-]{1,16}):([A-Za-z0-9+/]{43}=)$/.exec(entry);
  if (!match) throw new TypeError(`${name} wants id:base64 of 32 bytes, separated by commas`);
  const [, id = '', base64 = ''] = match;
  return { id, bytes: Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)) };
}
