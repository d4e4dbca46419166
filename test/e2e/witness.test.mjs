/** A real server with two real witnesses: cosigned, unwitnessed while one is away, and refused once forked. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { cli, localSecrets, migrate, registerDemo, serve } from '../../scripts/local.mjs';
import { logSigners } from '../../src/storage/log-keys.ts';
import { openCheckpoint } from '../../src/tlog/checkpoint.ts';
import { formatVerifierKey } from '../../src/tlog/key.ts';
import { parsePolicy } from '../../src/tlog/policy.ts';
import { parseProof } from '../../src/tlog/proof-file.ts';
import { get } from './get.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'empreinte-witnessed-'));
const running = new Set();
let origin;
let port;
let vars;
let secrets;
let vkey;
let policy;
let witnesses;

const freePort = () =>
  new Promise((done, fail) => {
    const server = createServer().once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port: free } = server.address();
      server.close(() => done(free));
    });
  });

/** Starts `empreinte witness` and waits for the line it prints. */
async function startWitness(name, listen) {
  const args = ['dist/cli/empreinte.js', 'witness', '--name', `${name}.example`];
  const child = spawn(
    process.execPath,
    [
      ...args,
      ...['--key', join(scratch, `${name}.key`), '--state', join(scratch, `${name}.json`)],
      ...['--log', vkey, '--listen', `127.0.0.1:${listen}`],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  running.add(child);
  let told = '';
  child.stderr.on('data', (chunk) => {
    told += chunk;
  });
  const line = await new Promise((done, fail) => {
    child.stdout.once('data', (chunk) => done(String(chunk).trim()));
    child.once('exit', () => fail(new Error(`the witness stopped: ${told}`)));
  });
  return {
    line,
    told: () => told,
    stop: () =>
      new Promise((done) => {
        running.delete(child);
        child.once('exit', done);
        child.kill('SIGTERM');
      }),
  };
}

/** Serves a state of its own; what is not there yet is made. */
async function start(name) {
  const persistTo = join(scratch, name);
  migrate(persistTo);
  const server = await serve({ port, persistTo, vars });
  running.add(server);
  return {
    stop: async () => {
      running.delete(server);
      await server.stop();
    },
  };
}

async function cosigners() {
  const text = await (await get(`${origin}/log/checkpoint`)).text();
  const [log] = parsePolicy(`log ${vkey}\nquorum none`).logs;
  const opened = await openCheckpoint(
    text,
    [log.key],
    policy.witnesses.map(({ key }) => key),
  );
  return opened.cosigners.map(({ key }) => key.name).sort();
}

/** Registers a folder and gives whether its first record is called witnessed. */
async function registered(folder, { keyFile, tokenFile } = secrets) {
  const args = ['register', folder, '--corpus', 'demo', '--json', '--server', origin];
  const { status, stdout, stderr } = cli([...args, '--key', keyFile], {
    EMPREINTE_TOKEN_FILE: tokenFile,
  });
  assert.equal(status, 0, stderr);
  const { record } = JSON.parse(stdout.split('\n')[0]);
  const answer = await (await get(`${origin}/v1/records/${record}`)).json();
  return answer.log.witnessed;
}

before(async () => {
  port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  vars = join(scratch, 'dev.vars');
  secrets = localSecrets(vars, join(scratch, 'local'), origin);
  const [, LOG_KEYS] = /^LOG_KEYS="(.*)"$/m.exec(readFileSync(vars, 'utf8'));
  const [signer] = await logSigners({ LOG_KEYS, ORIGIN: origin });
  vkey = formatVerifierKey(signer.key);
  const ports = [await freePort(), await freePort()];
  for (const name of ['un', 'deux']) {
    assert.equal(cli(['keygen', join(scratch, `${name}.key`)]).status, 0);
  }
  witnesses = {
    un: () => startWitness('un', ports[0]),
    deux: () => startWitness('deux', ports[1]),
  };
});

after(async () => {
  for (const one of running) await (one.stop?.() ?? one.kill('SIGKILL'));
  rmSync(scratch, { recursive: true, force: true });
});

describe('a log with two witnesses, both needed', () => {
  let un;
  let deux;
  let server;

  before(async () => {
    un = await witnesses.un();
    deux = await witnesses.deux();
    const text = `${un.line}\n${deux.line}\ngroup both all un.example deux.example\nquorum both`;
    policy = parsePolicy(text);
    const before = readFileSync(vars, 'utf8');
    const line = `LOG_POLICY="${text.replaceAll('\n', '\\n')}"`;
    writeFileSync(vars, before.replace(/^LOG_POLICY=.*$/m, line));
    server = await start('first');
  });

  test('is cosigned by both when a batch is answered', async () => {
    await registerDemo(origin, secrets, 'demo/genuine/notes');
    assert.deepEqual(await cosigners(), ['deux.example', 'un.example']);
    assert.equal(await registered('demo/genuine/notes'), true);
    const { log } = await (await get(`${origin}/.well-known/empreinte-keys.json`)).json();
    assert.deepEqual(log.keys, [vkey]);
    assert.equal(
      log.policy,
      `${un.line}\n${deux.line}\ngroup both all un.example deux.example\nquorum both`,
    );
  });

  test('is called unwitnessed while one is away, and witnessed once it is back', async () => {
    await deux.stop();
    assert.equal(await registered('demo/genuine/presse'), false);
    assert.deepEqual(await cosigners(), ['un.example']);
    // What was cosigned before stays so.
    assert.equal(await registered('demo/genuine/notes'), true);
    deux = await witnesses.deux();
    assert.equal(await registered('demo/genuine/comptes'), true);
    assert.equal(await registered('demo/genuine/presse'), true);
    assert.deepEqual(await cosigners(), ['deux.example', 'un.example']);
    const page = await (await get(`${origin}/en/log`)).text();
    assert.match(page, /<b>Witnessed\.<\/b>/);
    assert.match(page, /2 of 2, by the operator’s rule below/);
  });

  test('dates a registration by the witnesses, in answers and in receipts', () => {
    const file = 'demo/genuine/notes/briefing-debate-preparation.txt';
    const checked = (leakedAt) => {
      const args = ['check', file, '--leaked-at', leakedAt, '--json', '--receipts'];
      const { stdout, stderr } = cli([...args, '--server', origin]);
      assert.equal(stderr, '');
      return { stdout, line: JSON.parse(stdout) };
    };
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    const { stdout, line } = checked(tomorrow);
    assert.deepEqual([line.timing, line.timing_basis], ['registered_before', 'witness_time']);
    const { witnessed_at: at } = line.log;
    // A witness writes whole seconds, and those of before its answer.
    assert.ok(Math.abs(Date.parse(at) - Date.parse(line.registered_at)) < 600_000, at);
    assert.ok(Date.parse(at) <= Date.now());
    const { line: late } = checked('2020-01-01');
    assert.deepEqual([late.timing, late.timing_basis], ['registered_after', 'log_time']);

    const [report, pins] = ['report.json', 'pins.json'].map((name) => join(scratch, name));
    writeFileSync(report, stdout);
    writeFileSync(pins, cli(['keys', '--server', origin]).stdout);
    const verified = cli(['verify', report, '--file', file, '--keys', pins, '--json']);
    assert.equal(verified.status, 0, verified.stdout + verified.stderr);
    const { findings } = JSON.parse(verified.stdout);
    assert.equal(findings.find(({ code }) => code === 'witnessed').values.at, at);
    // The proof is of the log as it was when they first cosigned, not as it is now.
    const { checkpoint } = parseProof(line.receipt.proof);
    const size = Number(checkpoint.split('\n')[1]);
    const payload = Buffer.from(line.receipt.receipt.split('.')[1], 'base64url');
    const claims = JSON.parse(payload.toString());
    assert.ok(size > line.log.index && size < claims.log.size);
  });

  test('that was forked is cosigned by neither, though its own key has signed it', async () => {
    await server.stop();
    server = await start('fork');
    // The same keys of the log, and a registry set up anew.
    const state = join(scratch, 'forked');
    mkdirSync(state);
    const [keyFile, tokenFile] = ['registrar.key', 'registrar.token'].map((n) => join(state, n));
    const forked = { ...secrets, state, keyFile, tokenFile };
    await registerDemo(origin, forked, 'demo/genuine/courriels');
    assert.deepEqual(await cosigners(), []);
    assert.equal(await registered('demo/genuine/courriels', forked), false);
    assert.match(un.told(), / 422 127\.0\.0\.1:\d+\/log \d+/);
    await server.stop();

    // The true log goes on where it was.
    server = await start('first');
    assert.equal(await registered('demo/genuine/bureau'), true);
    assert.deepEqual(await cosigners(), ['deux.example', 'un.example']);
    await server.stop();
    await Promise.all([un.stop(), deux.stop()]);
  });
});
