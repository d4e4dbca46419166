import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import type { Corpus } from '../../src/registry/contract.ts';
import type { Site } from '../../src/registry/manifest.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { parseKeys } from '../../src/storage/keys.ts';
import { logSigners } from '../../src/storage/log-keys.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import { memoryIdempotency } from '../../src/storage/memory-idempotency.ts';
import { empreinte } from './harness.ts';

/** The commands of an operator's first day and worst day, against the real API over HTTP. */
const root = mkdtempSync(join(tmpdir(), 'empreinte-admin-'));
const at = (name: string) => join(root, name);
let url: string;
let close: () => void;
let bootstrapDigest = '';

async function serve(): Promise<void> {
  const site: { current: Site | null } = { current: null };
  const app = () => {
    const registry = createRegistry({ store, site: site.current, clock: () => new Date() });
    return createApp({
      registry,
      health: async () => ({
        ...{ database: true, keys: true, failing: [] },
        log: { signed: true, size: 0, witnessed: 0, unsettled: 0 },
      }),
      log: { read: async () => null, keys: async () => Promise.reject(new Error('closed')) },
      receiptKeys: async () => [],
      backups: () => {
        throw new Error('not asked for here');
      },
      doctor: { holder: async () => null, examine: async () => Promise.reject(new Error()) },
      restores: null,
      bootstrapTokenSha256: bootstrapDigest,
      idempotency: memoryIdempotency(),
      callerSecret: 'secret',
      files: { enabled: false, fingerprint: async () => Promise.reject(new Error('closed')) },
    });
  };
  const store = memoryStore();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = 'GET' } = request;
    const body = method === 'GET' || method === 'DELETE' ? {} : { body: Buffer.concat(chunks) };
    const headers = new Headers(
      Object.entries(request.headers).map(
        ([name, value]) => [name, String(value)] as [string, string],
      ),
    );
    const answer = await app().request(`${url}${request.url}`, { method, headers, ...body });
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  site.current = { origin: url, environment: 'local' };
  close = () => {
    server.closeAllConnections();
    server.close();
  };
}

beforeAll(async () => {
  await serve();
  for (const name of ['camille', 'dominique', 'treasury']) await empreinte(['keygen', at(name)]);
});
afterAll(() => {
  close();
  rmSync(root, { recursive: true });
});

const run = (argv: string[], env: Record<string, string> = {}, stdin = '') =>
  empreinte(argv, { env: { EMPREINTE_SERVER: url, ...env }, stdin: Buffer.from(stdin) });
const asAdmin = () => ({ EMPREINTE_TOKEN_FILE: at('admin.token') });
const letter = at('letter.txt');
writeFileSync(letter, 'The committee agreed on the figures of the second quarter. '.repeat(9));

/** What the last test leaves to the next; these tests are one story. */
let code = '';
let record = '';
let registrarToken = '';

