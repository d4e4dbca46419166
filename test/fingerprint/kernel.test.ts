import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ssdeepAgainst, tlshAgainst } from '../../src/fingerprint/against.ts';
import { installedKernel, Kernel, NO_DIGEST, useKernel } from '../../src/fingerprint/kernel.ts';
import { BANDS, bandHashes, leastOf } from '../../src/fingerprint/minhash.ts';
import { ssdeepDigest, ssdeepScore } from '../../src/fingerprint/ssdeep.ts';
import { tlshDigest, tlshDistance } from '../../src/fingerprint/tlsh.ts';
import { histogram } from '../../src/fingerprint/tlsh-histogram.ts';
import { input } from '../vectors/inputs.ts';
import { cases, largeCases } from '../vectors/suite.ts';

const module = new WebAssembly.Module(
  readFileSync(resolve(import.meta.dirname, '../../dist/kernel/fuzzy.wasm')),
);
const kernel = new Kernel(module);
/** Bytes of an input that the kernel holds at a time; `wasm/window.ts`. */
const WINDOW = 65_536;

afterEach(() => {
  useKernel(null);
});

describe('with WebAssembly, as in the reference programs', () => {
  beforeEach(() => {
    expect(useKernel(module)).toBe(true);
  });
  for (const { name, run } of [...cases, ...largeCases]) test(name, run);
});

describe('as the twin in plain TypeScript, whatever the bytes', () => {
  /** Bytes that a generator of uniform bytes never gives: runs, repeats, few values. */
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.tuple(fc.nat(255), fc.nat(700)).map(([byte, length]) => new Uint8Array(length).fill(byte)),
    fc.nat(700).map((length) => new Uint8Array(length)),
    fc
      .tuple(fc.uint8Array({ minLength: 1, maxLength: 20 }), fc.nat(80))
      .map(([unit, times]) =>
        Uint8Array.from({ length: unit.length * times }, (_, i) => unit[i % unit.length] as number),
      ),
    fc
      .array(fc.constantFrom(97, 98, 99, 100), { maxLength: 400 })
      .map((letters) => Uint8Array.from(letters)),
  );
  const bytes = fc.array(piece, { maxLength: 8 }).map((pieces) => {
    const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const one of pieces) {
      whole.set(one, at);
      at += one.length;
    }
    return whole;
  });

  function checkDigests(given: Uint8Array): void {
    expect(kernel.ssdeepDigest(given)).toBe(ssdeepDigest(given));
    if (given.length >= 50) expect(kernel.histogram(given)).toEqual(histogram(given));
  }

  test('small inputs of every make', () => {
    fc.assert(fc.property(bytes, checkDigests), { numRuns: 1500 });
  });

  test('the bands of MinHash, of words of any number', () => {
    const words = fc.uint32Array({ max: 0xffffffff, maxLength: 300 });
    const times = fc.constantFrom(1, 1, 1, 60, 400);
    fc.assert(
      fc.property(words, times, (some, n) => {
        const given = new Uint32Array(some.length * n);
        // Each repeat is other words.
        for (let i = 0; i < n; i++)
          given.set(
            some.map((word) => word + i),
            i * some.length,
          );
        if (given.length === 0) return;
        expect(kernel.text.bandHashes(given, BANDS)).toEqual(bandHashes(leastOf(given)));
      }),
      { numRuns: 60 },
    );
  });

  test('each piece of a long input is hashed alike when it lies across the window’s border', () => {
    const kinds = ['text/5', 'random/5', 'alphabet/4', 'records/5', 'repeat/13', 'zerotail/70000'];
    const near = fc.tuple(
      fc.constantFrom(...kinds),
      fc.constantFrom(1, 2, 3),
      fc.integer({ min: -70, max: 70 }),
      bytes,
    );
    fc.assert(
      fc.property(near, ([kind, windows, off, patch]) => {
        const given = input(`${kind}/${windows * WINDOW + off}`);
        // The patch straddles the last border, or ends the input.
        const at = Math.max(0, Math.min(given.length, windows * WINDOW) - (patch.length >> 1));
        given.set(patch.subarray(0, given.length - at), at);
        checkDigests(given);
      }),
      { numRuns: 60 },
    );
  });

  test.each([0, 1, 4, 5, 6, 7, 8, 49, 50, 63, 64, 65, WINDOW - 1, WINDOW, WINDOW + 1, 2 * WINDOW])(
    'all zeros, one byte and a run of letters, %i bytes long',
    (length) => {
      checkDigests(new Uint8Array(length));
      checkDigests(new Uint8Array(length).fill(255));
      checkDigests(Uint8Array.from({ length }, (_, i) => 97 + (i % 26)));
    },
  );

  test('nothing is left of the input before', () => {
    fc.assert(
      fc.property(bytes, bytes, (first, second) => {
        kernel.ssdeepDigest(first);
        kernel.histogram(first.length < 5 ? new Uint8Array(5) : first);
        checkDigests(second);
      }),
      { numRuns: 300 },
    );
  });

  test('reads a view, not the buffer under it', () => {
    const given = input('text/9/3000');
    expect(kernel.ssdeepDigest(given.subarray(10))).toBe(ssdeepDigest(given.slice(10)));
  });
});

