import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { run } from '../../src/cli/program.ts';
import * as contract from '../../src/registry/contract.ts';
import { answerOf, matchOf, verdictOf } from '../client/answers.ts';
import { compareAnswer } from './aligner.ts';
import { problemOf, READER, type Registry, registry } from './harness.ts';

const root = mkdtempSync(join(tmpdir(), 'empreinte-journal-'));
/** The real reader, which first notes the files that it opens. */
const openedLog = join(root, 'opened');
const counting = join(root, 'reader.mjs');
writeFileSync(
  counting,
  `process.env.OPENED_LOG = ${JSON.stringify(openedLog)};
  await import(${JSON.stringify(new URL('../kill/opened.mjs', import.meta.url).href)});
  await import(${JSON.stringify(READER.href)});
  `,
);
const openedFiles = () =>
  existsSync(openedLog) ? readFileSync(openedLog, 'utf8').split('\0').filter(Boolean) : [];
afterAll(() => rmSync(root, { recursive: true }));
const RECORD = `rec_${'a'.repeat(26)}`;
const genuine =
  'le comité de campagne verse la somme de 45000 au titre du marché conclu en mars avec la ' +
  'société Dupont pour la location de la grande salle et de la petite scène du port';
const secret = '75000';

const dump = join(root, 'dump');
const journal = join(root, 'journal.ndjson');
let server: Registry;
let healthy = true;
let refuse = false;
/** Journal and report of a whole run with `--json`. */
let whole: Buffer;
let report: string;

beforeAll(async () => {
  mkdirSync(join(dump, 'sub'), { recursive: true });
  const text = (topic: string) => `The committee met about ${topic}. `.repeat(12);
  writeFileSync(join(dump, 'a'), text('rent'));
  writeFileSync(Buffer.concat([Buffer.from(`${dump}/b`), Buffer.of(0xe9)]), text('latin'));
  writeFileSync(join(dump, 'c'), `${genuine.replace('45000', secret)}\n`);
  writeFileSync(join(dump, 'sub/copy of a'), text('rent'));
  writeFileSync(join(dump, 'sub/d\nline'), text('travel'));
  writeFileSync(join(dump, 'z'), `${genuine.replace('45000', secret)}\n`);
  server = await registry(({ url, body }) => {
    if (refuse) return problemOf(503, 'unavailable');
    if (url === '/v1/compare') return { body: compareAnswer(body, genuine.split(' ')) };
    const { items } = contract.CheckRequest.parse(body);
    return { body: answerOf(items.map(judge)) };
  });
  const { states: kept, stdout } = await states(['--json']);
  [whole, report] = [kept.at(-1) as Buffer, stdout];
}, 120_000);
afterAll(() => server.close());
beforeEach(() => {
  [healthy, refuse] = [true, false];
  rmSync(journal, { force: true });
  rmSync(openedLog, { force: true });
  server.calls.length = 0;
});

/** A verdict that depends on the bytes. */
function judge(item: contract.CheckItem): contract.CheckResult {
  const id = item.id ?? null;
  if (!('fingerprint' in item) || !item.fingerprint) return verdictOf({ id });
  const { bytes, content } = item.fingerprint;
  if (!healthy) return verdictOf({ id, verdict: 'undecided', reason: 'registry_unhealthy' });
  if (content && content.words < 40) {
    const evidence = { agrees: [], differs: ['body' as const], unverified: [] };
    return verdictOf({ id, verdict: 'differs', grade: 'near', record: RECORD, evidence });
  }
  return matchOf({ id, record: `rec_${bytes.sha256.slice(0, 26)}` });
}

/** Runs `check` in this process; `onWrite` sees each piece of the report as it is written. */
async function check(argv: string[], onWrite: () => void = () => {}, env = {}) {
  const told = { stdout: '', stderr: '', exitCode: -1 };
  const terminal = argv.includes('TTY');
  told.exitCode = await run(
    ['check', dump, '--jobs', '1', ...argv.filter((one) => one !== 'TTY')],
    {
      stdin: (async function* () {})(),
      stdout: {
        isTTY: terminal,
        write: (text) => {
          told.stdout += text;
          onWrite();
        },
      },
      stderr: { isTTY: false, write: (text) => (told.stderr += text) },
      env: { EMPREINTE_SERVER: server.url, NO_COLOR: '1', ...env },
      readerEntry: pathToFileURL(counting),
    },
  );
  return told;
}

