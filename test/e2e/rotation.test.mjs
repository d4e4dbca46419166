/**
 * All keys of a registry changed by the documented commands, a timestamping authority named, and the registry
 * started again on the same state.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { cli } from '../../scripts/local.mjs';
import { createLogClient } from '../../src/client/log.ts';
import { checkpointText } from '../../src/tlog/checkpoint.ts';
import { root } from '../../src/tlog/merkle.ts';
import { parsePolicy } from '../../src/tlog/policy.ts';
import { readBundle, tilePath } from '../../src/tlog/tile.ts';
import { CORPUS, jsonLines, randomFrom, registryIn, writeFiles } from '../kill/local.mjs';
import { openAuthority } from '../tlog/authority.mjs';
import { get } from './get.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'empreinte-rotated-'));
const at = (name) => join(scratch, name);
const vars = at('dev.vars');
let registry;
let authority;
let authorityServer;
let old;
let fresh;
/** What was kept from before the keys were changed. */
let checkpoint;
let records;
/** What became of an old document and two new ones afterwards. */
let made;

const run = (args, more = {}) => cli(args, { ...registry.env, ...more });
const lines = (args) => {
  const { status, stdout, stderr } = run(args);
  assert.ok(status < 2, stderr);
  return jsonLines(stdout);
};
const register = (...paths) =>
  lines(['register', ...paths, '--corpus', CORPUS, '--json', '--no-journal']);
const check = (...paths) => lines(['check', ...paths, '--json', '--no-journal']);
const verify = (report, file, pins) =>
  run(['verify', at(report), '--file', file, '--keys', at(pins)]);
const keep = (name, args) => {
  const { status, stdout, stderr } = run(args);
  assert.equal(status, 0, stderr);
  writeFileSync(at(name), stdout);
};
const logOf = (pins) => {
  const { keys } = JSON.parse(readFileSync(at(pins), 'utf8')).log;
  const policy = parsePolicy([...keys.map((key) => `log ${key}`), 'quorum none'].join('\n'));
  return createLogClient({ url: `${registry.origin}/log`, policy, fetch: get });
};

before(async () => {
  registry = await registryIn(scratch);
  old = writeFiles(at('old'), 3, randomFrom(11)).paths;
  fresh = writeFiles(at('fresh'), 2, randomFrom(12)).paths;
  records = register(...old).map(({ record }) => record);
  keep('old.ndjson', ['check', old[0], '--json', '--receipts', '--no-journal']);
  keep('old.pins', ['keys']);
  checkpoint = (await logOf('old.pins').checkpoint()).text;

  await registry.stop();
  for (const which of ['log', 'receipts', 'lookup', 'seal']) {
    const { status, stdout, stderr } = cli(['admin', 'rotate', which, vars]);
    assert.equal(status, 0, stderr);
    const [name] = stdout.split('=');
    const present = readFileSync(vars, 'utf8');
    writeFileSync(vars, present.replace(new RegExp(`^${name}=.*\n`, 'm'), stdout));
    assert.notEqual(readFileSync(vars, 'utf8'), present);
  }
  authority = openAuthority(at('authority'));
  const address = await serveAuthority();
  writeFileSync(vars, readFileSync(vars, 'utf8').replace(/^TSA_URL=.*$/m, `TSA_URL="${address}"`));
  await registry.start();
});

/** The authority over HTTP, as RFC 3161 section 3.4 has it. */
function serveAuthority() {
  authorityServer = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    response.writeHead(200, { 'content-type': 'application/timestamp-reply' });
    response.end(authority.reply(Buffer.concat(chunks)));
  });
  return new Promise((done) => {
    authorityServer.listen(0, '127.0.0.1', () => {
      done(`http://127.0.0.1:${authorityServer.address().port}/tsr`);
    });
  });
}

after(async () => {
  await registry?.stop();
  authorityServer?.closeAllConnections();
  authorityServer?.close();
  rmSync(scratch, { recursive: true, force: true });
});

