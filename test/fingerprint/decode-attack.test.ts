import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

/**
 * The attack of `bench/decode.mjs`, on a small budget and with the texts of installed packages to
 * learn from. What it reaches with a large one stands in `docs/threat-model.md`.
 */
it('ordered entries of 16 bits give away less than those of 64', { timeout: 120_000 }, () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [resolve('bench/decode.mjs'), '1000000', resolve('node_modules')],
    { encoding: 'utf8' },
  );
  expect(status, stderr).toBe(0);
  const found = /^all \d+: 64 bits ([\d.]+) right, [\d.]+ wrong; 16 bits ([\d.]+) right/m.exec(
    stdout,
  );
  const [wide, narrow] = [Number(found?.[1]), Number(found?.[2])];
  // The attack works, or the comparison would say nothing.
  expect(wide).toBeGreaterThan(0.03);
  expect(narrow).toBeLessThan(wide);
  expect(narrow).toBeLessThan(0.1);
});
