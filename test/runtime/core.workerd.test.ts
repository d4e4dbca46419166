import { describe, expect, inject, test } from 'vitest';
import { cases } from '../vectors/suite.ts';
import { checkSample, type Sample } from './suite.ts';

describe('in workerd, as in Node', () => {
  const samples = inject('samples');

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

describe('in workerd, as in the reference programs', () => {
  test.each(cases)('$name', async ({ run }) => {
    await expect((async () => run())()).resolves.toBeUndefined();
  });
});
