import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Kernel } from '../../src/fingerprint/kernel.ts';

/** Against OpenSSL, whatever the lengths: one block more or less is where padding goes wrong. */
const kernel = new Kernel(
  new WebAssembly.Module(
    readFileSync(resolve(import.meta.dirname, '../../dist/kernel/fuzzy.wasm')),
  ),
);
const { sha256 } = kernel;

const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const digest = (...pieces: Uint8Array[]) =>
  createHash('sha256').update(Buffer.concat(pieces)).digest();

test('HMAC of messages of one block and of two', () => {
  const message = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.string({ unit: 'binary-ascii', minLength: 50, maxLength: 122 }),
  );
  fc.assert(
    fc.property(key, fc.array(message, { maxLength: 40 }), (secret, messages) => {
      const macs = sha256.macs(secret, messages);
      expect(macs === null).toBe(messages.some((one) => Buffer.byteLength(one) > 119));
      const expected = messages.map((one) => createHmac('sha256', secret).update(one).digest());
      if (macs) expect(Buffer.from(macs)).toEqual(Buffer.concat(expected));
    }),
  );
  // What another kernel left in the window is no message.
  kernel.ssdeepDigest(new Uint8Array(70_000).fill(255));
  const alone = createHmac('sha256', Buffer.alloc(32)).update('m').digest();
  expect(Buffer.from(sha256.macs(new Uint8Array(32), ['m']) ?? [])).toEqual(alone);
  const full = Array.from({ length: sha256.room }, (_, i) => 'm'.repeat(i % 120));
  const last = createHmac('sha256', Buffer.alloc(32, 1)).update(full.at(-1) as string);
  const all = sha256.macs(new Uint8Array(32).fill(1), full);
  expect(Buffer.from(all?.slice(-32) ?? [])).toEqual(last.digest());
});

test('rows of features and references', () => {
  const text = fc.string({ unit: 'binary-ascii', maxLength: 119 });
  const feature = fc.tuple(text, fc.nat(2 ** 48 - 1));
  const keyed = fc.constantFrom(8, 12);
  fc.assert(
    fc.property(key, fc.array(feature, { maxLength: 40 }), keyed, (secret, features, keyBytes) => {
      const rows = sha256.rows(
        secret,
        features.map(([text]) => text),
        features.map(([, ref]) => ref),
        keyBytes,
      );
      const expected = features.map(([text, ref]) => {
        const mac = createHmac('sha256', secret).update(text).digest();
        const clear = Buffer.alloc(6);
        clear.writeUIntBE(ref, 0, 6);
        const nonce = digest(mac.subarray(16), Buffer.of(0), clear).subarray(0, 4);
        const mask = digest(mac.subarray(16), Buffer.of(1), nonce);
        const masked = clear.map((byte, i) => byte ^ (mask[i] as number));
        return Buffer.concat([mac.subarray(0, keyBytes), nonce, masked]).toString('hex');
      });
      expect(new TextDecoder().decode(rows ?? undefined)).toBe(expected.join(''));
    }),
  );
});

test('references that rows hide', () => {
  const row = fc.record({
    rowKey: fc.uint8Array({ minLength: 16, maxLength: 16 }),
    masked: fc.uint8Array({ minLength: 10, maxLength: 10 }),
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
      const expected = rows.map(({ rowKey, masked }) => {
        const mask = digest(rowKey, Buffer.of(1), masked.subarray(0, 4));
        return Buffer.from(masked.subarray(4).map((byte, i) => byte ^ (mask[i] as number)));
      });
      const refs = sha256.references(
        rows.map(({ rowKey }) => rowKey),
        rows.map(({ masked }) => Buffer.from(masked).toString('hex')),
      );
      expect(refs).toEqual(expected.map((ref) => ref.readUIntBE(0, 6)));
    }),
  );
});

test('the root over salted layers', () => {
  const layer = fc.record({
    path: fc.string({ unit: 'grapheme', maxLength: 150 }),
    value: fc.string({ unit: 'grapheme', maxLength: 200 }),
  });
  /** RFC 6962, section 2.1, as it is written there. */
  const rootOf = (leaves: Uint8Array[]): Uint8Array => {
    if (leaves.length === 1) return digest(Buffer.of(0), leaves[0] as Uint8Array);
    let half = 1;
    while (2 * half < leaves.length) half *= 2;
    return digest(Buffer.of(1), rootOf(leaves.slice(0, half)), rootOf(leaves.slice(half)));
  };
  fc.assert(
    fc.property(key, fc.array(layer, { minLength: 1, maxLength: 70 }), (salt, layers) => {
      const leaves = layers.map(({ path, value }) =>
        Buffer.concat([
          createHmac('sha256', salt).update(path).digest(),
          Buffer.from(path),
          Buffer.of(0),
          Buffer.from(value),
        ]),
      );
      const root = sha256.layersRoot(salt, layers);
      expect(Buffer.from(root ?? [])).toEqual(Buffer.from(rootOf(leaves)));
    }),
  );
  const salt = new Uint8Array(32);
  expect(sha256.layersRoot(salt, [{ path: 'p', value: 'v'.repeat(65_536) }])).toBeNull();
  expect(sha256.layersRoot(salt, Array(20_000).fill({ path: '', value: '' }))).toBeNull();
});

test('of messages that come in pieces, two at a time', () => {
  const lengths = [0, 1, 55, 56, 63, 64, 65, 119, 128, 1000, 65_535, 65_536, 65_600, 200_001];
  const pieces = fc.array(fc.constantFrom(...lengths), { maxLength: 6 });
  fc.assert(
    fc.property(pieces, pieces, (ours, others) => {
      const bytes = (length: number, i: number) =>
        Uint8Array.from({ length }, (_, at) => at * 7 + i);
      const [one, other] = [kernel.digestStream(), kernel.digestStream()];
      for (let i = 0; i < Math.max(ours.length, others.length); i++) {
        if (i < ours.length) one.update(bytes(ours[i] as number, i));
        kernel.ssdeepDigest(bytes(100, i));
        if (i < others.length) other.update(bytes(others[i] as number, i));
      }
      expect(one.hex()).toBe(digest(...ours.map(bytes)).toString('hex'));
      expect(other.hex()).toBe(digest(...others.map(bytes)).toString('hex'));
      expect(() => one.hex()).toThrow('taken already');
      expect(() => one.update(new Uint8Array(1))).toThrow('taken already');
    }),
    { numRuns: 50 },
  );
});
