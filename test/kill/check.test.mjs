/** `check` killed at random moments and gone on with, until it ends; and requests cut off in their body. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { batchOf, breakOff } from './broken-off.mjs';
import {
  CORPUS,
  jsonLines,
  randomFrom,
  registryIn,
  seedOf,
  start,
  wordsOf,
  writeFiles,
} from './local.mjs';

const FILES = 240;
const KILLS = 4;

const scratch = mkdtempSync(join(tmpdir(), 'empreinte-kill-check-'));
const folder = join(scratch, 'files');
const journal = join(scratch, 'journal.ndjson');
const random = randomFrom(seedOf('check'));
let registry;

before(async () => {
  const { paths } = writeFiles(folder, FILES, random);
  registry = await registryIn(scratch);
  // A third is registered as it is, a third differs in one word, a third is not registered.
  const genuine = join(scratch, 'genuine');
  writeFiles(genuine, 0, random);
  for (const [i, path] of paths.entries()) {
    const text = readFileSync(path, 'utf8');
    const name = join(genuine, `${i}`);
    if (i % 3 === 1) writeFileSync(name, text);
    if (i % 3 === 2) writeFileSync(name, text.replace(/\n([a-zé]+) /, '\nautrement '));
  }
  const { code, stderr } = await start(['register', genuine, '--corpus', CORPUS], registry.env)
    .ended;
  assert.equal(code, 0, stderr);
});
after(async () => {
  await registry?.stop();
  rmSync(scratch, { recursive: true, force: true });
});

/** The report without the time of each answer, which is that of the run that gave it. */
const reportOf = (stdout) =>
  jsonLines(stdout).map(({ at, ...rest }) => {
    assert.match(at, /^\d{4}-/);
    return rest;
  });

/** A copy of the program whose readers note what they open. */
function counting(log) {
  const copy = join(scratch, 'copy');
  for (const name of ['dist/cli', 'dist/kernel', 'package.json']) {
    cpSync(name, join(copy, name), { recursive: true });
  }
  const reader = join(copy, 'dist/cli/analyse-worker.js');
  renameSync(reader, join(copy, 'dist/cli/real-worker.js'));
  writeFileSync(
    reader,
    `process.env.OPENED_LOG = ${JSON.stringify(log)};
    await import(${JSON.stringify(pathToFileURL(resolve('test/kill/opened.mjs')).href)});
    await import('./real-worker.js');
    `,
  );
  return join(copy, 'dist/cli/empreinte.js');
}

/** Whole lines of a journal but its first. */
function finishedIn(path) {
  let text = '';
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    // Killed before the first answer.
  }
  return Math.max(0, text.split('\n').length - 2);
}

function openedIn(path) {
  let lines = '';
  try {
    lines = readFileSync(path, 'utf8');
  } catch {
    // Killed before the first file.
  }
  return lines.split('\0').filter((name) => name.startsWith(folder));
}

test('a run killed again and again ends with the report of one that was not', async (t) => {
  const whole = await start(['check', folder, '--json', '--no-journal'], registry.env).ended;
  assert.equal(whole.code, 1, whole.stderr);
  const expected = reportOf(whole.stdout);
  assert.equal(expected.length, FILES);
  const verdicts = new Set(expected.map(({ verdict }) => verdict));
  assert.deepEqual(verdicts, new Set(['match', 'differs', 'absent']));

  const log = join(scratch, 'opened');
  const program = counting(log);
  const args = ['check', folder, '--json', '--journal', journal, '--resume'];
  let killed = 0;
  let resumed = 0;
  for (let run = 0; run < 3 * KILLS; run++) {
    const before = finishedIn(journal);
    rmSync(log, { force: true });
    const going = start(args, registry.env, program);
    if (killed < KILLS) await killSometime(going, before);
    const { code, signal, stdout, stderr } = await going.ended;
    const opened = openedIn(log);
    t.diagnostic(`run ${run}: ${before} finished before, ${opened.length} files opened`);
    if (before > 0) resumed++;
    assert.equal(new Set(opened).size, opened.length, 'a file is opened once a run');
    // No finished file is opened: what is left bounds what a run can open.
    assert.ok(opened.length <= FILES - before, `${opened.length} opened, ${before} finished`);
    // A run may be killed when all is said, on its way out.
    const told = jsonLines(stdout.slice(0, stdout.lastIndexOf('\n') + 1));
    if (told.length === FILES) {
      assert.equal(opened.length, FILES - before);
      assert.deepEqual(reportOf(stdout), expected);
    }
    if (signal === 'SIGKILL') killed++;
    else {
      assert.equal(code, 1, stderr);
      assert.equal(told.length, FILES);
      if (killed === KILLS) break;
    }
  }
  assert.ok(killed === KILLS && resumed > 0, `${killed} runs were killed, ${resumed} went on`);
});

