import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fingerprint } from '../../src/fingerprint/profile.ts';
import * as contract from '../../src/registry/contract.ts';
import { answerOf, matchOf, verdictOf } from '../client/answers.ts';
import { dumpIn } from './dump.ts';
import { empreinte, ndjson, type Registry, registry } from './harness.ts';

const root = mkdtempSync(join(tmpdir(), 'empreinte-check-'));
afterAll(() => rmSync(root, { recursive: true }));
const { dump, text } = dumpIn(root);

type Result = contract.CheckResult;
/** Answers per call and item; what it returns gets the item's id. */
let judge: (item: contract.CheckItem, index: number) => Result;
let server: Registry;

beforeEach(async () => {
  server = await registry((call) => {
    const { items } = contract.CheckRequest.parse(call.body);
    return { body: answerOf(items.map((item, i) => ({ ...judge(item, i), id: item.id ?? null }))) };
  });
});
afterEach(() => server.close());

const check = (...argv: string[]) =>
  empreinte(['check', '--jobs', '1', ...argv], { env: { EMPREINTE_SERVER: server.url } });

describe('check --json', () => {
  test('prints one object a file, with the promised fields first', async () => {
    judge = () => matchOf({ near: [{ record: 'rec_2', corpus: 'campaign', band: 'part' }] });
    const { exitCode, stdout, stderr } = await check(dump, '--json');
    expect(stderr).toBe('');
    const lines = ndjson(stdout);
    expect(lines.map((line) => line.path)).toEqual([
      join(dump, 'a.txt'),
      join(dump, 'sub/copy.txt'),
      join(dump, 'sub/new\nline.txt'),
      join(dump, 'z.txt'),
    ]);
    expect(Object.keys(lines[0]).slice(0, 9)).toEqual([
      'path',
      'verdict',
      'grade',
      'reason',
      'record',
      'corpus',
      'registered_at',
      'near',
      'parts',
    ]);
    expect(lines[0]).toMatchObject({
      verdict: 'match',
      grade: 'identical',
      record: 'rec_1',
      corpus: 'campaign',
      registered_at: '2026-04-30T09:15:00Z',
      near: [{ record: 'rec_2' }],
      parts: [],
      notes: [],
      registrant: 'Campaign office',
      shows: 'What it shows.',
      does_not_show: 'What it does not show.',
      corpora: { consulted: ['campaign'], closed: ['sealed'] },
      at: '2026-05-01T00:00:00Z',
    });
    expect(exitCode).toBe(0);
  });

  test('sends equal files once, and neither names nor text', async () => {
    judge = () => matchOf({});
    await check(dump);
    expect(server.calls).toHaveLength(1);
    expect(server.calls[0]?.body.items).toHaveLength(3);
    expect(server.calls[0]?.raw).not.toMatch(/txt|committee|rent|dump/);
  });

  test('names parts by the file they are in', async () => {
    writeFileSync(
      join(root, 'mail.eml'),
      [
        'From: a@campaign.test',
        'To: b@campaign.test',
        'Subject: Budget',
        'Date: Thu, 30 Apr 2026 09:15:00 +0000',
        'MIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary="b"',
        '',
        '--b',
        'Content-Type: text/plain',
        '',
        text('the budget'),
        '--b',
        'Content-Type: text/plain; name="budget.txt"',
        'Content-Disposition: attachment; filename="budget.txt"',
        '',
        text('an attachment'),
        '--b--',
        '',
      ].join('\r\n'),
    );
    const { id: _id, shows: _shows, does_not_show: _not, ...verdict } = matchOf({});
    const part = { ...verdict, path: '0', parts: [] };
    judge = () => verdictOf({ verdict: 'differs', grade: 'altered', parts: [part] });
    const { stdout, exitCode } = await check(join(root, 'mail.eml'), '--json');
    const { fingerprint } = contract.CheckRequest.parse(server.calls[0]?.body).items[0] as {
      fingerprint: Fingerprint;
    };
    // No answer rests on them, and they take longer than all other digests of bytes.
    expect([fingerprint, ...fingerprint.parts].map(({ bytes }) => bytes.tlsh)).toEqual([
      null,
      null,
    ]);
    expect(fingerprint.content?.tlsh).toMatch(/^T1/);
    expect(ndjson(stdout)[0].parts).toMatchObject([
      { name: 'budget.txt', path: '0', verdict: 'match', grade: 'identical' },
    ]);
    expect(exitCode).toBe(1);
  });
});

