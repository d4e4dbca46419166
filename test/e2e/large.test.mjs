/** A file that is too large to be read: its bytes are digested as they come. */
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ssdeepDigest } from '../../src/fingerprint/ssdeep.ts';
import { watchPeak } from '../hostile/process.mjs';
import { choose, launch, openPage } from './browser.mjs';

const server = process.env.EMPREINTE_TEST_SERVER ?? '';
/** `LARGE_GB` in the environment tries larger ones. */
const SIZE = Math.round(Number(process.env.LARGE_GB ?? 0.4) * 1e9);
const MAX_MB = 300;

let browser;
let scratch;
before(async () => {
  assert.notEqual(server, '', 'EMPREINTE_TEST_SERVER names the server');
  scratch = mkdtempSync(join(tmpdir(), 'empreinte-large-'));
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(scratch, { recursive: true, force: true });
});

test('a large file is asked about by SHA-256 and ssdeep, and no process holds it', async () => {
  const path = join(scratch, 'boîtes.bin');
  const start = randomBytes(3 << 20);
  writeFileSync(path, start);
  // A hole: large to whoever reads it, small on the disk.
  truncateSync(path, SIZE);
  const { page, record } = await openPage(browser);
  await page.goto(`${server}/en`);
  const peak = watchPeak(process.pid);
  await choose(page, 'Choose files…', [path]);
  await page
    .getByRole('heading', { level: 1, name: '1 file checked' })
    .waitFor({ timeout: 60_000 + SIZE / 10_000 });
  const { mb, command } = peak();
  console.log(`page: at most ${mb} MB in one process, for ${SIZE} bytes`);
  assert.ok(mb <= MAX_MB, `${mb} MB: ${command.slice(0, 80)}`);
  const asked = record.requests.filter(({ url }) => url.endsWith('/v1/check'));
  const [item] = JSON.parse(asked.at(-1).body.toString()).items;
  const { bytes, content, problem } = item.fingerprint;
  assert.deepEqual([bytes.size, content, problem], [SIZE, null, 'over_limit']);
  const hash = createHash('sha256').update(start);
  const zeros = Buffer.alloc(1 << 20);
  for (let left = SIZE - start.length; left > 0; left -= zeros.length) {
    hash.update(zeros.subarray(0, Math.min(left, zeros.length)));
  }
  assert.equal(bytes.sha256, hash.digest('hex'));
  // As of the bytes in one piece, where they fit into one.
  if (SIZE < 1e9) assert.equal(bytes.ssdeep, ssdeepDigest(readFileSync(path)));
  const card = page.getByRole('article').first();
  await card.getByText('Undecided').first().waitFor();
});