describe('the first day', () => {
  test('secrets are keys that the Worker reads, and a token by its digest', async () => {
    const { exitCode, stdout, stderr } = await run(['admin', 'secrets']);
    expect(exitCode).toBe(0);
    const values = Object.fromEntries(
      [...stdout.matchAll(/^(\w+)="(.*)"$/gm)].map(([, name, value]) => [name, value]),
    );
    expect(Object.keys(values)).toEqual([
      'LOOKUP_KEYS',
      'SEAL_KEYS',
      'LOG_KEYS',
      'RECEIPT_KEYS',
      'BOOTSTRAP_TOKEN_SHA256',
    ]);
    expect(parseKeys(values.LOOKUP_KEYS, 'x')[0].bytes).not.toEqual(
      parseKeys(values.SEAL_KEYS, 'x')[0].bytes,
    );
    const token = /emp_bootstrap_\w+/.exec(stderr)?.[0] ?? '';
    expect(stdout).not.toContain(token);
    bootstrapDigest = execFileSync('sha256sum', { input: token }).toString().slice(0, 64);
    expect(values.BOOTSTRAP_TOKEN_SHA256).toBe(bootstrapDigest);
    writeFileSync(at('bootstrap.token'), token);
  });

  test.each([
    ['lookup', 'LOOKUP_KEYS'],
    ['seal', 'SEAL_KEYS'],
    ['log', 'LOG_KEYS'],
    ['receipts', 'RECEIPT_KEYS'],
  ])('the %s keys get a new one in front, and lose none', async (which, name) => {
    const { stdout: secrets } = await run(['admin', 'secrets']);
    const valueIn = (text: string) => new RegExp(`^${name}="(.*)"$`, 'm').exec(text)?.[1] ?? '';
    writeFileSync(at('secrets.env'), `ORIGIN="x"\n${secrets}`);
    const first = await run(['admin', 'rotate', which, at('secrets.env')]);
    expect(first.exitCode, first.stderr).toBe(0);
    expect(first.stdout).toMatch(new RegExp(`^${name}="[^"]+"\n$`));
    const [fresh = '', ...old] = valueIn(first.stdout).split(',');
    expect(old).toEqual([valueIn(secrets)]);
    // Again, from the value alone on standard input.
    const second = await run(['admin', 'rotate', which], {}, valueIn(first.stdout));
    const keys = valueIn(second.stdout).split(',');
    expect(keys.slice(1)).toEqual([fresh, ...old]);
    expect(new Set(keys).size).toBe(3);
    const ids = { lookup: ['k3', 'k2', 'k1'], seal: ['s3', 's2', 's1'] }[which];
    if (ids) expect(parseKeys(keys.join(','), name).map(({ id }) => id)).toEqual(ids);
    else expect(await logSigners({ LOG_KEYS: keys.join(','), ORIGIN: url })).toHaveLength(3);
    for (const { stderr } of [first, second])
      for (const key of keys) expect(stderr).not.toContain(key);
  });

  test('two keyholders are named by two signatures, one of them of ssh-keygen', async () => {
    const token = { EMPREINTE_TOKEN_FILE: at('bootstrap.token') };
    const holders = ['camille', 'dominique'].flatMap((name) => [
      '--holder',
      `${name}=${at(name)}.pub`,
    ]);
    const argv = ['admin', 'bootstrap', ...holders, '--required', '2', '--key', at('camille')];
    const alone = await run(argv, token);
    expect([alone.exitCode, alone.stdout]).toEqual([2, '']);
    expect(alone.stderr).toContain('2 of 2 keys must sign this, 1 did');
    expect(alone.stderr).not.toContain('Paper code');

    const first = at('first.json');
    const made = await run([...argv, '--out', first], token);
    expect([made.exitCode, made.stdout]).toEqual([0, '']);
    code = /[A-Z2-7]{5}(?:-[A-Z2-7]{5}){4}/.exec(made.stderr)?.[0] ?? '';
    expect(readFileSync(first, 'utf8')).not.toContain(code);
    const { statement, signatures } = JSON.parse(readFileSync(first, 'utf8'));
    const options = ['-Y', 'sign', '-q', '-f', at('dominique'), '-n', 'empreinte-statement@v1'];
    const theirs = execFileSync('ssh-keygen', options, { input: statement }).toString();
    writeFileSync(first, JSON.stringify({ statement, signatures: [...signatures, theirs] }));

    const sent = await run(['admin', 'send', first, '--bootstrap'], token);
    expect(sent.exitCode).toBe(0);
    const { token: admin } = JSON.parse(sent.stdout);
    writeFileSync(at('admin.token'), admin.token);
    const again = await run(['admin', 'send', first, '--bootstrap'], token);
    expect([again.exitCode, again.stderr]).toEqual([2, expect.stringContaining('state_conflict')]);
    expect((await run(['admin', 'status'])).stdout).toMatch(
      new RegExp(`^registry\t${url} \\(local\\)\nthreshold\t2 of 2\nkey\tSHA256:.{43}\tcamille\n`),
    );
  });

  test('a registrar registers, and its token alone does not', async () => {
    const about = ['--title', 'Campaign', '--registrant', 'Us', '--coverage', 'press@'];
    expect((await run(['admin', 'corpus', 'put', 'campaign', ...about], asAdmin())).exitCode).toBe(
      0,
    );
    const said = [
      '--corpus',
      'campaign',
      '--name',
      'Treasury',
      '--public-key',
      `${at('treasury')}.pub`,
    ];
    const file = at('registrar.json');
    const add = [
      'admin',
      'registrar',
      'add',
      'treasury',
      ...said,
      '--key',
      at('camille'),
      '--out',
      file,
    ];
    await run(add);
    const signed = await run(['admin', 'sign', file, '--key', at('dominique')]);
    expect(signed.stderr).toContain('"kind":"registrar"');
    const sent = await run(['admin', 'send', file]);
    expect(sent.stdout).toMatch(
      /^registrar\t\S+\t[0-9a-f]{64}\tsigned by camille, dominique \(2 of 2 needed\)\n$/,
    );

    const create = ['admin', 'token', 'create', '--scope', 'registrar', '--registrar', 'treasury'];
    const { stdout, stderr } = await run([...create, '--name', 'laptop'], asAdmin());
    registrarToken = stdout.trim();
    expect(stderr).toMatch(/^tok_[0-9a-f]{16}, until /);
    const register = ['register', letter, '--corpus', 'campaign', '--json'];
    const token = { EMPREINTE_TOKEN: registrarToken };
    const stolen = await run([...register, '--key', at('camille')], token);
    expect([stolen.exitCode, stolen.stderr]).toEqual([
      2,
      expect.stringContaining('signature_invalid'),
    ]);
    const done = await run([...register, '--key', at('treasury')], token);
    expect(done.exitCode).toBe(0);
    record = JSON.parse(done.stdout).record;
  });
});

