import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as contract from '../../src/registry/contract.ts';
import { type Call, empreinte, ndjson, problemOf, type Registry, registry } from './harness.ts';

const root = mkdtempSync(join(tmpdir(), 'empreinte-register-'));
afterAll(() => rmSync(root, { recursive: true }));
const folder = join(root, 'originals');
mkdirSync(folder);
for (const name of ['a', 'b', 'c']) {
  writeFileSync(join(folder, `${name}.txt`), `The committee agreed on point ${name}. `.repeat(20));
}
writeFileSync(join(folder, 'd.txt'), readFileSync(join(folder, 'a.txt')));
const key = join(root, 'key');
beforeAll(() => empreinte(['keygen', key]));

type Status = contract.BatchItemResult['status'];
let statusOf: (index: number) => Status;
let refuse: ((call: Call) => ReturnType<typeof problemOf> | null) | null;
let server: Registry;
beforeEach(async () => {
  statusOf = () => 'registered';
  refuse = null;
  server = await registry((call) => {
    const refusal = refuse?.(call);
    if (refusal) return refusal;
    const { manifest, items } = contract.BatchRequest.parse(call.body);
    const { batch, corpus } = contract.Manifest.parse(JSON.parse(manifest));
    const results = items.map((value, i) => {
      const { id } = contract.BatchItem.parse(value);
      const status = statusOf(i);
      const failed = status === 'failed';
      const errors = failed ? [{ pointer: `/items/${i}`, detail: 'refused by the test' }] : [];
      return { id, status, record: failed ? null : `rec_${i}`, errors };
    });
    return { body: { batch, corpus, results, log: null } };
  });
});
afterEach(() => server.close());

const register = (...argv: string[]) =>
  empreinte(['register', folder, '--corpus', 'campaign', '--jobs', '1', ...argv], {
    env: { EMPREINTE_SERVER: server.url, EMPREINTE_TOKEN: 'registrar-token', EMPREINTE_KEY: key },
  });

