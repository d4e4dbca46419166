import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createToken, SCOPES, scopeOf, tokenDigest } from '../../src/tlog/token.ts';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

describe('a token', () => {
  test.each(SCOPES)('of scope %s has its form and the CRC-32 of zlib', (scope) => {
    const token = createToken(scope);
    const [, random, sum] = /^emp_[a-z]+_([0-9A-Za-z]{30})([0-9A-Za-z]{6})$/.exec(token) ?? [];
    expect(random).toBeDefined();
    const value = [...(sum ?? '')].reduce((n, digit) => n * 62 + BASE62.indexOf(digit), 0);
    expect(value).toBe(crc32(token.slice(0, -6)));
    expect(scopeOf(token)).toBe(scope);
    expect(tokenDigest(token)).toBe(createHash('sha256').update(token).digest('hex'));
  });

  test('never comes twice, and has every character at every place', () => {
    const tokens = Array.from({ length: 3000 }, () => createToken('admin').slice(10, 40));
    expect(new Set(tokens).size).toBe(3000);
    for (let at = 0; at < 30; at++) {
      expect(new Set(tokens.map((token) => token[at])).size).toBe(62);
    }
  });

  test('draws nothing from the bytes that would favour some characters', () => {
    // 248 to 255 are left out; 0 and 61 are the first and the last character.
    const bytes = Uint8Array.of(...new Array(30).fill(255), 248, 0, 61, 62, 123);
    const drawn = createToken('admin', () => bytes).slice(10, 40);
    expect(drawn.slice(0, 8)).toBe('0z0z0z0z');
  });

  test('with one character changed, two swapped, or cut off is none', () => {
    const token = createToken('accredited');
    for (let at = 0; at < token.length; at++) {
      for (const digit of BASE62) {
        const changed = token.slice(0, at) + digit + token.slice(at + 1);
        expect(scopeOf(changed)).toBe(changed === token ? 'accredited' : null);
      }
      expect(scopeOf(token.slice(0, at))).toBeNull();
    }
    for (let at = 15; at < token.length - 1; at++) {
      const swapped = `${token.slice(0, at)}${token[at + 1]}${token[at]}${token.slice(at + 2)}`;
      if (swapped !== token) expect(scopeOf(swapped)).toBeNull();
    }
  });

  test('is no other text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(scopeOf(text)).toBeNull();
      }),
    );
  });
});
