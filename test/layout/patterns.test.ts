import { globSync, readFileSync } from 'node:fs';
import { RegExpParser } from '@eslint-community/regexpp';
import { analyse } from 'scslre';
import { parseSync } from 'vite';
import { expect, it } from 'vitest';

/**
 * Regular expressions whose time grows faster than what they read: found by `scslre`, which looks for
 * texts of one repeated character or group that two quantifiers can share, or that a search tries anew
 * from each place. What it says of a pattern that reads what strangers send is a fault; the others are
 * listed here, with what bounds their text. `test/extract/linear.test.ts` runs texts made for them.
 */
const BOUNDED: Readonly<Record<string, string>> = {
  'src/cli/quoted.ts \\S+$': 'reads 80 characters',
  'src/client/log.ts \\/+$': 'reads the address that the caller itself has set',
  'src/extract/eml-date.ts (\\d{1,2})\\s+([a-z]{3})[a-z]*\\s+(\\d{2,4})':
    'reads 200 characters: longer values are no date',
  'src/extract/html-look.ts ::?[\\w-]+':
    'searches anew from brackets that nothing closes, of which it is given 20 at most',
  'src/extract/quote-header.ts ([\\p{L}-]{1,14}': 'reads lines of at most 2,000 characters',
  'src/storage/log-witness.ts \\/+$': 'reads the address of a witness, which the operator has set',
  'src/tlog/sshsig-verify.ts =+$': 'reads the base64 of 32 bytes',
  'src/web/leak.ts [:hH.]?': 'reads the hour that the reader of the page types',
};

/** Patterns put together from strings, which are not looked at: what they are made of. */
const BUILT: Readonly<Record<string, string>> = {
  'src/extract/garbled.ts': 'names of scripts from a table in it, one class each',
  'src/extract/html-source.ts': 'names of three elements, `\\s*` before a fixed sign',
  'src/fingerprint/canonical.ts': 'spaces and line ends behind one sign',
  'src/fingerprint/locate-order.ts': 'one class',
  'src/fingerprint/tokens.ts': 'digits with one separator between; sign and currency at most once',
  'src/registry/contract-admin.ts': 'one class, counted, whole text',
  'src/tlog/sshsig.ts': 'one class, counted',
};

interface Pattern {
  readonly source: string;
  readonly flags: string;
}
interface Found {
  readonly path: string;
  readonly patterns: readonly Pattern[];
  /** How often a pattern is put together. */
  readonly built: number;
}

/** Patterns of a module as the parser finds them, none in comments and strings. */
function read(path: string): Found {
  const patterns: Pattern[] = [];
  let built = 0;
  const { program, errors } = parseSync(path, readFileSync(path, 'utf8'));
  expect([path, errors]).toEqual([path, []]);
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const one of node) visit(one);
    if (Array.isArray(node) || typeof node !== 'object' || node === null) return;
    const { regex, callee } = node as {
      regex?: { pattern: string; flags: string };
      callee?: { name?: string };
    };
    if (regex) patterns.push({ source: regex.pattern, flags: regex.flags });
    if (callee?.name === 'RegExp') built++;
    for (const value of Object.values(node)) visit(value);
  };
  visit(program);
  return { path, patterns, built };
}

const parser = new RegExpParser();
function isSlow({ source, flags }: Pattern): boolean {
  const unicode = { unicode: flags.includes('u'), unicodeSets: flags.includes('v') };
  const pattern = parser.parsePattern(source, 0, source.length, unicode);
  return analyse({ pattern, flags: parser.parseFlags(flags) }).reports.length > 0;
}

// AssemblyScript has no patterns, and is no TypeScript.
const files = globSync('src/**/*.{ts,tsx}')
  .filter((path) => !path.startsWith('src/fingerprint/wasm/'))
  .sort()
  .map(read);

it('has no pattern that a text made for it keeps busy, but where the text is short', () => {
  const all = files.flatMap(({ path, patterns }) => patterns.map((one) => ({ path, ...one })));
  expect(all.length).toBeGreaterThan(400);
  const slow = all.filter(isSlow).map(({ path, source }) => `${path} ${source}`);
  const keys = Object.keys(BOUNDED).map((key): [string, string] => {
    const [path = '', ...part] = key.split(' ');
    return [path, part.join(' ')];
  });
  const keyOf = (one: string) =>
    keys.find(([path, part]) => one.startsWith(`${path} `) && one.includes(part));
  expect(slow.filter((one) => !keyOf(one))).toEqual([]);
  // None is listed that is gone or was mended.
  expect(keys.filter((key) => !slow.some((one) => keyOf(one) === key))).toEqual([]);
});

it('puts patterns together only where that was looked at', () => {
  const built = files.filter((file) => file.built > 0).map(({ path }) => path);
  expect(built).toEqual(Object.keys(BUILT));
});

it('would find what is slow', () => {
  for (const source of ['(a+)+$', '^a*a*$', '\\s*,?\\s*;', 'x+$']) {
    expect([source, isSlow({ source, flags: '' })]).toEqual([source, true]);
  }
  expect(isSlow({ source: '^a*b*$', flags: '' })).toBe(false);
});
