import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { registrationStatement } from '../../src/registry/log.ts';
import {
  decodeLeaf,
  encodeLeaf,
  LEAF_TYPES,
  type LeafType,
  leafSalt,
  statementCommitment,
} from '../../src/tlog/leaf.ts';
import { leafHash } from '../../src/tlog/merkle.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../schema/log.md'), 'utf8');
const [statement = '', values = ''] = [...page.matchAll(/```(?:json|text)\n([\s\S]*?)\n```/g)].map(
  (match) => match[1],
);
const shown = Object.fromEntries(
  values.split('\n').map((line) => [line.slice(0, 12).trim(), line.slice(12)]),
);
const SALT = Uint8Array.from({ length: 32 }, (_, i) => i);
const TIME = Date.UTC(2027, 3, 23, 9, 30);

describe('the worked example of schema/log.md', () => {
  it('is what Node’s own hashes make of it', () => {
    const salt = createHmac('sha256', SALT).update('leaf').digest();
    const commitment = createHash('sha256')
      .update('empreinte/leaf/v1\0\u0001')
      .update(salt)
      .update(statement)
      .digest();
    const time = Buffer.alloc(8);
    time.writeBigUInt64BE(BigInt(TIME));
    const entry = Buffer.concat([Buffer.of(1, 1), time, commitment]);
    const hash = createHash('sha256').update(Buffer.of(0)).update(entry).digest();
    expect(shown).toEqual({
      salt: salt.toString('hex'),
      commitment: commitment.toString('hex'),
      entry: entry.toString('hex'),
      'leaf hash': hash.toString('hex'),
    });
  });

  it('is what the code makes of it', () => {
    const salt = leafSalt(SALT, 'leaf');
    const commitment = statementCommitment('register', salt, statement);
    const entry = encodeLeaf({ type: 'register', time: TIME, commitment });
    expect([salt, commitment, entry, leafHash(entry)].map(bytesToHex)).toEqual(
      ['salt', 'commitment', 'entry', 'leaf hash'].map((name) => shown[name]),
    );
    const said = JSON.parse(statement);
    const about = { ...said, manifest: '{}', commitment: hexToBytes(said.commitment) };
    expect(registrationStatement(about)).toBe(statement);
  });
});

describe('entries', () => {
  const type = fc.constantFrom(...(Object.keys(LEAF_TYPES) as LeafType[]));
  const commitment = fc.uint8Array({ minLength: 32, maxLength: 32 });

  it('are read as they were written', () => {
    const leaf = fc.record({ type, time: fc.maxSafeNat(), commitment });
    fc.assert(
      fc.property(leaf, (value) => {
        expect(decodeLeaf(encodeLeaf(value))).toEqual(value);
      }),
    );
  });

  it('are not read when they have another length, version or type', () => {
    const bytes = encodeLeaf({ type: 'key', time: 1, commitment: new Uint8Array(32) });
    expect(decodeLeaf(bytes.subarray(1))).toBeNull();
    expect(decodeLeaf(Uint8Array.from([...bytes, 0]))).toBeNull();
    expect(decodeLeaf(bytes.with(0, 2))).toBeNull();
    expect(decodeLeaf(bytes.with(1, 8))).toBeNull();
    expect(decodeLeaf(bytes.with(1, 0))).toBeNull();
    expect(decodeLeaf(bytes.with(2, 255))).toBeNull();
  });

  it('are opened by no other type, salt or statement', () => {
    fc.assert(
      fc.property(type, type, commitment, commitment, fc.string(), (one, other, a, b, text) => {
        const made = bytesToHex(statementCommitment(one, a, text));
        const same = (t: LeafType, salt: Uint8Array, s: string) =>
          bytesToHex(statementCommitment(t, salt, s)) === made;
        expect(same(one, a, text)).toBe(true);
        expect(same(other, a, text)).toBe(other === one);
        expect(same(one, b, text)).toBe(bytesToHex(a) === bytesToHex(b));
        expect(same(one, a, `${text} `)).toBe(false);
      }),
    );
    expect(() => statementCommitment('key', new Uint8Array(31), '')).toThrow(RangeError);
  });
});