describe('as the twin in plain TypeScript, whatever the digests', () => {
  const part = fc.string({ unit: fc.constantFrom(...'ABCab/'), maxLength: 64 });
  const ssdeep = fc
    .tuple(fc.integer({ min: 0, max: 6 }), part, part)
    .map(([level, first, second]) => `${3 * 2 ** level}:${first}:${second}`);
  const tlsh = fc
    .string({ unit: fc.constantFrom(...'0123456789ABCDEF'), minLength: 70, maxLength: 70 })
    .map((digits) => `T1${digits}`);
  /** Neither of what looks like a digest nor of what does not may the two judge otherwise. */
  const spoiled = (digest: fc.Arbitrary<string>) =>
    fc
      .tuple(
        digest,
        fc.nat(140),
        fc.constantFrom('', 'é', 'ŁŁ', '\0', ':', '=', 'g', ' ', '\n', '0'),
      )
      .map(([text, at, other]) => text.slice(0, at) + other + text.slice(at + other.length));

  const orNone = (compare: () => number): number => {
    try {
      return compare();
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
      return NO_DIGEST;
    }
  };

  test('scores, also one against many', () => {
    fc.assert(
      fc.property(ssdeep, fc.array(ssdeep, { maxLength: 20 }), (a, many) => {
        const plain = many.map((b) => ssdeepScore(a, b));
        expect(many.map((b) => kernel.ssdeepScore(a, b))).toEqual(plain);
        expect(many.map((b) => kernel.ssdeepScore(b, a))).toEqual(plain);
        expect([...ssdeepAgainst(many)(a)]).toEqual(plain);
        useKernel(module);
        expect([...ssdeepAgainst(many)(a)]).toEqual(plain);
        useKernel(null);
      }),
      { numRuns: 500 },
    );
  });

  test('scores of parts that have a run in common, of almost seven characters or more, wherever', () => {
    const letters = fc.constantFrom(
      ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
    );
    const run = fc.string({ unit: letters, minLength: 6, maxLength: 8 });
    const around = fc.tuple(fc.string({ unit: letters, maxLength: 64 }), fc.nat(64));
    const sharing = fc
      .tuple(run, around, around)
      .map(([common, ...both]) =>
        both.map(([rest, at]) => (rest.slice(0, at) + common + rest.slice(at)).slice(0, 64)),
      );
    fc.assert(
      fc.property(sharing, sharing, ([a, b], [c, d]) => {
        const one = `96:${a}:${c}`;
        for (const other of [`96:${b}:${d}`, `48:${d}:${b}`, `192:${d}:${b}`]) {
          expect(kernel.ssdeepScore(one, other)).toBe(ssdeepScore(one, other));
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('values go where they are asked to, and nothing of those before is left there', () => {
    const many = ['96:ABCDEFGHIJ:KLMNOPQ', '3::', '96:ABCDEFGHIK:', '192:KLMNOPQR:'];
    const into = new Uint16Array(4).fill(7);
    for (const wasm of [null, module]) {
      useKernel(wasm);
      const against = ssdeepAgainst(many);
      expect(against(many[0] as string, into)).toBe(into);
      expect([...into]).toEqual(many.map((other) => ssdeepScore(many[0] as string, other)));
      against('3::', into);
      expect([...into]).toEqual([0, 100, 0, 0]);
      expect(() => against('3::', new Uint16Array(3))).toThrow(RangeError);
    }
  });

  test('distances, also one from many', () => {
    fc.assert(
      fc.property(tlsh, fc.array(tlsh, { maxLength: 20 }), fc.boolean(), (a, many, length) => {
        const plain = many.map((b) => tlshDistance(a, b, { length }));
        expect(many.map((b) => kernel.tlshDistance(a, b, length))).toEqual(plain);
        expect([...tlshAgainst(many, { length })(a)]).toEqual(plain);
        useKernel(module);
        expect([...tlshAgainst(many, { length })(a)]).toEqual(plain);
        useKernel(null);
      }),
      { numRuns: 300 },
    );
  });

  test('what is no digest is none in both', () => {
    fc.assert(
      fc.property(spoiled(ssdeep), spoiled(tlsh), (a, t) => {
        const good = '96:ABCDEFGHIJ:KLMNOPQ';
        expect(kernel.ssdeepScore(a, good)).toBe(orNone(() => ssdeepScore(a, good)));
        expect(kernel.ssdeepScore(good, a)).toBe(orNone(() => ssdeepScore(good, a)));
        const zero = `T1${'0'.repeat(70)}`;
        expect(kernel.tlshDistance(t, zero, true)).toBe(orNone(() => tlshDistance(t, zero)));
        expect(kernel.tlshDistance(zero, t, true)).toBe(orNone(() => tlshDistance(zero, t)));
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    '',
    '3',
    '3:abc',
    '3:abc:def:',
    '0::',
    '03::',
    '4::',
    '9::',
    '3221225472::',
    '6442450944::',
    '30000000000::',
    `3:${'a'.repeat(64)}:${'b'.repeat(64)}`,
    `3:${'a'.repeat(65)}:`,
    `3::${'a'.repeat(65)}`,
    '3::\n',
    'x'.repeat(300),
  ])('%j is read alike', (digest) => {
    expect(kernel.ssdeepScore(digest, digest)).toBe(orNone(() => ssdeepScore(digest, digest)));
  });
});

describe('installing', () => {
  test('errors stay those of the twin', () => {
    useKernel(module);
    expect(() => ssdeepScore('4::', '3::')).toThrow(/not an ssdeep digest: block size 4/);
    expect(() => ssdeepScore('3::', undefined as unknown as string)).toThrow(TypeError);
    expect(() => tlshDistance('T1', `T1${'0'.repeat(70)}`)).toThrow(RangeError);
    expect(() => ssdeepAgainst(['3::', 'none'])).toThrow(RangeError);
    expect(() => ssdeepAgainst([])('none')).toThrow(RangeError);
    expect(() => tlshAgainst([])('none')).toThrow(RangeError);
  });

  test('a module that is another leaves the twin in place', () => {
    // The eight bytes of an empty module: magic number and version.
    const empty = new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    expect(useKernel(empty)).toBe(false);
    expect(installedKernel()).toBeNull();
    expect(ssdeepDigest(new Uint8Array(0))).toBe('3::');
    expect(tlshDigest(new Uint8Array(0))).toBeNull();
  });
});
