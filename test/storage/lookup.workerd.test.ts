import { bytesToHex } from '@noble/hashes/utils.js';
import { expect, test } from 'vitest';
import { Lookup } from '../../src/storage/lookup.ts';

/** Look-up keys and rows as `schema/storage.md` says them, made by WebCrypto instead. */

const SECRET = Uint8Array.from({ length: 32 }, (_, i) => i);
const encode = (text: string) => new TextEncoder().encode(text);

async function mac(secret: Uint8Array, text: string): Promise<Uint8Array> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', secret, algorithm, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, encode(text)));
}

async function digest(...pieces: Uint8Array[]): Promise<Uint8Array> {
  const bytes = await new Blob(pieces).arrayBuffer();
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

async function row(rowKey: Uint8Array, ref: number): Promise<string> {
  const reference = new Uint8Array(8);
  new DataView(reference.buffer).setBigUint64(0, BigInt(ref));
  const nonce = (await digest(rowKey, Uint8Array.of(0), reference.subarray(2))).subarray(0, 4);
  const mask = await digest(rowKey, Uint8Array.of(1), nonce);
  return (
    bytesToHex(nonce) + bytesToHex(reference.subarray(2).map((byte, i) => byte ^ (mask[i] ?? 0)))
  );
}

test.each([
  ['posting', 8, 'shingle:0123456789abcdef'],
  ['posting', 8, 'gram:'],
  ['tag', 12, `message-id:${'é'.repeat(200)}`],
  ['tag', 12, `message-id:${'x'.repeat(5000)}`],
] as const)('keys of %s, %i bytes', async (table, length, feature) => {
  const lookup = new Lookup({ id: 'k', bytes: SECRET });
  const expected = await mac(await mac(SECRET, `empreinte/lookup/v1/${table}`), feature);
  // Twice, with another feature between: hashes are used again.
  for (const _ of [1, 2]) {
    const { hex, rowKey } = lookup.feature(table, feature);
    lookup.feature('tag', 'sha256:00');
    expect(hex).toBe(bytesToHex(expected.subarray(0, length)));
    expect(rowKey).toEqual(expected.subarray(16));
    for (const ref of [0, 1, 2 ** 32 + 7, 2 ** 48 - 1]) {
      const masked = lookup.maskRef(rowKey, ref);
      expect(masked).toBe(await row(rowKey, ref));
      expect(lookup.unmaskRef(rowKey, masked)).toBe(ref);
    }
  }
});
