import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import * as contract from '../../src/registry/contract.ts';
import { empreinte, ndjson } from './harness.ts';

const root = mkdtempSync(join(tmpdir(), 'empreinte-local-'));
afterAll(() => rmSync(root, { recursive: true }));

/** 200 lines of accounts; `skip` leaves one empty. */
function accounts(skip: number): string {
  const line = (i: number) =>
    `Item ${(i * i) % 997}: the committee pays ${(i * 7919) % 10007} euros to supplier ${(i * 31) % 101}.\n`;
  return Array.from({ length: 200 }, (_, i) => (i === skip ? '' : line(i))).join('');
}
const files = { empty: '', one: accounts(-1), short: 'abc', two: accounts(57) };
const folder = join(root, 'files');
mkdirSync(folder);
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);

/** Printed by Debian's ssdeep 2.14.1, tlsh 4.4.4 (`T1` put before) and sha256sum. */
const ONE = {
  size: 11129,
  sha256: 'e33d2c46a47c7a855577cca36b4a88fa6935d226775099774bfc86fce9d1903d',
  ssdeep:
    '192:3l9VoZOs3kYNnNGT67LAk6TI4+Brr1sT6JLaMvFd9gBc07s9ciNBR/sv+E:3TMBkQG27J6c4aa2lJd9iFuNBRIX',
  tlsh: 'T12F3288530AC94BF2741708BA1B9EE1D94D14C33882DBE690443D62A520FFDD6A1BDEED',
};
const TWO = {
  size: 11073,
  sha256: '7fc7f85259ba98f0411327a21f512ce1d60ad75440d5973404cd9d4157654a09',
  ssdeep:
    '192:3l9VoZOs3kYNnNGT+7LAk6TI4+Brr1sT6JLaMvFd9gBc07s9ciNBR/sv+E:3TMBkQGq7J6c4aa2lJd9iFuNBRIX',
  tlsh: 'T1113288530AC94BF2741708BA1B9EE1D94D14C33882DBE690443D62A520FFDD6A1BDEED',
};

describe('digest', () => {
  test('prints what ssdeep, tlsh and sha256sum print', async () => {
    const { exitCode, stdout, stderr } = await empreinte(['digest', folder, '--json']);
    expect(ndjson(stdout)).toEqual([
      {
        path: join(folder, 'empty'),
        size: 0,
        sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
        ssdeep: '3::',
        tlsh: null,
      },
      { path: join(folder, 'one'), ...ONE },
      {
        path: join(folder, 'short'),
        size: 3,
        sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
        ssdeep: '3:uG:uG',
        tlsh: null,
      },
      { path: join(folder, 'two'), ...TWO },
    ]);
    expect([exitCode, stderr]).toEqual([0, '']);
  });

  test('with --lines: size, SHA-256, ssdeep, TLSH and path, by tabs', async () => {
    const { stdout } = await empreinte(['digest', join(folder, 'one'), '-', '--lines'], {
      stdin: Buffer.from('abc'),
    });
    const { size, sha256, ssdeep, tlsh } = ONE;
    expect(stdout.split('\n')).toEqual([
      [size, sha256, ssdeep, tlsh, join(folder, 'one')].join('\t'),
      [
        3,
        'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
        '3:uG:uG',
        '-',
        '-',
      ].join('\t'),
      '',
    ]);
  });

  test('a file that vanished or is no file is told, and the exit code says so', async () => {
    const missing = await empreinte(['digest', join(folder, 'one'), join(folder, 'gone')]);
    expect(missing).toMatchObject({ exitCode: 2, stdout: '' });
    expect(missing.stderr).toBe(`empreinte: no such file or folder: ${join(folder, 'gone')}\n`);
  });
});

describe('score', () => {
  const score = (...argv: string[]) => empreinte(['score', ...argv]);

  test('of two files', async () => {
    // `ssdeep -s -d -a` and `tlsh -c` print the same.
    const { exitCode, stdout } = await score(join(folder, 'one'), join(folder, 'two'), '--json');
    expect([exitCode, JSON.parse(stdout)]).toEqual([0, { ssdeep: 99, tlsh: 1 }]);
  });

  test('of digests, and of a digest and a file', async () => {
    expect((await score(ONE.ssdeep, TWO.ssdeep)).stdout).toBe('ssdeep\t99\ntlsh\t-\n');
    expect((await score(ONE.tlsh, TWO.tlsh.slice(2).toLowerCase())).stdout).toBe(
      'ssdeep\t-\ntlsh\t1\n',
    );
    expect((await score(ONE.ssdeep, join(folder, 'two'))).stdout).toBe('ssdeep\t99\ntlsh\t-\n');
  });

  test.each([
    ['an ssdeep and a TLSH digest', [ONE.ssdeep, ONE.tlsh], /nothing to compare/],
    ['a folder', [folder, join(folder, 'one')], /is a folder/],
    ['no digest and no file', ['192:a', ONE.ssdeep], /no such file/],
    ['a block size that does not exist', ['5:abc:abc', ONE.ssdeep], /empreinte: /],
  ])('%s is trouble', async (_name, argv, message) => {
    const { exitCode, stdout, stderr } = await score(...argv);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });
});

