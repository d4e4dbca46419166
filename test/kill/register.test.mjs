/** `register`, and the registry that it writes to, killed at random moments. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { CORPUS, jsonLines, randomFrom, registryIn, seedOf, start, writeFiles } from './local.mjs';

/** Enough for more than one batch of at most 500. */
const FILES = 520;
const KILLS = Number(process.env.KILLS ?? 1);

const scratch = mkdtempSync(join(tmpdir(), 'empreinte-kill-register-'));
const random = randomFrom(seedOf('register'));
let registry;
/** What a run of as many files takes here and now, milliseconds. */
let took;
/** Documents registered by the tests before. */
let earlier = 0;

before(async () => {
  registry = await registryIn(scratch);
  took = await timeARun('timed', FILES);
});
after(async () => {
  await registry?.stop();
  rmSync(scratch, { recursive: true, force: true });
});

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

async function timeARun(name, count) {
  const folder = join(scratch, name);
  const { contents } = writeFiles(folder, count, random);
  const began = Date.now();
  const { code, stderr } = await register(folder, ['--no-journal']).ended;
  assert.equal(code, 0, stderr);
  earlier += contents;
  return Date.now() - began;
}

const register = (folder, more) =>
  start(['register', folder, '--corpus', CORPUS, '--json', ...more], registry.env);

/** What must hold of a registry in which every file of the folder is registered once. */
async function holdsExactly({ paths, contents }, lines) {
  assert.equal(lines.length, paths.length);
  const byContent = new Map();
  for (const { path, status, record } of lines) {
    assert.ok(['registered', 'already_registered'].includes(status), `${path}: ${status}`);
    const text = readFileSync(path, 'utf8');
    assert.equal(byContent.get(text) ?? record, record, 'equal files have one record');
    byContent.set(text, record);
  }
  assert.equal(byContent.size, contents);
  assert.equal(new Set(byContent.values()).size, contents, 'one record a content');
  assert.equal(await registry.records(), earlier + contents, 'none missing, none twice');
  earlier += contents;
}

/** Every file is found under the record that was told. */
async function allMatch(folder, lines) {
  const { code, stdout, stderr } = await start(
    ['check', folder, '--json', '--no-journal'],
    registry.env,
  ).ended;
  assert.equal(code, 0, stderr);
  const records = new Map(lines.map(({ path, record }) => [path, record]));
  for (const { path, grade, record } of jsonLines(stdout)) {
    assert.deepEqual([grade, record], ['identical', records.get(path)]);
  }
}

describe('the command line killed', () => {
  for (const resume of [true, false]) {
    const how = resume ? 'goes on with --resume' : 'starts anew';
    test(`and one that ${how} ends with exactly the right records`, async (t) => {
      const folder = join(scratch, `files-${resume}`);
      const files = writeFiles(folder, FILES, random);
      const more = resume ? ['--resume'] : [];
      for (let n = 0; n < KILLS; n++) {
        const going = register(folder, more);
        await wait(random() * took);
        going.kill();
        const { stdout } = await going.ended;
        t.diagnostic(`killed: ${stdout.split('\n').length - 1} told`);
      }
      const { code, stdout, stderr } = await register(folder, more).ended;
      assert.equal(code, 0, stderr);
      const lines = jsonLines(stdout);
      await holdsExactly(files, lines);
      await allMatch(folder, lines);
    });
  }
});

test('the registry killed ends with exactly the right records', async (t) => {
  const folder = join(scratch, 'files');
  const files = writeFiles(folder, FILES, random);
  let failures = 0;
  let last;
  for (let n = 0; n <= KILLS && !last; n++) {
    const going = register(folder, ['--resume']);
    if (n < KILLS) {
      // The first of it is reading, in which the registry has nothing to do.
      await wait((0.2 + 0.5 * random()) * took);
      await registry.kill();
      const { code, stdout, stderr } = await going.ended;
      t.diagnostic(`killed: exit ${code}, ${stdout.split('\n').length - 1} told`);
      await registry.start();
      if (code === 0) last = stdout;
      else {
        failures++;
        assert.equal(code, 2, stderr);
        assert.match(stderr, /files have no answer|cannot reach/);
      }
    } else {
      const { code, stdout, stderr } = await going.ended;
      assert.equal(code, 0, stderr);
      last = stdout;
    }
  }
  assert.ok(failures > 0, 'the registry was killed while it was needed');
  const lines = jsonLines(last);
  await holdsExactly(files, lines);
  await allMatch(folder, lines);
});