/** The journal as it stood after each piece of the report. */
async function states(argv: string[]): Promise<{ states: Buffer[]; stdout: string }> {
  const states: Buffer[] = [];
  const { stdout } = await check([...argv, '--journal', journal], () => {
    if (existsSync(journal)) states.push(readFileSync(journal));
  });
  expect(existsSync(journal)).toBe(false);
  return { states, stdout };
}

const readIn = (path: string) => openedFiles().filter((one) => one.includes(path));

describe('a run that goes on from a journal', () => {
  test.each([[['--json']], [[]], [['TTY']]])(
    'says with %j what one in one piece says, wherever it was cut off',
    async (look) => {
      const argv = [...look, '--locate'];
      const { states: kept, stdout } = await states(argv);
      const all = kept.at(-1) as Buffer;
      if (look.length > 0) expect(stdout).toContain(secret);
      const header = all.indexOf(10) + 1;
      const body = all.length - header;
      // Behind the header, in the midst of a line, and behind the last one.
      for (const length of [header, header + Math.floor(body / 2), all.length]) {
        writeFileSync(journal, all.subarray(0, length));
        const again = await check([...argv, '--journal', journal, '--resume']);
        expect(again.stdout).toBe(stdout);
        expect(again.exitCode).toBe(1);
        expect(existsSync(journal)).toBe(false);
      }
    },
  );

  test('reads no finished file and asks about none, but for the words of passages', async () => {
    const { states: kept } = await states(['--json', '--locate']);
    writeFileSync(journal, kept.at(-1) as Buffer);
    rmSync(openedLog, { force: true });
    server.calls.length = 0;
    await check(['--json', '--locate', '--journal', journal, '--resume']);
    expect(server.calls).toEqual([]);
    expect(readIn(dump)).toEqual([join(dump, 'c'), join(dump, 'z')]);
  });

  test('asks nothing about an unfinished copy of a finished file', async () => {
    writeFileSync(journal, whole);
    const copy = join(dump, 'third copy');
    writeFileSync(copy, readFileSync(join(dump, 'a')));
    const { stdout } = await check(['--json', '--journal', journal, '--resume']);
    rmSync(copy);
    expect(stdout.split('\n').filter(Boolean)).toHaveLength(7);
    expect(server.calls).toEqual([]);
  });

  test('asks again what the registry could not say when it was ill', async () => {
    healthy = false;
    const { states: kept } = await states(['--json']);
    expect(kept).toEqual([]);
  });

  test('a run that fails keeps its answers and says how to go on', async () => {
    writeFileSync(journal, whole);
    writeFileSync(join(dump, 'new'), 'Not seen before, and long enough to be asked about. ');
    refuse = true;
    const failed = await check(['--json', '--journal', journal, '--resume']);
    rmSync(join(dump, 'new'));
    expect(failed.exitCode).toBe(2);
    expect(failed.stderr).toContain('6 files are finished; go on with --resume');
    expect(existsSync(journal)).toBe(true);
  });
});

