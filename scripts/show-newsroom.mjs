/**
 * `npm run show:newsroom`: an evening of a newsroom's engineer and a campaign's sysadmin, on this machine.
 * A fresh folder installs the packed command line, registers a mailbox, checks a folder, and keeps a
 * watch that fires; then the registry is backed up, wiped and restored, and must answer the same under
 * the same root of its log.
 *
 *   npm run show:newsroom -- [--mails 5000] [--files 2000]
 *
 * Prints each step with what was seen; ends with 1 when anything differs.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mailsTo, randomFrom, registryIn, wordsOf } from '../test/kill/local.mjs';
import { pack } from './pack.mjs';

const { values } = parseArgs({
  options: {
    mails: { type: 'string', default: '5000' },
    files: { type: 'string', default: '2000' },
  },
});
const MAILS = Number(values.mails);
const FILES = Number(values.files);
const CORPUS = 'killed';

const scratch = mkdtempSync(join(tmpdir(), 'empreinte-show-'));
const began = Date.now();
const step = (text) =>
  console.log(`[${String(Math.round((Date.now() - began) / 1000)).padStart(4)} s] ${text}`);

/** Runs the installed program as its user would. */
function empreinte(home, args, env, wanted) {
  const program = join(home, 'node_modules/.bin/empreinte');
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: home,
    encoding: 'utf8',
    env,
    maxBuffer: 1 << 30,
  });
  assert.equal(status, wanted, `empreinte ${args.join(' ')}\n${stderr}`);
  return stdout;
}

const lines = (text) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
const tally = (list) => {
  const counts = new Map();
  for (const one of list) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].map(([what, times]) => `${times} ${what}`).join(', ');
};

/** Where the message of the watch goes: nothing on a machine by itself may be a target. */
const RECEIVER = 'https://hooks.redaction.example/empreinte';

/** Asks to be told of a document that is absent, has it registered, and waits for the message. */
async function keepWatch(home, env, { admin }) {
  const asked = ['--scope', 'accredited', '--name', 'newsroom'];
  const asAdmin = { ...env, EMPREINTE_TOKEN_FILE: admin };
  const token = empreinte(home, ['admin', 'token', 'create', ...asked], asAdmin, 0).trim();
  const tokenFile = join(home, 'newsroom.token');
  writeFileSync(tokenFile, token, { mode: 0o600 });
  const asNewsroom = { ...env, EMPREINTE_TOKEN_FILE: tokenFile };

  const file = join(home, 'awaited.txt');
  writeFileSync(file, `${wordsOf(randomFrom(7), 200)}\n`);
  empreinte(home, ['check', file, '--json', '--no-journal'], asNewsroom, 1);
  const [watch] = lines(
    empreinte(home, ['watch', 'add', file, '--url', RECEIVER, '--json'], asNewsroom, 0),
  );
  step(`watching for ${file.split('/').at(-1)}, which is absent: ${watch.id}`);
  empreinte(home, ['register', file, '--corpus', CORPUS], env, 0);
  for (const until = Date.now() + 90_000; ; ) {
    const [now] = lines(empreinte(home, ['watch', 'list', '--json'], asNewsroom, 0));
    const deliveries = ['watch', 'deliveries', '--json'];
    const [message] = lines(empreinte(home, deliveries, asNewsroom, 0));
    if (now.state === 'matched' && message?.last) {
      const { attempts, last } = message;
      const seen = last.error ?? `status ${last.status}`;
      step(`registered: the watch has fired; ${attempts} message sent to ${RECEIVER}, ${seen}`);
      return;
    }
    assert.ok(Date.now() < until, `the watch did not fire: ${JSON.stringify({ now, message })}`);
    await new Promise((resume) => setTimeout(resume, 2000));
  }
}

let registry;
try {
  const tarball = await pack(scratch);
  const home = join(scratch, 'newsroom');
  mkdirSync(home);
  const installed = spawnSync('npm', ['install', '--offline', '--no-audit', tarball], {
    cwd: home,
    encoding: 'utf8',
  });
  assert.equal(installed.status, 0, installed.stderr);
  step(`installed ${tarball.split('/').at(-1)} in a fresh folder`);

  registry = await registryIn(scratch);
  step(`a registry answers at ${registry.origin}`);
  const env = { ...registry.env, PATH: process.env.PATH, HOME: home };

  const random = randomFrom(2027);
  const mbox = join(home, 'presse.mbox');
  const mails = mailsTo(mbox, MAILS, random);
  const registered = lines(
    empreinte(home, ['register', '--mbox', mbox, '--corpus', CORPUS, '--json'], env, 0),
  );
  const documents = registered.filter(({ status }) => status === 'registered');
  step(`registered ${mbox.split('/').at(-1)}: ${tally(registered.map(({ status }) => status))}`);
  assert.equal(documents.length, MAILS);
  assert.equal(await registry.records(), MAILS);

  await keepWatch(home, env, registry);

  // A third as they were, a third with one word changed, a third that nobody has registered.
  const folder = join(home, 'leak');
  mkdirSync(folder);
  for (let i = 0; i < FILES; i++) {
    const mail = mails[i % MAILS];
    const doctored = mail.replace(/somme /, 'fausse ').replace(/Message-ID: .*\n/, '');
    const text = [mail, doctored, `${wordsOf(random, 150)}\n`][i % 3];
    writeFileSync(
      join(folder, `${String(i).padStart(5, '0')}${i % 3 === 2 ? '.txt' : '.eml'}`),
      text,
    );
  }
  const check = () =>
    lines(empreinte(home, ['check', folder, '--json', '--no-journal'], env, 1)).map(
      ({ at: _at, ...rest }) => rest,
    );
  const before = check();
  step(`checked ${before.length} files: ${tally(before.map(({ verdict }) => verdict))}`);
  assert.equal(before.length, FILES);
  before.forEach(({ path, verdict }, i) => {
    const wanted = [['match'], ['differs'], ['absent', 'differs']][i % 3];
    assert.ok(wanted.includes(verdict), `${path}: ${verdict}`);
  });

  const log = async () =>
    (await (await fetch(`${registry.origin}/log/checkpoint`)).text()).split('\n');
  const [, size, root] = await log();
  const folderOf = join(home, 'backup');
  const asAdmin = { ...env, EMPREINTE_TOKEN_FILE: registry.admin };
  console.log(empreinte(home, ['admin', 'backup', folderOf], asAdmin, 0).trimEnd());
  step(`backed up; the log has ${size} entries and the root ${root}`);

  await registry.stop();
  registry.wipe();
  await registry.start({ restoring: true });
  const closed = await fetch(`${registry.origin}/v1/corpora`);
  assert.equal(closed.status, 503);
  step('wiped; the registry answers nothing but a restore');
  const tokenFile = join(home, 'bootstrap.token');
  writeFileSync(tokenFile, registry.bootstrapToken, { mode: 0o600 });
  const asOperator = { ...env, EMPREINTE_TOKEN_FILE: tokenFile };
  console.log(empreinte(home, ['admin', 'restore', folderOf], asOperator, 0).trimEnd());

  await registry.stop();
  await registry.start();
  const after = await log();
  assert.deepEqual(after.slice(1, 3), [size, root]);
  step(`restored; the log has ${after[1]} entries and the root ${after[2]}`);
  const again = check();
  assert.deepEqual(again, before);
  step(`checked again: the same ${again.length} answers, field by field`);
  step('nothing differs');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await registry?.stop().catch(() => undefined);
  rmSync(scratch, { recursive: true, force: true });
}