test('what a corpus covers is signed by its registrar and shown with what is absent', async () => {
  const file = at('coverage.json');
  const said = { mailboxes: ['press@'], folders: [], from: '2027-01-01', to: '2027-04-30' };
  const more = { registered: 1, not_covered: [{ what: 'Private mail', count: null }] };
  writeFileSync(file, JSON.stringify({ ...said, ...more, since: '2027-05-01T00:00:00Z' }));
  const cover = ['admin', 'corpus', 'cover', 'campaign', file, '--key', at('treasury')];
  expect((await run(cover)).stdout).toMatch(/^coverage\t.*signed by registrar treasury \(1 of 1/);
  writeFileSync(file, JSON.stringify({ ...said, ...more, since: 'May' }));
  const bad = await run(cover);
  expect([bad.exitCode, bad.stderr]).toEqual([2, expect.stringContaining('since')]);
  writeFileSync(at('other.txt'), 'Nothing that anybody has registered, at some length. '.repeat(9));
  const check = ['check', at('other.txt'), letter, '--no-journal', '--leaked-at', '2027-05-02'];
  const shown = await empreinte(check, { env: { EMPREINTE_SERVER: url }, terminal: true });
  expect(shown.stdout).toContain(
    'campaign stated, signed by registrar treasury (version 1, as of 2027-05-01T00:00:00Z); press@, 2027-01-01 to 2027-04-30; 1 documents registered; not covered: Private mail',
  );
  expect(shown.stdout).toMatch(/registered (before|after) the leak.*by the registry's own clock/);
  const wrong = await run(['check', letter, '--leaked-at', '1 May']);
  expect([wrong.exitCode, wrong.stderr]).toEqual([2, expect.stringContaining('2027-05-01')]);
});

test('what a corpus covers is counted from the ledgers of its registrations', async () => {
  const [copy, ledger, other] = [at('copy.eml'), at('ledger.ndjson'), at('covers.json')];
  writeFileSync(copy, readFileSync(letter));
  const register = ['register', letter, copy, '--corpus', 'campaign', '--ledger', ledger];
  const token = { EMPREINTE_TOKEN: registrarToken };
  const done = await run([...register, '--key', at('treasury'), '--no-journal'], token);
  expect(done.exitCode, done.stderr).toBe(0);
  const said = { mailboxes: ['press@'], folders: [], from: null, to: null, registered: 99 };
  const not_covered = [{ what: 'Private mail', count: null }];
  writeFileSync(other, JSON.stringify({ ...said, not_covered, since: '2027-05-02T00:00:00Z' }));
  const cover = ['admin', 'corpus', 'cover', 'campaign', other, '--key', at('treasury')];
  const covered = await run([...cover, '--ledger', ledger]);
  expect(covered.exitCode, covered.stderr).toBe(0);
  const { corpora } = await (await fetch(`${url}/v1/corpora`)).json();
  // Two files, one document; the figure of the file gives way to the count.
  expect(corpora[0].statement).toMatchObject({ version: 2, registered: 1, not_covered });
  writeFileSync(ledger, readFileSync(ledger, 'utf8').split('\n').slice(0, 1).join('\n'));
  const cut = await run([...cover, '--ledger', ledger]);
  expect([cut.exitCode, cut.stderr]).toEqual([2, expect.stringContaining('not a whole ledger')]);
});

test('a corpus is declared as closed, and nothing opens it but a policy that is named', async () => {
  const about = ['--registrant', 'Us', '--coverage', 'Minutes.'];
  const put = (title: string, ...more: string[]) =>
    run(['admin', 'corpus', 'put', 'embargo', '--title', title, ...about, ...more], asAdmin());
  const shown = async () => {
    const { corpora } = await (await fetch(`${url}/v1/corpora`)).json();
    const { title, policy, sealed_until } = corpora.find(({ id }: Corpus) => id === 'embargo');
    return [title, policy, sealed_until];
  };
  const sealed = ['--policy', 'sealed', '--sealed-until', '2099-01-01T00:00:00Z'];
  for (const wrong of [sealed.slice(0, 2), ['--policy', 'public', ...sealed.slice(2)]]) {
    const { exitCode, stderr } = await put('E', ...wrong);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('--sealed-until')]);
  }
  expect((await put('E', ...sealed)).exitCode).toBe(0);
  expect(await shown()).toEqual(['E', 'sealed', '2099-01-01T00:00:00Z']);
  const stranger = at('stranger.txt');
  writeFileSync(stranger, Array.from({ length: 90 }, (_, i) => `mot${i * 7919}`).join(' '));
  const { stdout } = await run(['check', stranger, '--no-journal']);
  expect(JSON.parse(stdout)).toMatchObject({ verdict: 'undecided', reason: 'corpora_closed' });
  // Another title alone.
  expect((await put('F')).exitCode).toBe(0);
  expect(await shown()).toEqual(['F', 'sealed', '2099-01-01T00:00:00Z']);
  expect((await put('F', '--policy', 'accredited')).exitCode).toBe(0);
  expect(await shown()).toEqual(['F', 'accredited', null]);
  expect((await put('F', '--policy', 'public')).exitCode).toBe(0);
  expect(await shown()).toEqual(['F', 'public', null]);
});

