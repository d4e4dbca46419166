import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Zippable, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { membersOf } from '../../src/cli/members.ts';
import { extract } from '../../src/extract/index.ts';
import { unquoteFrom } from '../../src/extract/mbox.ts';
import { ssdeepDigest } from '../../src/fingerprint/ssdeep.ts';
import * as contract from '../../src/registry/contract.ts';
import { answerOf, verdictOf } from '../client/answers.ts';
import { input } from '../vectors/inputs.ts';
import { empreinte, ndjson, type Registry, registry } from './harness.ts';

/** Archives and mailboxes member by member, against the readers that take them as a whole. */

const root = mkdtempSync(join(tmpdir(), 'empreinte-members-'));
afterAll(() => rmSync(root, { recursive: true }));
const text = (i: number) => `Minutes of meeting ${i}: ${'the committee agreed. '.repeat(20)}`;
const mail = (i: number) =>
  `Message-ID: <${i}@x.example>\nFrom: a@x.example\nTo: b@x.example\nDate: Tue, 2 Mar 2027 10:00:00 +0100\nSubject: ${i}\n\n${text(i)}\nFrom here on we agree.\n>From there too.\n`;

async function listed(path: string) {
  const found: [string, string][] = [];
  for await (const { path: name, member } of (await membersOf(Buffer.from(path))) ?? []) {
    const { contents } = member as NonNullable<typeof member>;
    const chunks: Uint8Array[] = [];
    if (contents?.kind === 'coming') {
      for await (const chunk of contents.chunks()) chunks.push(new Uint8Array(chunk));
    }
    const coming = Buffer.from(unquoteFrom(new Uint8Array(Buffer.concat(chunks)))).toString();
    const what =
      contents?.kind === 'read' ? Buffer.from(contents.bytes).toString() : coming || contents?.kind;
    found.push([name.toString().slice(path.length + 2), `${what}`]);
  }
  return found;
}

/** The same by the readers of `src/extract`, which have their names and bytes from the whole. */
async function whole(bytes: Uint8Array) {
  const { parts, problem } = await extract(bytes);
  expect(problem).toBeNull();
  return parts.map((part): [string, string] => [
    part.name ?? '',
    Buffer.from(part.bytes).toString(),
  ]);
}

const byName = (list: [string, string][]) => list.toSorted(([a], [b]) => (a < b ? -1 : 1));
const folder = join(root, 'in');
beforeAll(() => {
  mkdirSync(join(folder, 'sub'), { recursive: true });
  for (let i = 0; i < 30; i++)
    writeFileSync(join(folder, i % 2 ? `sub/${i}.txt` : `${i}.txt`), text(i));
  writeFileSync(join(folder, `${'long-'.repeat(40)}name.txt`), text(99));
});

describe('members are those of the reader for whole files', () => {
  test.each(['ustar', 'gnu', 'pax'])('of a tar in format %s, compressed or not', async (format) => {
    const tar = join(root, `${format}.tar`);
    const names = ['--exclude=*long*', 'in'];
    execFileSync('tar', [
      '--format',
      format,
      '-C',
      root,
      '-cf',
      tar,
      ...(format === 'ustar' ? names : ['in']),
    ]);
    execFileSync('gzip', ['-k', '-f', tar]);
    const bytes = new Uint8Array(execFileSync('cat', [tar], { maxBuffer: 1e8 }));
    const expected = byName(await whole(bytes));
    expect(expected.length).toBeGreaterThan(29);
    expect(byName(await listed(tar))).toEqual(expected);
    expect(byName(await listed(`${tar}.gz`))).toEqual(expected);
  });

  test('of a zip', async () => {
    const files: Zippable = {};
    for (let i = 0; i < 30; i++) files[`dossier é/${i}.txt`] = new TextEncoder().encode(text(i));
    const bytes = zipSync(files);
    writeFileSync(join(root, 'a.zip'), bytes);
    expect(byName(await listed(join(root, 'a.zip')))).toEqual(byName(await whole(bytes)));
  });

  test('of a mailbox of many pieces, as many mails as whole', async () => {
    const path = join(root, 'a.mbox');
    writeFileSync(path, '');
    for (let i = 0; i < 1900; i++) {
      const lines = i === 950 ? 45_000 : i % 100 === 0 ? 5000 : 0;
      const padded = `${mail(i)}${'x'.repeat(70).concat('\n').repeat(lines)}`;
      appendFileSync(path, `From a@x.example Tue Mar  2 10:00:00 2027\n${padded}\n`);
    }
    expect(statSync(path).size).toBeGreaterThan(6 * 1024 * 1024);
    const bytes = new Uint8Array(execFileSync('cat', [path], { maxBuffer: 1e8 }));
    const expected = (await whole(bytes)).map(([, body]) => body);
    const found = await listed(path);
    expect(found.map(([name]) => name)).toEqual(expected.map((_, i) => `${i + 1}.eml`));
    expect(found.map(([, body]) => body)).toEqual(expected);
  });

  test('of a gzip file of one file, and of a compressed mailbox', async () => {
    writeFileSync(join(root, 'note.txt.gz'), gzipSync(text(1)));
    expect(await listed(join(root, 'note.txt.gz'))).toEqual([['note.txt', text(1)]]);
    const mbox = `From a@x.example Tue Mar  2 10:00:00 2027\n${mail(1)}\n`;
    writeFileSync(join(root, 'b.mbox.gz'), gzipSync(mbox));
    expect((await listed(join(root, 'b.mbox.gz'))).map(([name]) => name)).toEqual(['1.eml']);
  });
});

