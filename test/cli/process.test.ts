import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

/** The program as a process: what a shell sees of it. */

const root = mkdtempSync(join(tmpdir(), 'empreinte-process-'));
afterAll(() => rmSync(root, { recursive: true }));
const folder = join(root, 'files');
mkdirSync(folder);
for (let i = 0; i < 30; i++) writeFileSync(join(folder, `${i}`), `file ${i}`);
writeFileSync(Buffer.concat([Buffer.from(`${root}/r`), Buffer.of(0xe9)]), 'latin-1');

const main = resolve(import.meta.dirname, '../../dist/tested/empreinte.js');

/** Runs a bash line in which `empreinte` is the program; gives exit code and streams. */
function shell(line: string, env: Record<string, string> = {}) {
  const script = `set -o pipefail; cd "$ROOT"; empreinte() { "$NODE" "$MAIN" "$@"; }; ${line}`;
  return new Promise<{ exitCode: number; stdout: string; stderr: string }>((done) => {
    const options = {
      env: {
        PATH: process.env.PATH ?? '',
        NODE: process.execPath,
        MAIN: main,
        ROOT: root,
        ...env,
      },
    };
    execFile('bash', ['--norc', '-c', script], options, (error, stdout, stderr) => {
      done({ exitCode: error ? Number(error.code ?? -1) : 0, stdout, stderr });
    });
  });
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

describe('in a shell', () => {
  test('a reader that goes away ends it quietly', async () => {
    const { exitCode, stdout, stderr } = await shell(
      'empreinte digest files files files files | head -1',
    );
    expect(stdout.split('\n')).toHaveLength(2);
    expect(stderr).toBe('');
    expect([0, 141]).toContain(exitCode);
    const closed = await shell('empreinte --help 1>&- ; exit $?');
    expect(closed.stderr).not.toContain('    at ');
  });

  test('a full disk is trouble', async () => {
    const { exitCode, stderr } = await shell('empreinte digest files > /dev/full');
    expect(exitCode).toBe(2);
    expect(stderr).toBe('empreinte: cannot write the output (ENOSPC)\n');
  });

  test('a name that is no UTF-8 is found, by name and in its folder', async () => {
    const { exitCode, stdout } = await shell("empreinte digest --json $'r\\xe9'");
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      path: 'r\ufffd',
      path_bytes: Buffer.from('r\xe9', 'latin1').toString('base64'),
      size: 7,
    });
  });

  test('names come from a list, whatever bytes they are made of', async () => {
    const odd = ['-n', 'two\nlines', ' blank ', 'r\xe9sum\xe9', '--json', '-'];
    mkdirSync(join(root, 'odd'));
    for (const name of odd) {
      writeFileSync(Buffer.from(`${root}/odd/${name}`, 'latin1'), `text of ${name}`);
    }
    const bytesOf = ({ path, path_bytes }: { path: string; path_bytes?: string }) =>
      path_bytes === undefined
        ? Buffer.from(path).toString('latin1')
        : Buffer.from(path_bytes, 'base64').toString('latin1');
    const read = (stdout: string) =>
      stdout
        .split('\n')
        .slice(0, -1)
        .map((one) => JSON.parse(one));
    // `find` lists them in an order of its own, and one more comes by name.
    const found = await shell(
      'cd odd; find . -type f -print0 | empreinte digest ../files/7 --files-from - -0 --no-input',
    );
    expect([found.exitCode, found.stderr]).toEqual([0, '']);
    const lines = read(found.stdout);
    expect(lines[0].path).toBe('../files/7');
    expect(lines.slice(1).map(bytesOf).sort()).toEqual(odd.map((name) => `./${name}`).sort());
    // sha256sum of `text of ` and the name.
    for (const line of lines.slice(1)) {
      const text = Buffer.from(`text of ${bytesOf(line).slice(2)}`);
      const told = execFileSync('sha256sum', { input: text }).toString().slice(0, 64);
      expect([bytesOf(line), line.sha256]).toEqual([bytesOf(line), told]);
    }
    // A name a line, of a file; the last without an end.
    const byLine = await shell(
      `printf 'files/1\\n\\nodd/ blank ' > list; empreinte digest --files-from list | wc -l`,
    );
    expect([byLine.stdout.trim(), byLine.exitCode]).toEqual(['2', 0]);
  });

  test('a list that cannot serve ends it before anything is read', async () => {
    for (const [line, why] of [
      ['empreinte digest --files-from nothing', /list nothing: /],
      ['empreinte digest -0 files', /--files-from/],
      ['printf -- "files/1\\0-" | empreinte digest --files-from - -0', /cannot be a file as well/],
      ['printf "files/1\\0gone" | empreinte digest --files-from - -0', /no such file.*gone/],
    ] as const) {
      const { exitCode, stdout, stderr } = await shell(line);
      expect([line, exitCode, stdout]).toEqual([line, 2, '']);
      expect(stderr).toMatch(why);
    }
  });

  test('Ctrl-C is 130, and leaves no reader behind', async () => {
    let asked: () => void = () => {};
    const waiting = new Promise<void>((done) => {
      asked = done;
    });
    // Takes the question and never answers: the program is up and at work.
    const server = createServer(() => asked()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const argv = [main, 'check', join(folder, '1'), '--server', `http://127.0.0.1:${port}`];
    const child = spawn(process.execPath, argv, { env: {}, stdio: 'ignore' });
    await waiting;
    const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
    expect(children.trim()).not.toBe('');
    child.kill('SIGINT');
    const [exitCode] = await once(child, 'exit');
    server.closeAllConnections();
    server.close();
    expect(exitCode).toBe(130);
    for (const pid of children.trim().split(' ')) {
      // A process that is gone has no command line; one not yet collected an empty one.
      await expect.poll(() => commandLine(pid)).toBe('');
    }
  });

  test('pipes in and out', async () => {
    const { exitCode, stdout } = await shell('printf abc | empreinte digest --json -');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ path: '-', ssdeep: '3:uG:uG' });
  });

  test('trouble is 2, on stderr alone, and traces only on request', async () => {
    const env = { EMPREINTE_SERVER: 'http://127.0.0.1:1' };
    const { exitCode, stdout, stderr } = await shell('empreinte check files', env);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr.split('\n')).toHaveLength(2);
    const traced = await shell('empreinte check files --verbose', env);
    expect(traced.exitCode).toBe(2);
    expect(traced.stderr).toContain('    at ');
  });
});
