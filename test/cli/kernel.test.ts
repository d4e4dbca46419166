import { afterEach, expect, test } from 'vitest';
import { installKernel } from '../../src/cli/kernel.ts';
import { installedKernel, useKernel } from '../../src/fingerprint/kernel.ts';
import { ssdeepDigest } from '../../src/fingerprint/ssdeep.ts';

afterEach(() => {
  useKernel(null);
});

test('the built module is found and does the work', () => {
  expect(installKernel()).toBe(true);
  expect(installedKernel()).not.toBeNull();
  // As `printf '' | ssdeep` has it.
  expect(ssdeepDigest(new Uint8Array(0))).toBe('3::');
});
