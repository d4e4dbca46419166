import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { expect, it } from 'vitest';
// @ts-expect-error a script without types
import { faultsOf } from '../../scripts/audit.mjs';
import { scopeOf } from '../../src/tlog/token.ts';

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

it('brings in nothing of another licence, without digest, or with an install script', () => {
  expect(faultsOf(read('package-lock.json'), read('package.json'))).toEqual([]);
});

it('would say so', () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0', license: 'SSPL-1.0', integrity: 'sha512-x' },
      'node_modules/b': { version: '1.0.0', license: 'MIT', hasInstallScript: true },
      'node_modules/c': { version: '1.0.0', license: '(MIT OR GPL-3.0)', integrity: 'sha512-x' },
    },
  };
  expect(faultsOf(lock, { dependencies: { a: '^1.0.0' }, allowScripts: {} })).toEqual([
    'a@1.0.0: licence SSPL-1.0',
    'b@1.0.0: no SHA-512 digest',
    'b@1.0.0: runs a script when it is installed',
    'a: ^1.0.0 is no version',
  ]);
});

/** Shapes of secrets; what tests and examples use is made of repeated bytes or documented. */
const SECRETS: readonly [string, RegExp][] = [
  ['private key', /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\n[A-Za-z0-9+/=\n]{40}/],
  ['cloud key', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['token of a forge', /\bgh[pousr]_[A-Za-z0-9]{36}\b|\bgithub_pat_[A-Za-z0-9_]{60,}/],
  ['API key', /\bsk-[A-Za-z0-9]{32,}\b|\bxox[baprs]-[A-Za-z0-9-]{20,}/],
];
/** Ed25519 private keys as PKCS #8: those of tests are one byte repeated. */
const PKCS8 = /MC4CAQAwBQYDK2VwBCIEI([A-Za-z0-9+/]{43})/g;
const TOKENS_OF_EXAMPLES = /^(?:src\/http\/examples|schema\/openapi\.json|test\/|docs\/)/;

it('holds no secret, nor does what is built', () => {
  const tracked = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0');
  const built = globSync('dist/{cli,client,package,public}/**/*.{js,css,html,json}');
  const found: string[] = [];
  for (const path of [...tracked, ...built]) {
    if (path === '' || path === 'test/layout/audit.test.ts' || !existsSync(path)) continue;
    if (statSync(path).isDirectory()) continue;
    const text = readFileSync(path, 'latin1');
    for (const [name, shape] of SECRETS) if (shape.test(text)) found.push(`${path}: ${name}`);
    for (const [, key = ''] of text.matchAll(PKCS8)) {
      if (new Set(Buffer.from(key.slice(1), 'base64')).size > 4) found.push(`${path}: Ed25519 key`);
    }
    if (TOKENS_OF_EXAMPLES.test(path)) continue;
    for (const [token] of text.matchAll(/emp_[a-z]+_[A-Za-z0-9]{36}/g)) {
      if (scopeOf(token) !== null) found.push(`${path}: a token`);
    }
  }
  expect(tracked.length).toBeGreaterThan(500);
  expect(found).toEqual([]);
});