describe('exit codes', () => {
  test.each([
    ['a match', matchOf({}), 0],
    ['a difference', matchOf({ verdict: 'differs', grade: 'altered' }), 1],
    ['an absence', verdictOf({ verdict: 'absent' }), 1],
    ['no decision', verdictOf({ verdict: 'undecided', reason: 'too_short' }), 1],
    ['a withdrawn match', matchOf({ notes: ['withdrawn'] }), 1],
    ['an opened decoy', matchOf({ notes: ['decoy'] }), 1],
  ])('%s', async (_name, result, expected) => {
    judge = (_item, i) => (i === 1 ? result : matchOf({}));
    expect((await check(dump)).exitCode).toBe(expected);
  });
});

describe('files that cannot be read', () => {
  beforeEach(() => {
    judge = (item) => ('sha256' in item ? verdictOf({ verdict: 'absent' }) : matchOf({}));
  });

  test('one that is read for ever ends as the registry judges its bytes, and the rest goes on', async () => {
    judge = (item) => {
      const print = 'fingerprint' in item ? item.fingerprint : null;
      expect(print).toMatchObject({ problem: 'over_limit', content: null });
      return verdictOf({ verdict: 'absent' });
    };
    const { exitCode, stdout, stderr } = await empreinte(
      ['check', join(dump, 'a.txt'), join(dump, 'z.txt'), '--json', '--file-timeout', '1'],
      {
        env: { EMPREINTE_SERVER: server.url },
        readerEntry: new URL('./readers/spin.mjs', import.meta.url),
      },
    );
    const lines = ndjson(stdout);
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      expect(line).toMatchObject({
        verdict: 'undecided',
        reason: 'over_limit',
        detail: 'took longer than 1 s to read',
      });
    }
    expect(stderr).toContain('took longer than 1 s');
    expect(exitCode).toBe(1);
  });

  test('one over the size limit is asked about by digests of its bytes, and is never absent', async () => {
    judge = () => verdictOf({ verdict: 'absent' });
    const path = join(root, 'huge.bin');
    writeFileSync(path, Buffer.alloc(100 * 1024 * 1024 + 1));
    const { stdout, exitCode } = await check(path, '--json');
    rmSync(path);
    const [item] = server.calls[0]?.body.items ?? [];
    expect(item.fingerprint).toMatchObject({
      bytes: {
        size: 104_857_601,
        // Printed by sha256sum and `ssdeep -b` for 104,857,601 zero bytes.
        sha256: '7f12a2ac8cc123711b92c20e22583eaa49582c52a8c1f3050f81dd1aa6591007',
        ssdeep: '3::',
        tlsh: null,
      },
      content: null,
      parts: [],
      problem: 'over_limit',
    });
    expect(ndjson(stdout)[0]).toMatchObject({ verdict: 'undecided', reason: 'over_limit' });
    expect(exitCode).toBe(1);
  });
});