describe('the worst day', () => {
  test('one key stops registration; two let it go on', async () => {
    const register = ['register', letter, '--corpus', 'campaign', '--key', at('treasury')];
    const token = { EMPREINTE_TOKEN: registrarToken };
    const frozen = await run(['admin', 'freeze', '--key', at('treasury'), '--reason', 'Stolen.']);
    expect(frozen.stdout).toMatch(/^freeze\t.*signed by registrar treasury \(1 of 1 needed\)\n$/);
    const refused = await run(register, token);
    expect([refused.exitCode, refused.stderr]).toEqual([
      2,
      expect.stringContaining('(frozen, 403)'),
    ]);
    const alone = await run(['admin', 'unfreeze', '--key', at('camille')]);
    expect(alone.stderr).toContain('2 of 2 keys must sign');
    const file = at('unfreeze.json');
    await run(['admin', 'unfreeze', '--key', at('camille'), '--out', file]);
    await run(['admin', 'sign', file, '--key', at('dominique')]);
    expect((await run(['admin', 'send', file])).exitCode).toBe(0);
    expect((await run(register, token)).exitCode).toBe(0);
    expect((await run(['admin', 'unfreeze', '--key', at('camille')])).stderr).toContain(
      'not frozen',
    );
  });

  test('the paper code stops it too, off standard input', async () => {
    const wrong = await run(['admin', 'freeze', '--code'], {}, 'AAAAA-BBBBB\n');
    expect([wrong.exitCode, wrong.stderr]).toEqual([2, expect.stringContaining('code_unknown')]);
    const done = await run(['admin', 'freeze', '--code'], {}, `${code.toLowerCase()}\n`);
    expect(done.stdout).toMatch(/\nfrozen\tsince \S+ by paper code\n$/);
  });

  test('a withdrawal takes two, frozen or not', async () => {
    const file = at('withdrawal.json');
    const argv = ['withdraw', record, '--reason', 'A draft.', '--key', at('camille')];
    expect((await run(argv)).stderr).toContain('2 of 2 keys must sign');
    await run([...argv, '--out', file]);
    await run(['admin', 'sign', file, '--key', at('dominique')]);
    const { stdout } = await run(['admin', 'send', file, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'withdrawal', required: 2 });
    const answer = await (await fetch(`${url}/v1/records/${record}`)).json();
    expect(answer).toMatchObject({ state: 'withdrawn', events: [{ reason: 'A draft.' }] });
  });

  test('a revoked token opens nothing from then on', async () => {
    const { stdout } = await run(['admin', 'token', 'list'], asAdmin());
    expect(stdout).not.toContain('emp_');
    const line = stdout.split('\n').find((one) => one.endsWith('laptop')) ?? '';
    const [id = '', scope, until, registrar] = line.split('\t');
    expect([scope, until, registrar]).toEqual([
      'registrar',
      expect.stringMatching(/^until /),
      'treasury',
    ]);
    const check = ['check', letter, '--json', '--no-journal'];
    const token = { EMPREINTE_TOKEN: registrarToken };
    expect((await run(check, token)).exitCode).toBe(1);
    expect((await run(['admin', 'token', 'revoke', id], asAdmin())).stdout).toContain('\trevoked ');
    const refused = await run(check, token);
    expect([refused.exitCode, refused.stderr]).toEqual([
      2,
      expect.stringContaining('token_unknown'),
    ]);
  });
});

