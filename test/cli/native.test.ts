import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { installNative } from '../../src/cli/native.ts';
import { extract } from '../../src/extract/index.ts';
import { useRawInflate } from '../../src/extract/inflate.ts';
import { inflateZlib } from '../../src/extract/pdf/flate.ts';
import { readPdf } from '../../src/extract/pdf.ts';
import { crc32, useCrc32 } from '../../src/fingerprint/crc32.ts';

const ofRuntime = globalThis.DecompressionStream;

function uninstall(): void {
  useRawInflate(null);
  useCrc32(null);
  globalThis.DecompressionStream = ofRuntime;
}

function both<T>(run: () => T): [T, T] {
  const without = run();
  installNative();
  const withZlib = run();
  uninstall();
  return [without, withZlib];
}

afterEach(uninstall);

describe('with zlib a file is read as without', () => {
  test('deflate streams, whole, damaged, cut short and with bytes behind them', () => {
    const data = fc.array(fc.constantFrom(97, 98, 99, 0, 255), { maxLength: 600 });
    const flips = fc.array(fc.tuple(fc.nat(), fc.nat(7)), { maxLength: 3 });
    const off = fc.integer({ min: -30, max: 30 });
    fc.assert(
      fc.property(data, fc.nat(9), flips, off, (bytes, level, flipped, more) => {
        const whole = deflateSync(Uint8Array.from(bytes), { level });
        const raw = new Uint8Array(Math.max(0, whole.length + more));
        raw.set(whole.subarray(0, raw.length));
        for (const [at, bit] of flipped) {
          const place = 2 + (at % Math.max(1, raw.length - 2));
          raw[place] = (raw[place] ?? 0) ^ (1 << bit);
        }
        const [without, withZlib] = both(() => {
          try {
            return [...inflateZlib(raw, 500)];
          } catch (error) {
            return (error as Error).constructor.name;
          }
        });
        expect(withZlib).toEqual(without);
      }),
      { numRuns: 2000 },
    );
  });

  test('checksums', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const [without, withZlib] = both(() => crc32(bytes));
        expect(withZlib).toBe(without);
      }),
    );
  });

  const root = resolve(import.meta.dirname, '../../demo/genuine');
  const files = globSync('**/*.{pdf,docx}', { cwd: root }).sort().slice(0, 8);
  test.each(files)('%s', async (file) => {
    const bytes = new Uint8Array(readFileSync(resolve(root, file)));
    const read = () => extract(bytes, { name: file, pdf: async () => readPdf });
    const without = await read();
    expect(without.problem).toBeNull();
    installNative();
    expect(await read()).toEqual(without);
  });
});