/**
 * Kills at a moment by the journal, since the time that a run takes is the machine's: as soon as
 * so many more files are finished, and a little later.
 */
async function killSometime(going, before) {
  const until = before + Math.ceil((random() * FILES) / KILLS);
  const pause = random() * 200;
  let gone = false;
  going.ended.then(() => {
    gone = true;
  });
  while (!gone && finishedIn(journal) < until) await wait(5);
  await wait(pause);
  going.kill();
}

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

const FRAMINGS = ['length', 'chunked'].flatMap((framing) =>
  ['ended', 'gone'].map((how) => ({ framing, how })),
);
const checkOf = (fingerprint) =>
  fetch(`${registry.origin}/v1/check`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ items: [{ fingerprint }] }),
  });
const logSize = async () => {
  const note = await (await fetch(`${registry.origin}/log/checkpoint`)).text();
  return Number(note.split('\n')[1]);
};

test('a batch whose body breaks off registers nothing, and is taken once it comes whole', async () => {
  const { origin, env } = registry;
  const token = readFileSync(env.EMPREINTE_TOKEN_FILE, 'utf8').trim();
  const { fingerprint, body } = await batchOf(wordsOf(random, 120), {
    ...{ origin, env, corpus: CORPUS },
  });
  const before = { records: await registry.records(), log: await logSize() };
  const to = { origin, path: '/v1/batches', type: 'application/json', token };
  for (const way of FRAMINGS) {
    // All of it but the end of the request, and half of it.
    for (const sent of [body, body.slice(0, body.length / 2)]) {
      const answer = await breakOff({ ...to, ...way, body: sent });
      assert.doesNotMatch(answer, /^HTTP\/1\.1 2/, JSON.stringify(way));
    }
  }
  // Long after the last of them could have been worked on.
  await wait(500);
  assert.equal((await fetch(`${origin}/healthz`)).status, 200);
  assert.equal((await (await checkOf(fingerprint)).json()).results[0].verdict, 'absent');
  assert.deepEqual({ records: await registry.records(), log: await logSize() }, before);
  const headers = { 'content-type': to.type, authorization: `Bearer ${token}` };
  const whole = await fetch(`${origin}${to.path}`, { method: 'POST', headers, body });
  assert.equal((await whole.json()).results[0].status, 'registered');
  assert.deepEqual(await registry.records(), before.records + 1);
});

test('a stream cut in a line answers whole lines only, and none wrongly', async () => {
  const { origin } = registry;
  const sha256 = '0'.repeat(64);
  const line = (id) => `${JSON.stringify({ id, sha256 })}\n`;
  const body = `${line('a')}${line('b')}${line('c').slice(0, -20)}`;
  const to = { origin, path: '/v1/check', type: 'application/x-ndjson', token: null };
  for (const way of FRAMINGS) {
    const answer = await breakOff({ ...to, ...way, body });
    const told = [...answer.matchAll(/^\{.*"id":"(\w)".*"verdict":"(\w+)".*\}$/gm)];
    for (const [, id, verdict] of told) {
      assert.ok(['a', 'b'].includes(id), answer);
      assert.equal(verdict, 'absent');
    }
    assert.equal(answer.includes('"id":"c"'), false);
  }
  assert.equal((await fetch(`${origin}/healthz`)).status, 200);
});
