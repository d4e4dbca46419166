import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, openAsBlob, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { membersOf } from '../../src/cli/members.ts';
import { blobMembers } from '../../src/client/blob-members.ts';
import { unpacked } from '../../src/client/packed.ts';
import { input } from '../vectors/inputs.ts';

/** Members as the page cuts them out of a file, against those of the command line (yauzl, zlib). */

const root = mkdtempSync(join(tmpdir(), 'empreinte-blob-'));
afterAll(() => rmSync(root, { recursive: true }));
const run = (script: string, ...args: string[]) =>
  execFileSync('python3', ['-c', script, ...args], { cwd: root });

/** Long ones by their digest, so that a difference can be printed. */
const textOf = (bytes: Uint8Array): string =>
  bytes.length < 50
    ? Buffer.from(bytes).toString()
    : `${bytes.length} ${createHash('sha256').update(bytes).digest('hex')}`;

type Listed = [name: string, what: string][];

async function inPage(name: string): Promise<Listed> {
  const file = (await openAsBlob(join(root, name))) as Blob;
  const members = await blobMembers(file, name);
  const found: Listed = [];
  for await (const { name: member, contents } of members ?? []) {
    let what: string = contents.kind;
    if (contents.kind === 'fault') what = contents.problem;
    if (contents.kind === 'bytes') what = textOf(contents.bytes);
    if (contents.kind === 'range' || contents.kind === 'passing') {
      const blob =
        contents.kind === 'passing' ? contents.blob : file.slice(contents.start, contents.end);
      const bytes = await unpacked(blob, contents.packed).catch((error) => error.problem);
      what = typeof bytes === 'string' ? bytes : textOf(bytes);
    }
    found.push([member, what]);
  }
  return found;
}

async function onCommandLine(name: string): Promise<Listed> {
  const path = join(root, name);
  const found: Listed = [];
  for await (const target of (await membersOf(Buffer.from(path))) ?? []) {
    const contents = target.member?.contents;
    const chunks: Uint8Array[] = [];
    if (contents?.kind === 'read') chunks.push(contents.bytes);
    if (contents?.kind === 'coming') {
      for await (const chunk of contents.chunks()) chunks.push(new Uint8Array(chunk));
    }
    const what = contents?.kind === 'fault' ? 'fault' : textOf(Buffer.concat(chunks));
    found.push([target.path.toString().slice(path.length + 2), what]);
  }
  return found;
}

beforeAll(() => {
  mkdirSync(join(root, 'in/sub'), { recursive: true });
  for (let i = 0; i < 12; i++) {
    writeFileSync(
      join(root, `in/${i % 3 ? 'sub/é' : ''}${i}.txt`),
      `Minutes ${i}. `.repeat(90 * i),
    );
  }
  writeFileSync(join(root, `in/${'long-'.repeat(40)}name.txt`), 'long');
  writeFileSync(join(root, 'in/large.bin'), input('random/3/5000001'));
});

describe('as on the command line', () => {
  test.each(['ustar', 'gnu', 'pax'])('a tar in format %s, compressed or not', async (format) => {
    const left = format === 'ustar' ? ['--exclude=*long*'] : [];
    execFileSync('tar', ['--format', format, ...left, '-cf', `${format}.tar`, 'in'], { cwd: root });
    execFileSync('gzip', ['-kf', `${format}.tar`], { cwd: root });
    const expected = await onCommandLine(`${format}.tar`);
    expect(expected.length).toBeGreaterThan(12);
    expect(await inPage(`${format}.tar`)).toEqual(expected);
    expect(await inPage(`${format}.tar.gz`)).toEqual(expected);
  });

  test.each([
    ['deflated', ''],
    ['stored', ''],
    ['deflated', 'z64=True'],
    ['deflated', 'streamed=True'],
  ])('a zip, %s %s', async (kind, more) => {
    run(`import os,sys,zipfile
z64=streamed=False
${more}
class Pipe:
  def __init__(self,f): self.f=f
  def write(self,b): return self.f.write(b)
  def flush(self): self.f.flush()
with open('a.zip','wb') as f, zipfile.ZipFile(Pipe(f) if streamed else f,'w',zipfile.ZIP_${kind.toUpperCase()}) as z:
  z.comment=b'PK not the end'
  z.writestr('folder/','')
  for at,_,names in sorted(os.walk('in')):
    for name in sorted(names):
      with open(os.path.join(at,name),'rb') as s, z.open(zipfile.ZipInfo.from_file(os.path.join(at,name)),'w',force_zip64=z64) as out: out.write(s.read())`);
    const expected = await onCommandLine('a.zip');
    expect(expected).toHaveLength(14);
    expect(await inPage('a.zip')).toEqual(expected);
  });

  test('a mailbox, compressed or not, and a gzip file of one file', async () => {
    const mails = Array.from(
      { length: 400 },
      (_, i) =>
        `From a@x.example Tue Mar  2 10:00:00 2027\nSubject: ${i}\n\n>From here on\n>>From there\n${Buffer.from(input(`random/${i}/${i * 500}`)).toString('base64')}\n\n`,
    );
    writeFileSync(join(root, 'a.mbox'), mails.join(''));
    writeFileSync(join(root, 'b.mbox.gz'), gzipSync(mails.join('')));
    writeFileSync(join(root, 'note.txt.gz'), gzipSync('one'));
    const expected = await onCommandLine('a.mbox');
    expect(expected).toHaveLength(400);
    expect(await inPage('a.mbox')).toEqual(expected);
    expect(await inPage('b.mbox.gz')).toEqual(expected);
    expect(await inPage('note.txt.gz')).toEqual([['note.txt', 'one']]);
    writeFileSync(join(root, 'none.txt'), 'none');
    expect(await inPage('none.txt')).toEqual([]);
  });
});

