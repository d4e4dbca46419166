import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { empreinte } from './harness.ts';

const root = mkdtempSync(join(tmpdir(), 'empreinte-shell-'));
afterAll(() => rmSync(root, { recursive: true }));

describe('completion', () => {
  test('bash completes commands and the options of a command', async () => {
    const { exitCode, stdout } = await empreinte(['completion', 'bash']);
    expect(exitCode).toBe(0);
    const script = join(root, 'completion.bash');
    writeFileSync(script, stdout);
    const complete = (...words: string[]) =>
      execFileSync('bash', [
        '--norc',
        '-c',
        `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _empreinte; printf '%s\\n' "\${COMPREPLY[@]}"`,
        'bash',
        script,
        'empreinte',
        ...words,
      ])
        .toString()
        .trim()
        .split('\n');
    expect(complete('che')).toEqual(['check']);
    expect(complete('reg')).toEqual(['register']);
    expect(complete('check', '--res')).toEqual(['--resume']);
    expect(complete('register', '--m').sort()).toEqual(['--maildir', '--mbox']);
    // Commands below others, without a hyphen to begin with.
    expect(complete('admin', 'tok')).toEqual(['token']);
    expect(complete('admin', 'token', '').sort()).toEqual(['--help', 'create', 'list', 'revoke']);
    expect(complete('admin', 'token', 'create', '--sc')).toEqual(['--scope']);
    expect(complete('watch', 'verify', '--hea')).toEqual(['--header-file']);
    expect(complete('verify', '--hea')).toEqual(['']);
    // A file that is called as a command is.
    expect(complete('check', 'admin', '--res')).toEqual(['--resume']);
  });

  test('zsh and fish name every command; another shell is refused', async () => {
    for (const shell of ['zsh', 'fish']) {
      const { exitCode, stdout } = await empreinte(['completion', shell]);
      expect(exitCode).toBe(0);
      for (const command of ['check', 'compare', 'register', 'digest', 'completion', 'revoke']) {
        expect(stdout).toContain(command);
      }
    }
    expect((await empreinte(['completion', 'tcsh'])).exitCode).toBe(2);
  });
});

describe('the file of settings', () => {
  const config = (text: string) => {
    mkdirSync(join(root, 'empreinte'), { recursive: true });
    writeFileSync(join(root, 'empreinte/config'), text);
  };
  const corpora = (env = {}, ...argv: string[]) =>
    empreinte(['corpora', ...argv], { env: { XDG_CONFIG_HOME: root, ...env } });

  test('names the registry, unless the environment or an option does', async () => {
    config('# mine\nserver = http://127.0.0.1:1\njobs = 2\n');
    expect((await corpora()).stderr).toMatch(/127\.0\.0\.1:1\b/);
    const env = { EMPREINTE_SERVER: 'http://127.0.0.1:2' };
    expect((await corpora(env)).stderr).toMatch(/127\.0\.0\.1:2\b/);
    expect((await corpora(env, '--server', 'http://127.0.0.1:3')).stderr).toMatch(
      /127\.0\.0\.1:3\b/,
    );
  });

  test('is under ~/.config where XDG_CONFIG_HOME is not set, or is no absolute path', async () => {
    const home = join(root, 'home');
    mkdirSync(join(home, '.config/empreinte'), { recursive: true });
    writeFileSync(join(home, '.config/empreinte/config'), 'token-file = /nothing/at-home\n');
    for (const env of [{ HOME: home }, { HOME: home, XDG_CONFIG_HOME: 'relative' }]) {
      const { stderr } = await empreinte(['corpora', '--no-input'], { env });
      expect(stderr).toContain('/nothing/at-home');
    }
  });

  test('names in one line what it does not know; a token is none of it', async () => {
    for (const text of ['token = secret', 'server', 'colour = red']) {
      config(`\n${text}\n`);
      const { exitCode, stderr } = await corpora();
      expect(exitCode).toBe(2);
      expect(stderr).toContain('empreinte/config, line 2');
      expect(stderr).not.toContain('secret');
    }
  });
});

test.each(['--version', '-V'])(
  '%s is one line: name, version, fingerprint profile',
  async (flag) => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    const schema = readFileSync('schema/fingerprint.md', 'utf8');
    const { exitCode, stdout, stderr } = await empreinte([flag]);
    const [, profile] = /^empreinte \S+, fingerprint profile (\S+)\n$/.exec(stdout) ?? [];
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain(` ${version},`);
    expect(schema).toContain(`"profile": "${profile}"`);
  },
);