describe('the journal', () => {
  test('holds neither words of files nor their names, and is for its owner alone', async () => {
    let mode = 0;
    const argv = ['--json', '--locate', '--journal', journal];
    let text = '';
    await check(argv, () => {
      mode = statSync(journal).mode & 0o777;
      text = readFileSync(journal, 'utf8');
    });
    expect(mode).toBe(0o600);
    expect(text).toContain('"kind":"changed"');
    for (const word of [secret, 'campagne', 'committee', 'copy of a', 'dump-']) {
      expect(text).not.toContain(word);
    }
  });

  test('stands in XDG_STATE_HOME, another for every command, and none for a single file', async () => {
    const state = mkdtempSync(join(root, 'state-'));
    const env = { XDG_STATE_HOME: state };
    const names = new Set<string>();
    const look = () => {
      for (const name of existsSync(join(state, 'empreinte'))
        ? readdirSync(join(state, 'empreinte'))
        : []) {
        names.add(name);
      }
    };
    await check([], look, env);
    expect(names.size).toBe(1);
    await check(['--jobs', '2'], look, env);
    expect(names.size).toBe(1);
    await check(['--locate'], look, env);
    await check([join(dump, 'a')], look, env);
    await check([], look, { ...env, EMPREINTE_TOKEN: 'mine' });
    expect(names.size).toBe(4);
    await check(['--no-journal', 'TTY'], look, env);
    expect(names.size).toBe(4);
    expect(readdirSync(join(state, 'empreinte'))).toEqual([]);
  });

  test('damage within is told, and costs only the files it stood for', async () => {
    const lines = whole.toString().split('\n');
    lines[2] = (lines[2] as string).replace('rec_', 'REC_');
    writeFileSync(journal, lines.join('\n'));
    const again = await check(['--json', '--journal', journal, '--resume']);
    expect(again.stdout).toBe(report);
    expect(again.stderr).toContain('1 damaged lines are ignored');
    expect(readIn(dump)).toHaveLength(1);
  });

  test.each([
    ['--locate', ['--locate'], {}, /begun without --locate/],
    ['another timeout', ['--file-timeout', '9'], {}, /begun with --file-timeout 20/],
    ['another token', [], { EMPREINTE_TOKEN: 'mine' }, /another token/],
    ['another registry', ['--server', 'http://127.0.0.1:9'], {}, /answers of http:\/\/127/],
  ])('of a run that differs by %s is refused', async (_name, argv, env, message) => {
    writeFileSync(journal, whole);
    const { exitCode, stdout, stderr } = await check(
      ['--json', '--journal', journal, '--resume', ...argv],
      () => {},
      env,
    );
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr.split('\n').filter((line) => line.startsWith('empreinte:'))).toHaveLength(1);
    expect(stderr).toMatch(message);
    expect(stderr).toContain('without --resume it starts anew');
    expect(readFileSync(journal)).toEqual(whole);
  });

  test('of another program is refused, and one with a broken first line too', async () => {
    const lines = whole.toString().split('\n');
    const { headerLine } = await import('../../src/cli/journal-format.ts');
    const { journal: _format, check: _check, ...header } = JSON.parse(lines[0] as string);
    for (const [first, message] of [
      [
        headerLine('check', { ...header, program: '0.0.9+abc' }).trim(),
        /begun by version 0\.0\.9\+abc/,
      ],
      [(lines[0] as string).replace('false', 'true '), /first line is damaged/],
    ] as const) {
      writeFileSync(journal, [first, ...lines.slice(1)].join('\n'));
      const { exitCode, stderr } = await check(['--journal', journal, '--resume']);
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(message);
    }
    const anew = await check(['--journal', journal]);
    expect(anew.stderr).toContain('starting anew; --resume would have gone on');
    expect(existsSync(journal)).toBe(false);
  });

  test('a file that is none is never replaced', async () => {
    writeFileSync(journal, 'my notes\n');
    for (const argv of [['--resume'], []]) {
      const { exitCode, stderr } = await check(['--journal', journal, ...argv]);
      expect(exitCode).toBe(2);
      expect(stderr).toContain('is no journal; it is left as it is');
    }
    expect(readFileSync(journal, 'utf8')).toBe('my notes\n');
    rmSync(journal);
    expect((await check(['--journal', join(dump, 'no/where')])).stderr).toContain('no such folder');
    expect((await check(['--resume', '--no-journal'])).exitCode).toBe(2);
    expect((await check(['--resume'])).stderr).toContain('HOME is not set');
  });

  test('with none to go on from, --resume starts at the first file and says so', async () => {
    const { stderr, exitCode } = await check(['--journal', journal, '--resume']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('starting at the first file');
    appendFileSync(journal, '');
    expect((await check(['--journal', journal, '--resume'])).exitCode).toBe(1);
  });
});

/** The last test: it changes the dump. */
test('a resumed run reads again what has changed since, and only that', async () => {
  const { mtimeMs } = statSync(join(dump, 'a'));
  // Same size, and the time set back: the time of change still tells.
  writeFileSync(join(dump, 'a'), readFileSync(join(dump, 'a'), 'utf8').replace('rent', 'RENT'));
  utimesSync(join(dump, 'a'), mtimeMs / 1000, mtimeMs / 1000);
  writeFileSync(journal, whole);
  await check(['--json', '--journal', journal, '--resume']);
  expect(readIn(dump)).toEqual([join(dump, 'a')]);
});
