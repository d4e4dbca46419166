import { createHash, hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  Sha256,
  sha256,
  sha256Hex,
  sha256Stream,
  sha256Text,
  toHex,
  useSha256,
  useSha256Stream,
} from '../../src/fingerprint/digest.ts';

const node = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

describe('SHA-256', () => {
  test('examples of FIPS 180-4', () => {
    expect(sha256Text('abc')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    expect(sha256Text('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  test('incremental equals node:crypto for any chunking', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 12 }), (chunks) => {
        const ours = new Sha256();
        for (const chunk of chunks) ours.update(chunk);
        expect(ours.hex()).toBe(node(Buffer.concat(chunks)));
      }),
    );
  });

  test('all at once and through WebCrypto equal node:crypto', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (bytes) => {
        expect(sha256Hex(bytes)).toBe(node(bytes));
        expect(await sha256(bytes)).toBe(node(bytes));
      }),
    );
  });

  test('by the runtime, of bytes and of texts with lone surrogates, gives the same', async () => {
    const ways = fc.asyncProperty(
      fc.uint8Array({ maxLength: 300 }),
      fc.string({ unit: 'binary', maxLength: 50 }).map((text) => `\ud800${text}\udc00`),
      async (bytes, text) => {
        const plain = [sha256Hex(bytes), await sha256(bytes), sha256Text(text)];
        useSha256((all) => hash('sha256', all, 'hex'));
        try {
          expect([sha256Hex(bytes), await sha256(bytes), sha256Text(text)]).toEqual(plain);
        } finally {
          useSha256(null);
        }
      },
    );
    await fc.assert(ways);
  });

  test('piece by piece, and of what is too large for WebCrypto, by the way that was put in', async () => {
    const bytes = new Uint8Array(16 * 1024 * 1024 + 1).fill(7);
    let taken = 0;
    useSha256Stream(() => {
      taken++;
      return new Sha256();
    });
    try {
      expect(
        sha256Stream()
          .update(Uint8Array.of(97, 98, 99))
          .hex(),
      ).toBe(node('abc'));
      expect(await sha256(bytes)).toBe(node(bytes));
      expect(await sha256(bytes.subarray(1))).toBe(node(bytes.subarray(1)));
      expect(taken).toBe(2);
    } finally {
      useSha256Stream(null);
    }
    expect(sha256Stream()).toBeInstanceOf(Sha256);
  });

  test('without WebCrypto gives the same', async () => {
    const bytes = new TextEncoder().encode('Empreinte');
    const descriptor = Object.getOwnPropertyDescriptor(globalThis, 'crypto') as PropertyDescriptor;
    Object.defineProperty(globalThis, 'crypto', { value: undefined, configurable: true });
    try {
      expect(await sha256(bytes)).toBe(node(bytes));
    } finally {
      Object.defineProperty(globalThis, 'crypto', descriptor);
    }
  });

  test('reads a view, not the buffer under it', async () => {
    const bytes = Uint8Array.of(9, 9, 97, 98, 99, 9).subarray(2, 5);
    expect(sha256Hex(bytes)).toBe(node('abc'));
    expect(await sha256(bytes)).toBe(node('abc'));
  });

  test('text is hashed as UTF-8', () => {
    expect(sha256Text('dépense 10 €')).toBe(node('dépense 10 €'));
  });

  test('a finished computation takes no more bytes', () => {
    const done = new Sha256();
    done.hex();
    expect(() => done.update(Uint8Array.of(1))).toThrow();
    expect(() => done.hex()).toThrow();
  });
});

test('hex has two lower-case digits a byte', () => {
  expect(toHex(Uint8Array.of(0, 1, 15, 16, 171, 255))).toBe('00010f10abff');
});