describe('without --json', () => {
  test('one tab-separated line a file, whatever its name', async () => {
    judge = (_item, i) =>
      i === 1
        ? verdictOf({ verdict: 'undecided', reason: 'encrypted' })
        : matchOf({ notes: ['bytes_only'] });
    const { stdout } = await check(dump, '--lines');
    const match = [
      'match',
      'identical',
      '-',
      'rec_1',
      'campaign',
      '2026-04-30T09:15:00Z',
      'bytes_only',
    ];
    expect(stdout.split('\n')).toEqual([
      [...match, join(dump, 'a.txt')].join('\t'),
      [...match, join(dump, 'sub/copy.txt')].join('\t'),
      ['undecided', '-', 'encrypted', '-', '-', '-', '-', join(dump, 'sub/new\\nline.txt')].join(
        '\t',
      ),
      [...match, join(dump, 'z.txt')].join('\t'),
      '',
    ]);
  });

  test('elsewhere than at a terminal one JSON object a line, as with --json', async () => {
    judge = () => matchOf({});
    const plain = await check(dump);
    expect(ndjson(plain.stdout).map(({ path }) => path)).toHaveLength(4);
    const same = await check(dump, '--json');
    const without = (text: string) => ndjson(text).map(({ at: _at, ...rest }) => rest);
    expect(without(plain.stdout)).toEqual(without(same.stdout));
    expect(plain.stdout + plain.stderr).not.toContain('\u001b');
    const terminal = await empreinte(['check', dump, '--lines'], {
      terminal: true,
      env: { EMPREINTE_SERVER: server.url },
    });
    expect(terminal.stdout).toMatch(/^match\t/);
  });

  test('at a terminal words, colour only if wanted, and what is not shown', async () => {
    judge = () => matchOf({ verdict: 'differs', grade: 'altered', notes: ['may_be_sibling'] });
    const at = (env: Record<string, string>, ...argv: string[]) =>
      empreinte(['check', dump, ...argv], {
        terminal: true,
        env: { EMPREINTE_SERVER: server.url, ...env },
      });
    const plain = await at({ NO_COLOR: '1' });
    expect(plain.stdout).toMatch(/^Altered +\S+a\.txt$/m);
    expect(plain.stdout).toContain('may be another document of the same series');
    expect(plain.stdout).toContain('What it does not show.');
    expect(plain.stdout).toContain('4 files: 0 match, 4 differ, 0 absent, 0 undecided');
    expect(plain.stdout).toContain('which covers: All mail since January.');
    expect(plain.stdout).toContain('Not consulted: sealed');
    expect(plain.stdout).not.toContain('\u001b');
    expect((await at({}, '--no-color')).stdout).not.toContain('\u001b');
    expect((await at({})).stdout).toContain('\u001b[33mAltered');
  });
});

test('standard input is a file', async () => {
  judge = () => matchOf({});
  const { stdout } = await empreinte(['check', '-', '--json'], {
    env: { EMPREINTE_SERVER: server.url },
    stdin: Buffer.from(text('standard input')),
  });
  expect(ndjson(stdout)).toMatchObject([{ path: '-', verdict: 'match' }]);
});

describe('secrets', () => {
  test('the token comes from file or environment', async () => {
    judge = () => matchOf({});
    writeFileSync(join(root, 'token'), 'from-file\n');
    const file = join(dump, 'a.txt');
    const env = { EMPREINTE_SERVER: server.url };
    await empreinte(['check', file, '--token-file', join(root, 'token')], {
      env: { ...env, EMPREINTE_TOKEN: 'from-env' },
    });
    await empreinte(['check', file], { env: { ...env, EMPREINTE_TOKEN: 'from-env' } });
    await empreinte(['check', file], {
      env: { ...env, EMPREINTE_TOKEN_FILE: join(root, 'token') },
    });
    await empreinte(['check', file], { env });
    expect(server.calls.map((call) => call.authorization)).toEqual([
      'Bearer from-file',
      'Bearer from-env',
      'Bearer from-file',
      undefined,
    ]);
  });

  test.each([
    ['over plain http to another machine', { EMPREINTE_SERVER: 'http://registry.test' }, /https/],
    ['that is not there', { EMPREINTE_TOKEN: '', EMPREINTE_TOKEN_FILE: '/nothing' }, /token file/],
    ['that breaks the header', { EMPREINTE_TOKEN: 'a\nb' }, /holds no token/],
  ])('a token %s is refused', async (_name, env, message) => {
    const { exitCode, stderr } = await empreinte(['check', dump], {
      env: { EMPREINTE_SERVER: server.url, EMPREINTE_TOKEN: 't', ...env },
    });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
    expect(server.calls).toEqual([]);
  });
});
