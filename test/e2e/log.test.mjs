/** The public log of a real server: read by Go's client, and by ours right after a registration. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { cli } from '../../scripts/local.mjs';
import { createLogClient, verifyEntry } from '../../src/client/log.ts';
import { parsePolicy } from '../../src/tlog/policy.ts';
import { buildAuditor } from '../tlog/auditor.mjs';
import { get } from './get.mjs';

const server = process.env.EMPREINTE_TEST_SERVER;
const state = process.env.EMPREINTE_TEST_STATE;
const scratch = mkdtempSync(join(tmpdir(), 'empreinte-log-'));
let keys;

before(async () => {
  keys = (await (await get(`${server}/.well-known/empreinte-keys.json`)).json()).log;
});
after(() => rmSync(scratch, { recursive: true, force: true }));

test('Go’s sumdb reads the log over HTTP and finds every entry in its place', () => {
  const audit = buildAuditor(scratch);
  const { ok, output } = audit('log', `${server}/log`, keys.keys[0], 'checkpoint');
  assert.ok(ok, output);
  const [, size] = /^ok checkpoint size (\d+) /.exec(output) ?? [];
  assert.ok(Number(size) >= 40, output);
});

test('a registration is found and proven as soon as it is answered', async () => {
  const file = join(scratch, 'note.txt');
  const words = Array.from({ length: 80 }, () => Math.random().toString(36).slice(2));
  writeFileSync(file, words.join(' '));
  const key = join(state, 'registrar_ed25519');
  const registered = cli(
    ['register', file, '--corpus', 'demo', '--json', '--server', server, '--key', key],
    { EMPREINTE_TOKEN_FILE: join(state, 'registrar.token') },
  );
  assert.equal(registered.status, 0, registered.stderr);
  const { record } = JSON.parse(registered.stdout);

  const checked = cli(['check', file, '--json', '--server', server]);
  const [found] = checked.stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  assert.equal(found.verdict, 'match');
  assert.equal(found.record, record);

  const { log: entry } = await (await get(`${server}/v1/records/${record}`)).json();
  assert.equal(entry.index, found.log.index);
  assert.equal(entry.witnessed, false);
  const policy = parsePolicy(`log ${keys.keys[0]}\nquorum none`);
  const client = createLogClient({ url: `${server}/log`, policy });
  const proof = await client.prove(entry);
  const shown = await verifyEntry(proof, entry, policy);
  assert.equal(shown.statement.record, record);
  assert.equal(shown.leaf.type, 'register');
  assert.equal(shown.witnessed, false);
});
