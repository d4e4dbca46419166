import { bytesToHex } from '@noble/hashes/utils.js';
import { afterEach, expect, test } from 'vitest';
import kernel from '../../dist/kernel/fuzzy.wasm';
import { installedKernel, useKernel } from '../../src/fingerprint/kernel.ts';
import { Lookup } from '../../src/storage/lookup.ts';

/** Look-up keys and rows as `schema/storage.md` says them, made by WebCrypto instead. */

afterEach(() => {
  useKernel(null);
});

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

test.each([
  ['posting', 8, 'in plain TypeScript', null],
  ['posting', 8, 'in WebAssembly', kernel],
  ['tag', 12, 'in plain TypeScript', null],
  ['tag', 12, 'in WebAssembly', kernel],
] as const)('many rows of %s, keys of %i bytes, %s', async (table, keyBytes, _name, module) => {
  useKernel(module);
  expect(installedKernel() !== null).toBe(module !== null);
  const lookup = new Lookup({ id: 'k', bytes: SECRET });
  const secret = await mac(SECRET, `empreinte/lookup/v1/${table}`);
  const claimSecret = await mac(SECRET, 'empreinte/lookup/v1/claim');
  // More than the kernel takes at a time, some of two blocks, and one that it takes not at all.
  const features = Array.from({ length: 1100 }, (_, i) => `${'x'.repeat(i % 100)}:${i}`);
  features[1050] = `shingle:${'x'.repeat(120)}`;
  const refs = features.map((_, i) => 2 ** 47 + i);
  const rows = new TextDecoder().decode(lookup.rows(table, features, refs));
  const keyed = lookup.features(table, features);
  const claims = lookup.claims(features);
  const digits = 2 * (keyBytes + 10);
  expect([rows.length, keyed.length, claims.length]).toEqual([1100 * digits, 1100, 1100]);
  for (const i of [0, 56, 57, 511, 512, 1023, 1024, 1050, 1099]) {
    const feature = features[i] as string;
    const expected = await mac(secret, feature);
    const hex = bytesToHex(expected.subarray(0, keyBytes));
    const masked = await row(expected.subarray(16), refs[i] as number);
    expect(rows.slice(i * digits, (i + 1) * digits)).toBe(hex + masked);
    expect(keyed[i]).toEqual({ hex, rowKey: expected.subarray(16) });
    expect(claims[i]).toBe(bytesToHex((await mac(claimSecret, feature)).subarray(0, 16)));
  }
});
