/** The packed command line in an empty folder, with no network and nothing but Node. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { pack } from '../../scripts/pack.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'empreinte-pack-'));
const home = join(scratch, 'empty');
after(() => rmSync(scratch, { recursive: true, force: true }));

/** Only Node and the shell's own programs are found. */
const env = { PATH: `${dirname(process.execPath)}:/bin:/usr/bin`, HOME: scratch };
const run = (program, args, cwd = home) =>
  spawnSync(program, args, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 26 });

before(async () => {
  const tarball = await pack(scratch);
  assert.ok(existsSync(tarball), tarball);
  assert.ok(statSync(tarball).size < 4_000_000, `${statSync(tarball).size} bytes`);
  spawnSync('mkdir', [home]);
  const args = [
    'install',
    '--offline',
    '--no-audit',
    '--no-fund',
    '--cache',
    join(scratch, 'cache'),
  ];
  const { status, stderr } = spawnSync('npm', [...args, tarball], {
    cwd: home,
    env: { ...process.env, HOME: scratch },
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
});

test('brings no dependency and nothing of the registry', () => {
  const listed = readFileSync(join(home, 'node_modules/.package-lock.json'), 'utf8');
  assert.deepEqual(Object.keys(JSON.parse(listed).packages), ['node_modules/empreinte']);
  assert.ok(!existsSync(join(home, 'node_modules/empreinte/dist/public')));
});

test('digests, reads a PDF and shows its help', () => {
  const program = join(home, 'node_modules/.bin/empreinte');
  writeFileSync(join(home, 'a.txt'), 'Empreinte');
  const digest = run(program, ['digest', '--json', 'a.txt']);
  assert.equal(digest.status, 0, digest.stderr);
  const { sha256 } = JSON.parse(digest.stdout);
  assert.equal(sha256, createHash('sha256').update('Empreinte').digest('hex'));
  const pdf = join(process.cwd(), 'demo/genuine/contrats/coach-hire-contract.pdf');
  const print = run(program, ['fingerprint', pdf]);
  assert.equal(print.status, 0, print.stderr);
  assert.ok(JSON.parse(print.stdout).fingerprint.content.words > 100);
  assert.match(run(program, ['--help']).stdout, /^Examples:\n/);
});