describe('fingerprint', () => {
  test('is an item that the registry reads, without a name', async () => {
    const { exitCode, stdout } = await empreinte(['fingerprint', join(folder, 'one')]);
    const item = contract.CheckItem.parse(JSON.parse(stdout));
    expect(item).toMatchObject({
      fingerprint: { profile: 'empreinte/1', type: 'text/plain', bytes: ONE, problem: null },
    });
    expect(Object.keys(item)).toEqual(['fingerprint']);
    expect(stdout).not.toContain('one');
    expect(exitCode).toBe(0);
  });

  test('of a file with a problem names it and exits 1', async () => {
    const path = join(root, 'broken.pdf');
    writeFileSync(path, '%PDF-1.7\nnothing more');
    const { exitCode, stdout, stderr } = await empreinte(['fingerprint', path]);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout).fingerprint.problem).toBe('unreadable');
    expect(stderr).toContain('unreadable');
  });

  test('takes one file', async () => {
    expect((await empreinte(['fingerprint', folder])).exitCode).toBe(2);
  });
});

describe('keygen', () => {
  test('makes a pair for its owner alone, that ssh-keygen reads', async () => {
    const path = join(root, 'key');
    const { exitCode, stdout } = await empreinte(['keygen', path, '--comment', 'office']);
    expect(exitCode).toBe(0);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(`${path}.pub`, 'utf8')).toBe(stdout);
    expect(execFileSync('ssh-keygen', ['-y', '-f', path]).toString()).toBe(stdout);
    expect(stdout).toMatch(/^ssh-ed25519 [A-Za-z0-9+/]{68} office\n$/);
  });

  test('never replaces a file', async () => {
    const path = join(root, 'kept');
    writeFileSync(path, 'mine');
    const { exitCode, stderr } = await empreinte(['keygen', path]);
    expect([exitCode, readFileSync(path, 'utf8')]).toEqual([2, 'mine']);
    expect(stderr).toContain('exists already');
    const half = join(root, 'half');
    writeFileSync(`${half}.pub`, 'mine');
    expect((await empreinte(['keygen', half])).exitCode).toBe(2);
    expect(readFileSync(`${half}.pub`, 'utf8')).toBe('mine');
    expect(() => statSync(half)).toThrow('ENOENT');
  });
});

describe('usage', () => {
  test.each([
    [['--help'], 0],
    [['check', '--help'], 0],
    [[], 2],
    [['chek'], 2],
    [['check'], 2],
    [['check', '--token', 'secret', folder], 2],
    [['check', '--jobs', '0', folder], 2],
    [['check', '--server', 'nowhere', folder], 2],
    [['register', folder], 2],
    [['register', folder, '--corpus', 'Not An Id', '--dry-run'], 2],
  ])('%j exits %i', async (argv, expected) => {
    const { exitCode, stdout, stderr } = await empreinte(argv);
    expect(exitCode).toBe(expected);
    expect(expected === 0 ? stdout : stderr).not.toBe('');
    if (expected !== 0) expect(stdout).toBe('');
  });

  test('so does that of every command, those below others too', async () => {
    const shown: string[] = [];
    const walk = async (...names: string[]): Promise<void> => {
      const { stdout } = await empreinte([...names, '--help']);
      const [, below = ''] = stdout.split('\nCommands:\n');
      const commands = [...below.matchAll(/^ {2}([a-z]+)\b/gm)].map(([, name]) => name as string);
      for (const command of commands) await walk(...names, command);
      if (commands.length > 0) return;
      shown.push(names.join(' '));
      expect(stdout, names.join(' ')).toMatch(/^Examples:\n {2}\S/);
      expect(stdout, names.join(' ')).toMatch(
        /\nExit codes:\n {2}0 {4}\w[\s\S]*\n {2}2 {4}trouble\n/,
      );
      expect(stdout).toContain(`empreinte ${names.join(' ')}`);
    };
    await walk();
    expect(shown).toContain('check');
    expect(shown).toContain('watch add');
    expect(shown).toContain('admin token create');
  });

  test('no option takes a secret itself', async () => {
    for (const command of ['check', 'register', 'watch add', 'admin token create', 'keys']) {
      const { stdout } = await empreinte([...command.split(' '), '--help']);
      const options = [...stdout.matchAll(/^ +(?:-\w, )?(--[a-z-]+)(?: <([a-z-]+)>)?/gm)];
      const secret = options.filter(([, name]) => /token|key|code|secret|pass/.test(name ?? ''));
      expect(secret.filter(([, , value]) => value !== undefined && value !== 'file')).toEqual([]);
    }
  });

  test('help opens with examples and names the exit codes', async () => {
    const { stdout } = await empreinte(['--help']);
    expect(stdout).toMatch(/^Examples:\n/);
    for (const code of ['0', '1', '2', '130', '141']) {
      expect(stdout).toMatch(new RegExp(`(^|; | )${code} +\\w`, 'm'));
    }
  });
});