describe('what cannot be read is told, and what stands before it is read', () => {
  test('a tar that is cut off, a damaged zip member, a bomb', async () => {
    const tar = join(root, 'cut.tar');
    execFileSync('tar', ['-C', root, '-cf', tar, 'in']);
    const { size } = statSync(tar);
    execFileSync('truncate', ['-s', String(size - 20_000), tar]);
    const cut = await listed(tar);
    expect(cut.length).toBeGreaterThan(5);
    expect(cut.at(-1)).toEqual(['', 'fault']);

    const bytes = zipSync({ a: new TextEncoder().encode(text(1)), b: new Uint8Array(8 << 20) });
    const at = bytes.indexOf(0x50, 40);
    expect(at).toBeGreaterThan(0);
    bytes[60] = (bytes[60] ?? 0) ^ 0xff;
    writeFileSync(join(root, 'bad.zip'), bytes);
    expect((await listed(join(root, 'bad.zip'))).map(([, what]) => what)).toEqual([
      'fault',
      'fault',
    ]);

    writeFileSync(join(root, 'bomb.gz'), gzipSync(new Uint8Array(64 << 20)));
    expect((await listed(join(root, 'bomb.gz'))).at(-1)?.[1]).toBe('fault');
    expect(await membersOf(Buffer.from(join(folder, '0.txt')))).toBeNull();
  });
});

const ESCAPE = '\u001b';
/** Names by which archives write outside of a folder, or forge a line of a report. */
const HOSTILE = [
  '../../../../tmp/empreinte-slip.txt',
  '/tmp/empreinte-slip.txt',
  'C:\\Windows\\slip.txt',
  '..\\..\\slip.txt',
  'nul\u0000slip.txt',
  'two\nlines\u2028of\u0085it\t.txt',
  '\u001b[2J\u001b]0;owned\u0007\u009b31m.txt',
  'fdp\u202etxt.exe',
  '\u2066isolated\u2069\u200f.txt',
  `${'long/'.repeat(12_000)}x.txt`,
  '=cmd|calc!A0.txt',
  '',
];

