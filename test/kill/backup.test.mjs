/** `admin backup` and `admin restore`, killed on their way and gone on with. */
import assert from 'node:assert/strict';
import {
  cpSync,
  existsSync,
  globSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CORPUS, jsonLines, randomFrom, registryIn, seedOf, start, writeFiles } from './local.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'empreinte-backup-'));
const folder = join(scratch, 'files');
const backup = join(scratch, 'backup');
let registry;
let known;

before(async () => {
  registry = await registryIn(scratch);
  writeFiles(folder, 30, randomFrom(seedOf('backup')));
  const { code, stderr } = await start(['register', folder, '--corpus', CORPUS], registry.env)
    .ended;
  assert.equal(code, 0, stderr);
  const words = Array.from({ length: 200 }, (_, i) => `inconnu${i * 7919}`);
  writeFileSync(join(folder, 'stranger.txt'), words.join(' '));
  known = await answers();
});
after(async () => {
  await registry?.stop();
  rmSync(scratch, { recursive: true, force: true });
});

/** What the registry says of each file, and its log. */
async function answers() {
  const { stdout } = await start(['check', folder, '--json', '--no-journal'], registry.env).ended;
  const results = jsonLines(stdout).map(({ at: _at, ...rest }) => rest);
  const note = await (await fetch(`${registry.origin}/log/checkpoint`)).text();
  const [, size, root] = note.split('\n');
  return { results, size, root };
}

const admin = (command, path, token) =>
  start(['admin', command, path, '--json'], {
    ...registry.env,
    EMPREINTE_TOKEN: token,
  });
const take = (path) => admin('backup', path, readFileSync(registry.admin, 'utf8').trim());
const restore = (path) => admin('restore', path, registry.bootstrapToken);
const pagesIn = (path) => globSync('**/0*.json', { cwd: path }).length;

/** Kills a run as soon as so many files are there or `isTime` says so. */
async function killOnce(going, isTime) {
  let gone = false;
  going.ended.then(() => {
    gone = true;
  });
  while (!gone && !(await isTime())) await new Promise((done) => setTimeout(done, 5));
  going.kill();
  return going.ended;
}

test('a backup that was killed goes on, and is whole and private', async () => {
  assert.deepEqual(
    new Set(known.results.map(({ verdict }) => verdict)),
    new Set(['match', 'absent']),
  );
  const killed = await killOnce(take(backup), () => pagesIn(backup) >= 9);
  assert.equal(killed.signal, 'SIGKILL');
  assert.ok(!existsSync(join(backup, 'manifest.json')));
  const first = join(backup, globSync('d1/*/000000.json', { cwd: backup })[0]);
  const { mtimeMs } = statSync(first);
  const { code, stdout, stderr } = await take(backup).ended;
  assert.equal(code, 0, stderr);
  assert.equal(statSync(first).mtimeMs, mtimeMs, 'what was copied is not copied again');
  const [told] = jsonLines(stdout);
  assert.equal(`${told.log.size}`, known.size);
  assert.equal(told.log.root, known.root);
  assert.equal(statSync(first).mode & 0o077, 0);
  const again = await take(backup).ended;
  assert.equal(again.code, 2);
  assert.match(again.stderr, /holds a whole backup already/);
});

test('a restore is refused where the operator has not opened the registry for one', async () => {
  const { code, stderr } = await restore(backup).ended;
  assert.equal(code, 2);
  assert.match(stderr, /restore_closed, 403/);
});

test('a backup that was changed is refused; the true one gives the same answers and log', async () => {
  await registry.stop();
  registry.wipe();
  await registry.start({ restoring: true });
  const asked = await fetch(`${registry.origin}/v1/corpora`);
  assert.deepEqual([asked.status, (await asked.json()).code], [503, 'restoring']);

  const forged = join(scratch, 'forged');
  cpSync(backup, forged, { recursive: true });
  const page = join(forged, 'd1/corpus/000000.json');
  writeFileSync(page, readFileSync(page, 'utf8').replace('Made-up', 'Made-on'));
  const refused = await restore(forged).ended;
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /It was changed.*\(backup_invalid, 422\)/);

  const cut = join(scratch, 'cut');
  cpSync(backup, cut, { recursive: true });
  rmSync(join(cut, 'd1/record/000000.json'));
  const missing = await restore(cut).ended;
  assert.equal(missing.code, 2);
  assert.match(missing.stderr, /d1\/record\/000000\.json is missing/);

  const began = Date.now();
  const killed = await killOnce(restore(backup), () => Date.now() - began > 700);
  assert.ok(killed.signal === 'SIGKILL' || killed.code === 0);
  const { code, stdout, stderr } = killed.code === 0 ? killed : await restore(backup).ended;
  assert.equal(code, 0, stderr);
  assert.equal(jsonLines(stdout)[0].log.root, known.root);

  await registry.stop();
  await registry.start();
  assert.deepEqual(await answers(), known);
});