describe('register', () => {
  test('signs decoys as such only when told', async () => {
    await register();
    await register('--decoy');
    const states = server.calls.map(({ body }) => JSON.parse(body.manifest).state);
    expect(states).toEqual(['authentic', 'decoy']);
  });

  test('prints one object a file; equal files are one document', async () => {
    statusOf = (i) => (i === 1 ? 'already_registered' : 'registered');
    const { exitCode, stdout, stderr } = await register('--json');
    expect(ndjson(stdout)).toEqual([
      { path: join(folder, 'a.txt'), record: 'rec_0', status: 'registered' },
      { path: join(folder, 'b.txt'), record: 'rec_1', status: 'already_registered' },
      { path: join(folder, 'c.txt'), record: 'rec_2', status: 'registered' },
      { path: join(folder, 'd.txt'), record: 'rec_0', status: 'registered' },
    ]);
    expect([exitCode, stderr]).toEqual([0, '']);
  });

  test('sends a manifest for this registry that ssh-keygen verifies, and no name', async () => {
    await register();
    expect(server.calls).toHaveLength(1);
    const call = server.calls[0] as Call;
    expect([call.method, call.url]).toEqual(['POST', '/v1/batches']);
    expect(call.authorization).toBe('Bearer registrar-token');
    expect(call.raw).not.toMatch(/txt|originals|committee/);
    const tlsh = call.body.items.map(
      ({ fingerprint }: contract.BatchItem) => fingerprint.bytes.tlsh,
    );
    expect(tlsh).toEqual(Array(3).fill(expect.stringMatching(/^T1/)));
    const manifest = JSON.parse(call.body.manifest);
    expect(manifest).toMatchObject({
      origin: server.url,
      environment: 'local',
      corpus: 'campaign',
      sequence: 0,
      previous: null,
      state: 'authentic',
      count: 3,
    });
    writeFileSync(join(root, 'allowed'), `registrar ${readFileSync(`${key}.pub`, 'utf8')}`);
    writeFileSync(join(root, 'sig'), call.body.signature);
    const options = ['-Y', 'verify', '-f', join(root, 'allowed'), '-I', 'registrar'];
    const verified = execFileSync(
      'ssh-keygen',
      [...options, '-n', 'empreinte-manifest@v1', '-s', join(root, 'sig')],
      { input: call.body.manifest },
    );
    expect(verified.toString()).toContain('Good');
  });

  test('makes batches of 500 that form a chain', async () => {
    const many = join(root, 'many');
    mkdirSync(many);
    for (let i = 0; i < 501; i++) writeFileSync(join(many, `${i}`.padStart(3, '0')), `number ${i}`);
    const { exitCode, stdout } = await empreinte(
      ['register', many, '--corpus', 'campaign', '--json'],
      { env: { EMPREINTE_SERVER: server.url, EMPREINTE_TOKEN: 't', EMPREINTE_KEY: key } },
    );
    expect(exitCode).toBe(0);
    expect(ndjson(stdout)).toHaveLength(501);
    const manifests = server.calls.map((call) => call.body.manifest as string);
    const parsed = manifests.map((text) => JSON.parse(text));
    expect(parsed.reduce((sum, one) => sum + one.count, 0)).toBe(501);
    expect(Math.max(...parsed.map((one) => one.count))).toBeLessThanOrEqual(500);
    expect(parsed.length).toBeGreaterThan(1);
    for (const [i, one] of parsed.entries()) {
      const before = manifests[i - 1];
      const previous = before && createHash('sha256').update(before).digest('hex');
      expect([one.sequence, one.previous]).toEqual([i, previous ?? null]);
    }
  });

  test('goes on behind a batch of which nobody knows whether it arrived, with the same bytes', async () => {
    const many = join(root, 'more');
    mkdirSync(many);
    for (let i = 0; i < 1100; i++) writeFileSync(join(many, `${i}`.padStart(4, '0')), `more ${i}`);
    const journal = join(root, 'journal.ndjson');
    const run = (...argv: string[]) =>
      empreinte(
        ['register', many, '--corpus', 'campaign', '--json', '--journal', journal, ...argv],
        {
          env: { EMPREINTE_SERVER: server.url, EMPREINTE_TOKEN: 't', EMPREINTE_KEY: key },
        },
      );
    let calls = 0;
    refuse = () => (++calls === 2 ? problemOf(500, 'internal') : null);
    const failed = await run();
    expect(failed.exitCode).toBe(2);
    expect(failed.stderr).toContain('again with --resume');
    expect(statSync(`${journal}.batch`).mode & 0o777).toBe(0o600);
    const other = await run('--resume', '--decoy');
    expect([other.exitCode, other.stdout]).toEqual([2, '']);
    expect(other.stderr).toContain('without --decoy');

    const went = await run('--resume');
    expect(went.exitCode).toBe(0);
    expect(ndjson(went.stdout)).toHaveLength(1100);
    expect(server.calls[2]?.raw).toBe(server.calls[1]?.raw);
    const manifests = server.calls.map(({ body }) => body.manifest as string);
    const chain = manifests.filter((_, i) => i !== 2);
    const digest = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(chain.map((one) => JSON.parse(one).sequence)).toEqual(chain.map((_, i) => i));
    expect(chain.slice(1).map((one) => JSON.parse(one).previous)).toEqual(
      chain.slice(0, -1).map(digest),
    );
    const sent = chain.reduce((sum, one) => sum + JSON.parse(one).count, 0);
    expect(sent).toBe(1100);
    expect(existsSync(journal) || existsSync(`${journal}.batch`)).toBe(false);
  });

  test('a batch that never arrived and is void by now is made anew in its place', async () => {
    const journal = join(root, 'journal-void.ndjson');
    refuse = () => problemOf(500, 'internal');
    expect((await register('--journal', journal)).exitCode).toBe(2);
    let expired = 0;
    refuse = () => (expired++ === 0 ? problemOf(422, 'manifest_expired') : null);
    const { exitCode, stdout } = await register('--journal', journal, '--resume', '--json');
    expect(exitCode).toBe(0);
    expect(ndjson(stdout)).toHaveLength(4);
    const [first, again, anew] = server.calls.map(({ body }) => JSON.parse(body.manifest));
    expect(again).toEqual(first);
    expect([anew.sequence, anew.previous]).toEqual([first.sequence, first.previous]);
    expect(anew.batch).not.toBe(first.batch);
  });

  test('a refused item is named, the rest is registered, exit 1', async () => {
    statusOf = (i) => (i === 1 ? 'failed' : 'registered');
    const { exitCode, stdout, stderr } = await register('--lines');
    expect(exitCode).toBe(1);
    expect(stdout.split('\n')).toEqual([
      `registered\trec_0\t${join(folder, 'a.txt')}`,
      `failed\t-\t${join(folder, 'b.txt')}`,
      `registered\trec_2\t${join(folder, 'c.txt')}`,
      `registered\trec_0\t${join(folder, 'd.txt')}`,
      '',
    ]);
    expect(stderr).toBe(`${join(folder, 'b.txt')}: refused by the test\n`);
  });

  test('a refused batch is exit 2 and says how to go on', async () => {
    refuse = () => problemOf(403, 'corpus_mismatch');
    const { exitCode, stdout, stderr } = await register('--json');
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain('4 of 4 files have no answer; run the same command again');
    expect(stderr).toContain('About corpus_mismatch. (corpus_mismatch, 403)');
  });

  test('after 503 the same bytes are sent again', async () => {
    refuse = () => (server.calls.length === 1 ? problemOf(503, 'registry_unhealthy') : null);
    expect((await register()).exitCode).toBe(0);
    expect(server.calls).toHaveLength(2);
    expect(server.calls[1]?.raw).toBe(server.calls[0]?.raw);
  });

  test('--dry-run reads everything and sends nothing', async () => {
    const { exitCode, stdout } = await register('--dry-run', '--json');
    expect(exitCode).toBe(0);
    expect(ndjson(stdout).map((line) => line.status)).toEqual(Array(4).fill('would_register'));
    expect(server.calls).toEqual([]);
  });

  test('a file that this machine was too slow to read is not registered without its content', async () => {
    const { exitCode, stdout } = await empreinte(
      ['register', join(folder, 'a.txt'), '--corpus', 'campaign', '--json', '--file-timeout', '1'],
      {
        env: { EMPREINTE_SERVER: server.url, EMPREINTE_TOKEN: 't', EMPREINTE_KEY: key },
        readerEntry: new URL('./readers/spin.mjs', import.meta.url),
      },
    );
    expect(exitCode).toBe(1);
    expect(ndjson(stdout)).toMatchObject([{ status: 'failed', record: null }]);
    expect(server.calls).toEqual([]);
  });
});

describe('keys', () => {
  const withKey = (path: string | undefined) =>
    empreinte(['register', folder, '--corpus', 'campaign', ...(path ? ['--key', path] : [])], {
      env: { EMPREINTE_SERVER: server.url, EMPREINTE_TOKEN: 't' },
    });

  test.each([
    ['none', undefined, /no key to sign with/],
    ['a missing one', join(root, 'no-key'), /no such file/],
    ['the public half', `${key}.pub`, /name the private one/],
    ['another file', join(folder, 'a.txt'), /not an OpenSSH private key/],
  ])('%s is exit 2 before anything is sent', async (_name, path, message) => {
    const { exitCode, stderr } = await withKey(path);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
    expect(server.calls).toEqual([]);
  });
});