describe('names of members', () => {
  test.each(['zip', 'tar'])('of a %s are words of a report and no paths', async (kind) => {
    const archive = join(root, `hostile.${kind}`);
    // A tar holds no NUL in a name, and of long ones only those of its extended headers.
    const names = kind === 'zip' ? HOSTILE : HOSTILE.filter((name) => !/\0/.test(name));
    if (kind === 'zip') {
      writeFileSync(
        archive,
        zipSync(Object.fromEntries(names.map((name, i) => [name, Buffer.from(text(i))]))),
      );
    } else {
      const script = `import io,json,sys,tarfile
t=tarfile.open(sys.argv[1],'w',format=tarfile.PAX_FORMAT)
for name,text in json.load(sys.stdin):
  i=tarfile.TarInfo(name);i.size=len(text);t.addfile(i,io.BytesIO(text.encode()))
# So large that each member is a line of its own.
i=tarfile.TarInfo('filler');i.size=101<<20;t.addfile(i,open('/dev/zero','rb'))
t.close()`;
      const input = JSON.stringify(names.map((name, i) => [name, text(i)]));
      execFileSync('python3', ['-c', script, archive], { input });
    }
    const before = readdirSync(root);
    const server = await registry(({ body }) => {
      const { items } = contract.CheckRequest.parse(body);
      return { body: answerOf(items.map(({ id }) => verdictOf({ id: id ?? null }))) };
    });
    try {
      if (kind === 'zip') expect(await listed(archive)).toHaveLength(names.length);
      for (const terminal of [true, false]) {
        const { stdout, stderr } = await empreinte(
          ['check', archive, '--no-journal', '--jobs', '1'],
          {
            env: { EMPREINTE_SERVER: server.url },
            terminal,
          },
        );
        // Its own colours and progress aside.
        const told = (stdout + stderr).replaceAll(
          new RegExp(`${ESCAPE}\\[(?:\\d*m|K)|[\r\n]`, 'g'),
          '',
        );
        expect(told).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
        if (kind === 'zip') continue;
        if (terminal) {
          expect(stdout).toContain('!/fdp\\u202etxt.exe');
          expect(stdout).toContain('!/\\u001b[2J\\u001b]0;owned\\u0007\\u009b31m.txt');
          continue;
        }
        const paths = ndjson(stdout).map(({ path }) => path);
        for (const name of ['fdp\u202etxt.exe', '../../../../tmp/empreinte-slip.txt']) {
          expect(paths).toContain(`${archive}!/${name}`);
        }
      }
      // What is sent tells no name at all.
      for (const { raw } of server.calls) expect(raw).not.toMatch(/slip|owned|txt|exe|calc/);
    } finally {
      await server.close();
    }
    expect(readdirSync(root)).toEqual(before);
    expect(existsSync('/tmp/empreinte-slip.txt')).toBe(false);
  });
});

