/** The page built from the same source in another folder, byte for byte. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';

const scratch = mkdtempSync(join(tmpdir(), 'empreinte-page-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const listIn = (folder) => readFileSync(join(folder, 'dist/public/build.json'), 'utf8');

test('another folder and another user build the same page', () => {
  for (const name of ['src', 'scripts', 'package.json', 'tsconfig.json', 'tsconfig.base.json']) {
    cpSync(name, join(scratch, name), { recursive: true });
  }
  symlinkSync(resolve('node_modules'), join(scratch, 'node_modules'));
  const web = "import('./scripts/build-kernel.mjs').then(({ buildKernel }) => buildKernel())";
  const then = "import('./scripts/build-web.mjs').then(({ buildWeb }) => buildWeb())";
  const { status, stderr } = spawnSync(process.execPath, ['-e', `${web}.then(() => ${then})`], {
    cwd: scratch,
    env: { ...process.env, HOME: scratch, TZ: 'Asia/Tokyo', LANG: 'fr_FR.UTF-8' },
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  assert.ok(listIn(scratch) === listIn('.'), 'the lists of files differ');
});

test('the list of the page names every file that is served, by its digest', () => {
  const served = readdirSync('dist/public', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .filter((path) => !/\/(?:_headers|build\.json)$/.test(path));
  const digest = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');
  const names = served.map((path) => [path.slice('dist/public'.length), digest(path)]).sort();
  assert.deepEqual(Object.entries(JSON.parse(listIn('.'))).sort(), names);
});
