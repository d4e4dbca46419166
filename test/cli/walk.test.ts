import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Failure } from '../../src/cli/failure.ts';
import { bytesOf } from '../../src/cli/raw-arguments.ts';
import { readSource } from '../../src/cli/source.ts';
import { walk } from '../../src/cli/walk.ts';

const root = mkdtempSync(join(tmpdir(), 'empreinte-walk-'));
afterAll(() => rmSync(root, { recursive: true }));

const dump = join(root, 'dump');
mkdirSync(join(dump, 'b', 'deep'), { recursive: true });
mkdirSync(join(dump, 'empty'));
for (const name of ['z.txt', '.hidden', 'a\nb', 'b/deep/x', 'b/c', 'B']) {
  writeFileSync(join(dump, name), name);
}
writeFileSync(Buffer.concat([Buffer.from(`${dump}/`), Buffer.of(0xe9)]), 'latin-1 name');
symlinkSync('/etc/passwd', join(dump, 'link'));
symlinkSync('..', join(dump, 'up'));
execFileSync('mkfifo', [join(dump, 'pipe')]);
symlinkSync(join(dump, 'b'), join(root, 'named-link'));

async function names(...paths: string[]) {
  const skipped: string[] = [];
  const targets = await walk(
    paths.map((path) => Buffer.from(path)),
    (message) => skipped.push(message.replaceAll(root, '')),
  );
  return { found: targets.map((one) => one.path.toString('latin1').replace(root, '')), skipped };
}

describe('a folder', () => {
  test('is listed whole, in byte order, with hidden files and odd names', async () => {
    const { found, skipped } = await names(dump);
    expect(found).toEqual([
      '/dump/.hidden',
      '/dump/B',
      '/dump/a\nb',
      '/dump/b/c',
      '/dump/b/deep/x',
      '/dump/z.txt',
      '/dump/\xe9',
    ]);
    expect(skipped).toEqual([
      'skipped, a symbolic link: /dump/link',
      'skipped, not a regular file: /dump/pipe',
      'skipped, a symbolic link: /dump/up',
    ]);
  });

  test('keeps the form in which it was named', async () => {
    expect((await names(`${dump}/b///`)).found).toEqual(['/dump/b/c', '/dump/b/deep/x']);
  });

  test('is followed when the caller names a link to it', async () => {
    const { found } = await names(join(root, 'named-link'));
    expect(found).toEqual(['/named-link/c', '/named-link/deep/x']);
  });
});

describe('what cannot be walked', () => {
  test.each([
    ['a missing path', [join(root, 'nothing')], /no such file or folder/],
    ['a folder without files', [join(dump, 'empty')], /no file found in .*empty/],
    ['a pipe by name', [join(dump, 'pipe')], /neither a file nor a folder/],
    ['standard input twice', ['-', '-'], /given twice/],
  ])('%s', async (_name, paths, message) => {
    const promise = names(...(paths as string[]));
    await expect(promise).rejects.toThrow(Failure);
    await expect(promise).rejects.toThrow(message);
  });
});

describe('reading', () => {
  const nothing = (async function* () {})();
  const read = (path: string, maxBytes = 1000) => readSource(Buffer.from(path), nothing, maxBytes);

  test('gives bytes and their SHA-256', async () => {
    // sha256sum of `z.txt`, five bytes.
    const expected = execFileSync('sha256sum', [join(dump, 'z.txt')])
      .toString()
      .slice(0, 64);
    const source = await read(join(dump, 'z.txt'));
    expect(source).toMatchObject({ kind: 'read', sha256: expected });
    expect(source.kind === 'read' && Buffer.from(source.bytes).toString()).toBe('z.txt');
  });

  test('digests a file over the limit without keeping it', async () => {
    const path = join(root, 'large');
    writeFileSync(path, Buffer.alloc(3_000_000, 'abc'));
    const sha256 = execFileSync('sha256sum', [path]).toString().slice(0, 64);
    const large = {
      kind: 'large',
      size: 3_000_000,
      sha256,
      // Printed by Debian's `ssdeep -b`.
      ssdeep: '3:uL2:uL2',
    };
    expect(await read(path, 2_999_999)).toEqual(large);
    // A stream whose length is told by nobody.
    const piped = Array.from({ length: 10 }, () => Buffer.alloc(300_000, 'abc'));
    expect(
      await readSource(
        Buffer.from('-'),
        (async function* () {
          for (const chunk of piped) yield chunk;
        })(),
        2_999_999,
      ),
    ).toEqual(large);
    expect(await read(path, 3_000_000)).toMatchObject({ kind: 'read', sha256 });
  });

  test('does not hang on a pipe that took the place of a file', async () => {
    expect(await read(join(dump, 'pipe'))).toEqual({ kind: 'fault', detail: 'not a regular file' });
  });

  test('names what is wrong', async () => {
    expect(await read(join(root, 'gone'))).toMatchObject({ kind: 'fault' });
    expect(await read(dump)).toEqual({ kind: 'fault', detail: 'not a regular file' });
  });
});

describe('arguments that are no UTF-8', () => {
  const e9 = Buffer.of(0x61, 0xe9);
  const e8 = Buffer.of(0x61, 0xe8);

  test('are found again among the bytes of the command line, each once', () => {
    const raw = [Buffer.from('node'), Buffer.from('check'), e9, e8];
    expect(bytesOf(['check', 'a\ufffd', 'a\ufffd'], raw)).toEqual([Buffer.from('check'), e9, e8]);
  });

  test('stay as they are where the system does not tell', () => {
    expect(bytesOf(['a\ufffd'])).toEqual([Buffer.from('a\ufffd')]);
  });
});
