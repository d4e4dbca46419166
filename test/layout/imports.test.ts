import { globSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

/** Which folders of src a folder may import from, besides itself. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  fingerprint: [],
  extract: ['fingerprint'],
  tlog: ['fingerprint'],
  registry: ['fingerprint', 'tlog'],
  storage: ['registry', 'tlog', 'fingerprint'],
  web: ['registry', 'fingerprint'],
  http: ['registry', 'extract', 'fingerprint', 'web'],
  client: ['fingerprint', 'extract', 'tlog', 'registry'],
  'web/client': ['client', 'fingerprint', 'extract', 'tlog', 'registry', 'web'],
  cli: ['client', 'fingerprint', 'extract', 'tlog', 'registry'],
};

/** Folders that see the contract as types only: zod would cost the page 26 kB. */
const TYPES_ONLY = new Set(['client', 'web/client', 'web', 'cli']);

const root = resolve(import.meta.dirname, '../..');

interface Import {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

function folderOf(path: string): string {
  const inSrc = relative(resolve(root, 'src'), path);
  if (inSrc.startsWith('web/client/')) return 'web/client';
  return inSrc.includes('/') ? (inSrc.split('/')[0] ?? '') : '';
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\s+from\s+)?'([^']+)'|import\(\s*'([^']+)'\s*\)/g;
  return [...text.matchAll(pattern)].map((match) => {
    const specifier = match[2] ?? match[3] ?? '';
    const relativeTarget = specifier.startsWith('.')
      ? resolve(dirname(file), specifier)
      : specifier;
    return {
      file: relative(root, file),
      from: folderOf(file),
      to: specifier.startsWith('.') ? folderOf(relativeTarget) : '',
      target: relativeTarget,
      typeOnly: match[1] !== undefined,
    };
  });
}

const files = globSync('src/**/*.{ts,tsx}', { cwd: root }).map((file) => resolve(root, file));
const imports = files.flatMap(importsOf);

describe('imports go one way', () => {
  test('there is something to check', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(imports.length).toBeGreaterThan(40);
  });

  test('no folder imports one above it', () => {
    const wrong = imports
      .filter(({ from, to, target }) => target.startsWith(root) && from !== '' && from !== to)
      .filter(({ from, to }) => !(ARROWS[from] ?? []).includes(to))
      .map(({ file, target }) => `${file} imports ${relative(root, target)}`);
    expect(wrong).toEqual([]);
  });

  test('every folder of src has its arrows written down', () => {
    const folders = new Set(files.map(folderOf).filter((folder) => folder !== ''));
    expect([...folders].filter((folder) => !(folder in ARROWS))).toEqual([]);
  });

  test('page, client and CLI see the registry as types only', () => {
    const wrong = imports
      .filter(({ from, to, typeOnly }) => TYPES_ONLY.has(from) && to === 'registry' && !typeOnly)
      .map(({ file, target }) => `${file} imports ${relative(root, target)}`);
    expect(wrong).toEqual([]);
  });

  test('pure folders import no Node and no Cloudflare module', () => {
    const pure = new Set(['fingerprint', 'extract', 'tlog', 'registry', 'client']);
    const wrong = imports
      .filter(({ from, target }) => pure.has(from) && /^(node:|cloudflare:|buffer$)/.test(target))
      .map(({ file, target }) => `${file} imports ${target}`);
    expect(wrong).toEqual([]);
  });

  test('zod comes as a namespace, so that bundlers drop its locales', () => {
    const wrong = files.filter((file) =>
      /import\s+\{[^}]*\}\s+from\s+'zod'/.test(readFileSync(file, 'utf8')),
    );
    expect(wrong).toEqual([]);
  });

  test('only the composition root knows both storage and http', () => {
    const both = imports.filter(
      ({ from, to }) =>
        (from === 'http' && to === 'storage') || (from === 'storage' && to === 'http'),
    );
    expect(both).toEqual([]);
  });
});