describe('check of an archive over the limit', () => {
  let server: Registry;
  beforeAll(async () => {
    execFileSync('truncate', ['-s', '101M', join(root, 'filler')]);
    server = await registry(({ body }) => {
      const { items } = contract.CheckRequest.parse(body);
      return { body: answerOf(items.map(({ id }) => verdictOf({ id: id ?? null }))) };
    });
  });
  afterAll(() => server.close());

  test('reads large members whole, one after another', async () => {
    const members = [3_000_001, 4_000_000, 1_100_000, 2_000_003, 70_000];
    const digests = members.map((size, i) => {
      const bytes = input(`random/${i}/${size}`);
      writeFileSync(join(root, `large-${i}`), bytes);
      return createHash('sha256').update(bytes).digest('hex');
    });
    const tar = join(root, 'of-large.tar');
    const names = members.map((_, i) => `large-${i}`);
    execFileSync('tar', ['-C', root, '-cf', tar, ...names, 'filler']);
    const { stdout } = await empreinte(['check', tar, '--json', '--jobs', '2'], {
      env: { EMPREINTE_SERVER: server.url },
    });
    expect(ndjson(stdout).map(({ path }) => path)).toEqual([
      tar,
      ...names.map((name) => `${tar}!/${name}`),
      `${tar}!/filler`,
    ]);
    const asked = server.calls.flatMap(({ body }) => body.items);
    const sent = asked.map(({ fingerprint }) => fingerprint.bytes.sha256);
    expect(sent).toEqual(expect.arrayContaining(digests));
  });

  test('tells of large members what is wrong with them, and reads the next', async () => {
    const good = input('random/9/2000001');
    const sha256 = createHash('sha256').update(good).digest('hex');
    const zip = join(root, 'damaged.zip');
    const stored = { level: 0 } as const;
    const filler = [new Uint8Array(101 << 20), { level: 1 }] as const;
    const bad = input('random/8/3000001');
    const bytes = zipSync({
      'bad.bin': [bad, stored],
      'good.bin': [good, stored],
      filler: [filler[0], filler[1]],
    });
    bytes[1_000_000] = (bytes[1_000_000] ?? 0) ^ 1;
    writeFileSync(zip, bytes);
    // Only large archives are opened: what stands behind the last member is no part of it.
    const tar = join(root, 'cut-large.tar');
    execFileSync('tar', ['-C', root, '-cf', tar, 'filler', 'large-0', 'large-1']);
    execFileSync('truncate', ['-s', String(statSync(tar).size - 2_000_000), tar]);
    const told = async (path: string) => {
      const { stdout, stderr } = await empreinte(['check', path, '--json', '--jobs', '1'], {
        env: { EMPREINTE_SERVER: server.url },
      });
      return { stderr, lines: ndjson(stdout).map(({ path: at, reason }) => [at, reason]) };
    };
    const cut = await told(tar);
    expect(cut.lines).toEqual([
      [tar, 'over_limit'],
      [`${tar}!/filler`, 'over_limit'],
      [`${tar}!/large-0`, null],
      [`${tar}!/large-1`, 'unreadable'],
      [`${tar}!/`, 'unreadable'],
    ]);
    expect(cut.stderr).toContain('large-1: it is cut off');
    expect(statSync(zip).size).toBeLessThan(100 << 20);
    const members = (await membersOf(Buffer.from(zip))) ?? [];
    const kinds: string[] = [];
    for await (const { member } of members) {
      const contents = member?.contents;
      if (contents?.kind !== 'coming') continue;
      const hash = createHash('sha256');
      try {
        for await (const chunk of contents.chunks()) hash.update(chunk);
        kinds.push(hash.digest('hex'));
      } catch (error) {
        kinds.push(String(error));
      }
    }
    expect(kinds).toEqual(['Error: damaged', sha256]);
  });

  test('asks about one that cannot be read in time by its bytes', async () => {
    const tar = join(root, 'slow.tar');
    // Millions of words, which nobody reads in a second.
    const words = Array.from({ length: 4_000_000 }, (_, i) => (i * 7919) % 9_999_991);
    const bytes = new TextEncoder().encode(words.join(' '));
    writeFileSync(join(root, 'slow'), bytes);
    execFileSync('tar', ['-C', root, '-cf', tar, 'slow', 'filler']);
    const before = server.calls.length;
    const { stdout } = await empreinte(
      ['check', tar, '--json', '--jobs', '1', '--file-timeout', '1'],
      { env: { EMPREINTE_SERVER: server.url } },
    );
    expect(ndjson(stdout)[1]).toMatchObject({ path: `${tar}!/slow`, reason: 'over_limit' });
    const asked = server.calls.slice(before).flatMap(({ body }) => body.items);
    const printed = asked.map(({ fingerprint }) => fingerprint.bytes);
    expect(printed).toContainEqual({
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      ssdeep: ssdeepDigest(bytes),
      tlsh: null,
    });
  });

  test('gives each member its own verdict, in their order, also when gone on with', async () => {
    const tar = join(root, 'large.tar');
    const before = server.calls.length;
    execFileSync('tar', ['-C', root, '-cf', tar, 'in', 'filler', 'a.zip']);
    const run = (...argv: string[]) =>
      empreinte(['check', tar, join(folder, '0.txt'), '--json', '--jobs', '1', ...argv], {
        env: { EMPREINTE_SERVER: server.url },
      });
    const { stdout } = await run();
    const lines = ndjson(stdout);
    const names = execFileSync('tar', ['-tf', tar])
      .toString()
      .split('\n')
      .filter((one) => !one.endsWith('/') && one);
    expect(lines.map(({ path }) => path)).toEqual([
      tar,
      ...names.map((name) => `${tar}!/${name}`),
      join(folder, '0.txt'),
    ]);
    const verdicts = new Map(lines.map(({ path, verdict, reason }) => [path, [verdict, reason]]));
    expect(verdicts.get(tar)).toEqual(['undecided', 'over_limit']);
    expect(verdicts.get(`${tar}!/filler`)).toEqual(['undecided', 'over_limit']);
    expect(verdicts.get(`${tar}!/in/0.txt`)).toEqual(['absent', null]);
    // The zip in it is read as a whole, with its own members as parts.
    expect(lines.find(({ path }) => path === `${tar}!/a.zip`).verdict).toBe('absent');
    // Equal bytes inside and outside are asked about once.
    const asked = server.calls.slice(before).flatMap(({ body }) => body.items);
    const digests = asked.map(({ fingerprint }) => fingerprint.bytes.sha256);
    expect(new Set(digests).size).toBe(digests.length);
  });
});