describe('after a change of all keys', () => {
  test('an old receipt still verifies, with the keys that were pinned before', () => {
    const { status, stdout, stderr } = verify('old.ndjson', old[0], 'old.pins');
    assert.equal(status, 0, stderr);
    assert.match(stdout, /Proven: /);
  });

  test('old documents are not registered twice, and new ones are registered', () => {
    made = register(old[1], ...fresh);
    assert.deepEqual(
      made.map(({ status }) => status),
      ['already_registered', 'registered', 'registered'],
    );
    assert.equal(made[0].record, records[1]);
  });

  test('old and new records are found, by a near copy too, and old ones located', () => {
    const near = at('near.txt');
    const words = readFileSync(old[0], 'utf8').split(' ');
    writeFileSync(near, words.with(40, 'ailleurs').join(' '));
    assert.deepEqual(
      check(...old, ...fresh, near).map(({ verdict, grade, record }) => [verdict, grade, record]),
      [
        ...records.map((record) => ['match', 'identical', record]),
        ...made.slice(1).map(({ record }) => ['match', 'identical', record]),
        ['differs', 'near', records[0]],
      ],
    );
    const located = run(['compare', near, '--with', records[0], '--json']);
    assert.equal(located.status, 1, located.stderr);
    assert.equal(JSON.parse(located.stdout).texts[0].grade, 'altered');
  });

  test('the log goes on, for who has pinned the old key', async () => {
    const now = await logOf('old.pins').follow(checkpoint);
    const before = Number(checkpoint.split('\n')[1]);
    // The statement of the new keys, and two registrations.
    assert.equal(now.checkpoint.size, before + 3);
    const { log } = await (await get(`${registry.origin}/.well-known/empreinte-keys.json`)).json();
    assert.equal(log.keys.length, 2);
    const [oldKey] = JSON.parse(readFileSync(at('old.pins'), 'utf8')).log.keys;
    assert.equal(log.keys[1], oldKey);
  });

  test('who has pinned the old keys follows to the new ones, and needs them for new receipts', () => {
    keep('new.ndjson', ['check', fresh[0], '--json', '--receipts', '--no-journal']);
    const refused = verify('new.ndjson', fresh[0], 'old.pins');
    assert.equal(refused.status, 1);
    assert.match(refused.stdout, /pinned/);
    keep('new.pins', ['keys', '--pinned', at('old.pins')]);
    for (const [report, file] of [
      ['new.ndjson', fresh[0]],
      ['old.ndjson', old[0]],
    ]) {
      const { status, stdout } = verify(report, file, 'new.pins');
      assert.equal(status, 0, stdout);
      assert.match(stdout, /Proven: /);
    }
  });
});

describe('a timestamping authority', () => {
  test('has its timestamps served, which openssl verifies for the text of the checkpoint', async () => {
    const { checkpoint: now } = await logOf('old.pins').checkpoint();
    let timestamps = [];
    // The alarm asks; until it has, there is nothing to see.
    for (let n = 0; n < 240 && timestamps.length === 0; n++) {
      await new Promise((done) => setTimeout(done, 250));
      ({ timestamps } = await (await get(`${registry.origin}/log/timestamps`)).json());
    }
    const [{ size, time }] = timestamps;
    assert.ok(size <= now.size);
    assert.ok(Math.abs(Date.parse(time) - Date.now()) < 3_600_000);
    const answer = await get(`${registry.origin}/log/timestamps/${size}`);
    assert.equal(answer.headers.get('content-type'), 'application/timestamp-reply');
    const response = new Uint8Array(await answer.arrayBuffer());
    // As anyone would: the text of that size from the tiles, with code that is not the registry's.
    const text = checkpointText(now.origin, { size, root: root(await entriesUpTo(size)) });
    assert.ok(authority.verify(text, response));
    assert.ok(!authority.verify(text.replace(`\n${size}\n`, `\n${size + 1}\n`), response));
    assert.equal((await get(`${registry.origin}/log/timestamps/${size + 9999}`)).status, 404);
  });
});

async function entriesUpTo(size) {
  const path = tilePath({ level: 'entries', index: 0, width: size });
  const answer = await get(`${registry.origin}/log/${path}`);
  return readBundle(new Uint8Array(await answer.arrayBuffer()));
}