describe('files', () => {
  test('a token is saved for its owner alone, and no file is replaced', async () => {
    const holder = [
      '--holder',
      `x=${at('camille')}.pub`,
      '--key',
      at('camille'),
      '--out',
      at('first.json'),
    ];
    const { exitCode, stderr } = await run(['admin', 'keyholders', ...holder]);
    expect([exitCode, existsSync(at('first.json'))]).toEqual([2, true]);
    expect(stderr).toContain('first.json');
    expect(statSync(at('camille')).mode & 0o077).toBe(0);
  });

  test.each([
    ['a holder without file', ['admin', 'bootstrap', '--holder', 'x'], /not NAME=FILE\.pub/],
    [
      'a private key as the public one',
      ['admin', 'bootstrap', '--holder', `x=${at('camille')}`],
      /not an ssh-ed25519 public key line/,
    ],
    ['a file that is no statement', ['admin', 'send', letter], /holds no signed statement/],
    ['no file', ['admin', 'sign', at('nothing')], /nothing: /],
    ['no record', ['withdraw', 'x', '--reason', 'y'], /not a record/],
    ['a file without the secret', ['admin', 'rotate', 'log', letter], /holds no LOG_KEYS/],
    ['an SSH key as the secret', ['admin', 'rotate', 'seal', at('camille')], /holds no SEAL_KEYS/],
    ['another secret', ['admin', 'rotate', 'other', letter], /lookup/],
    ['no secret', ['admin', 'rotate', 'lookup'], /standard input holds no LOOKUP_KEYS/],
    ['no scope', ['admin', 'token', 'create', '--name', 'x'], /--scope/],
  ])('%s fails in one line', async (_name, argv, message) => {
    const { exitCode, stdout, stderr } = await run(argv);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });
});