test('a gzip file of several members, the first of them empty, is one archive', async () => {
  execFileSync('tar', ['-cf', 'whole.tar', 'in'], { cwd: root });
  const tar = readFileSync(join(root, 'whole.tar'));
  const cuts = [tar.subarray(0, 0), tar.subarray(0, 100), tar.subarray(100)];
  writeFileSync(join(root, 'cat.tar.gz'), Buffer.concat(cuts.map((one) => gzipSync(one))));
  expect(await inPage('cat.tar.gz')).toEqual(await inPage('whole.tar'));
});

describe('what is hostile or damaged', () => {
  test('of a zip is told of the member, and the others are read', async () => {
    const good = new TextEncoder().encode('good');
    const zeros = new Uint8Array(8 << 20);
    const bytes = zipSync({ bad: [input('random/4/3000'), { level: 0 }], bomb: zeros, good });
    bytes[1000] = (bytes[1000] ?? 0) ^ 1;
    writeFileSync(join(root, 'bad.zip'), bytes);
    const told = [
      ['bad', 'unreadable'],
      ['bomb', 'over_limit'],
      ['good', 'good'],
    ];
    expect(await inPage('bad.zip')).toEqual(told);
    // The directory says that the bomb is small; what comes of it is cut off all the same.
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    // Its name, behind its header, stands there last.
    const at = Buffer.from(bytes).lastIndexOf('bomb') - 46;
    expect(view.getUint32(at, true)).toBe(0x02014b50);
    view.setUint32(at + 24, 1000, true);
    writeFileSync(join(root, 'lying.zip'), bytes);
    expect((await inPage('lying.zip'))[1]).toEqual(['bomb', 'unreadable']);
    view.setUint16(at + 8, 1, true);
    writeFileSync(join(root, 'secret.zip'), bytes);
    expect((await inPage('secret.zip'))[1]).toEqual(['bomb', 'encrypted']);
    writeFileSync(join(root, 'cut.zip'), bytes.subarray(0, bytes.length - 30));
    expect(await inPage('cut.zip')).toEqual([['', 'unreadable']]);
  });

  test('of a tar and of a gzip file ends the list with a fault', async () => {
    execFileSync('tar', ['-cf', 'cut.tar', 'in'], { cwd: root });
    execFileSync('truncate', ['-s', '-20000', join(root, 'cut.tar')]);
    const cut = await inPage('cut.tar');
    expect(cut.length).toBeGreaterThan(2);
    expect(cut.at(-1)).toEqual(['', 'unreadable']);
    execFileSync('gzip', ['-kf', 'cut.tar'], { cwd: root });
    expect((await inPage('cut.tar.gz')).at(-1)).toEqual(['', 'unreadable']);
    writeFileSync(join(root, 'bomb.gz'), gzipSync(new Uint8Array(64 << 20)));
    expect(await inPage('bomb.gz')).toEqual([['', 'unreadable']]);
  });

  test('more members than are read are said to be there', async () => {
    run(`import io,tarfile
with tarfile.open('many.tar','w') as t:
  for i in range(20002): t.addfile(tarfile.TarInfo(str(i)))`);
    const found = await inPage('many.tar');
    expect(found).toHaveLength(20_001);
    expect(found.at(-1)).toEqual(['', 'over_limit']);
  });
});
