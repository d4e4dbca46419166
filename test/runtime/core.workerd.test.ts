import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import kernel from '../../dist/kernel/fuzzy.wasm';
import { useKernel } from '../../src/fingerprint/kernel.ts';
import { cases } from '../vectors/suite.ts';
import { checkSample, type Sample } from './suite.ts';

afterAll(() => {
  useKernel(null);
});

/** Node computed its own in plain TypeScript. */
describe('in workerd with WebAssembly, as in Node without', () => {
  const samples = inject('samples');

  beforeAll(() => {
    expect(useKernel(kernel)).toBe(true);
  });

  test('there are samples of every format', () => {
    const formats = new Set(samples.map((sample) => sample.name.split('.').at(-1)));
    expect([...formats].sort()).toEqual(
      [
        'csv',
        'docx',
        'eml',
        'gz',
        'html',
        'mbox',
        'odt',
        'ods',
        'pdf',
        'pptx',
        'rtf',
        'tar',
        'txt',
        'xlsx',
        'zip',
      ].sort(),
    );
  });

  test.each([...samples])('the fingerprint of $name', async (sample: Sample) => {
    await expect(checkSample(sample)).resolves.toBeUndefined();
  });
});

describe.each([
  ['WebAssembly', kernel],
  ['plain TypeScript', null],
])('in workerd with %s, as in the reference programs', (_, module) => {
  beforeAll(() => {
    expect(useKernel(module)).toBe(module !== null);
  });

  test.each(cases)('$name', async ({ run }) => {
    await expect((async () => run())()).resolves.toBeUndefined();
  });
});
