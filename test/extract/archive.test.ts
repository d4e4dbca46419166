import { type Zippable, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { extract } from '../../src/extract/index.ts';
import { LOCAL_LIMITS } from '../../src/extract/limits.ts';
import type { Document } from '../../src/fingerprint/document.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const at = { mtime: '2026-05-04T10:00:00Z' };
const zip = (files: Zippable) => zipSync(files, at);
const names = (document: Document) => document.parts.map((part) => part.name);

/** Sets the encryption flag of the first member in both of its headers. */
function encrypt(bytes: Uint8Array): Uint8Array {
  const out = bytes.slice();
  const view = new DataView(out.buffer);
  for (let i = 0; i < out.length - 4; i++) {
    if (view.getUint32(i, true) === 0x04034b50) view.setUint16(i + 6, 1, true);
    if (view.getUint32(i, true) === 0x02014b50) view.setUint16(i + 8, 1, true);
  }
  return out;
}

describe('a zip archive', () => {
  it('has its members as parts, sorted, without folders and clutter', async () => {
    const found = await extract(
      zip({
        'b/': new Uint8Array(0),
        'b/2.txt': utf8('deux'),
        'a.csv': utf8('x;y'),
        '.DS_Store': utf8('x'),
        'b/.DS_Store': utf8('x'),
        '__MACOSX/b/._2.txt': utf8('x'),
      }),
    );
    expect(found).toMatchObject({ type: 'application/zip', problem: null, reading: null });
    expect(names(found)).toEqual(['a.csv', 'b/2.txt']);
    expect(found.parts.map((part) => part.type)).toEqual(['text/csv', 'text/plain']);
    expect(found.parts[1]?.reading?.text.pages).toEqual([[{ text: 'deux' }]]);
  });

  it('zipped again in another order and level has the same parts', async () => {
    const files = { a: utf8('un texte'), b: utf8('autre texte') };
    const first = await extract(zip(files));
    const second = await extract(zipSync({ b: files.b, a: files.a }, { ...at, level: 0 }));
    expect(second.parts).toEqual(first.parts);
    expect(second.bytes).not.toEqual(first.bytes);
  });

  it('with a password lists its members as encrypted', async () => {
    const found = await extract(encrypt(zip({ 'secret.txt': utf8('texte secret') })));
    expect(found.parts).toMatchObject([
      { name: 'secret.txt', problem: 'encrypted', reading: null },
    ]);
    expect(found.parts[0]?.bytes.length).toBeGreaterThan(0);
  });

  it('nested beyond the limit stops with a reason', async () => {
    let bytes = utf8('au fond');
    for (let i = 0; i < 8; i++) bytes = zip({ x: bytes });
    let found: Document | undefined = await extract(bytes);
    let depth = 0;
    while (found?.problem === null) {
      found = found.parts[0];
      depth++;
    }
    expect(found?.problem).toBe('over_limit');
    expect(depth).toBe(LOCAL_LIMITS.maxArchiveDepth);
  });

  it('read by another limit opens one archive less', async () => {
    const bytes = zip({ x: zip({ y: utf8('texte') }) });
    const limits = { ...LOCAL_LIMITS, maxArchiveDepth: 1 };
    expect((await extract(bytes, { limits })).parts[0]?.problem).toBe('over_limit');
    expect((await extract(bytes)).parts[0]?.parts[0]?.problem).toBeNull();
  });

  it('that is a bomb has a member over the limit, inflated never', async () => {
    const found = await extract(zip({ bomb: new Uint8Array(20 * 1024 * 1024), ok: utf8('texte') }));
    expect(found.parts.map((part) => part.problem)).toEqual(['over_limit', null]);
    expect(found.parts[0]?.bytes.length).toBeLessThan(100_000);
  });

  it('of too many parts is over the limit', async () => {
    const files = Object.fromEntries(
      Array.from({ length: LOCAL_LIMITS.maxParts + 1 }, (_, i) => [`${i}`, utf8(`texte ${i}`)]),
    );
    expect(await extract(zip(files))).toMatchObject({ problem: 'over_limit', parts: [] });
  });

  it('shares its budgets with the archives inside it', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [`${i}`, utf8(`texte ${i}`)]),
    );
    const bytes = zip({ a: zip(many), b: zip(many) });
    const limits = { ...LOCAL_LIMITS, maxParts: 100 };
    const problems = (found: Document) => found.parts.map((part) => part.problem);
    expect(problems(await extract(bytes, { limits }))).toEqual([null, 'over_limit']);
    expect(problems(await extract(bytes))).toEqual([null, null]);
  });

  it('with a damaged member names it and keeps the others', async () => {
    const bytes = zipSync({ a: utf8('aaaaaaaa'), b: utf8('bbbbbbbb') }, { ...at, level: 0 });
    const damaged = bytes.slice();
    damaged[31] = 0x7a;
    const found = await extract(damaged);
    expect(found.parts.map((part) => part.problem)).toEqual(['unreadable', null]);
  });
});
