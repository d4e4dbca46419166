import { createHash, createHmac } from 'node:crypto';
import { bytesToHex } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  batchRoot,
  committedLayers,
  layerLeaf,
  recordCommitment,
} from '../../src/tlog/commitment.ts';
import { docPrint, filePrint, hash, letterPrint, prose } from '../registry/prints.ts';

const SALT = Uint8Array.from({ length: 32 }, (_, i) => i);
const MAIL = letterPrint('m', prose('w', 40), [docPrint('a', prose('a', 40)), filePrint('b')]);

describe('commitments', () => {
  it('hash a layer as schema/commitment.md says, by Node’s own hashes', () => {
    const path = '0/2:content.body';
    const value = hash('body');
    const salt = createHmac('sha256', SALT).update(path).digest();
    const expected = Buffer.concat([salt, Buffer.from(path), Buffer.of(0), Buffer.from(value)]);
    expect(bytesToHex(layerLeaf({ path, value }, SALT))).toBe(expected.toString('hex'));
  });

  it('name every layer once, in order', () => {
    const paths = committedLayers(MAIL).map((layer) => layer.path);
    expect(paths).toEqual([...new Set(paths)].sort());
    expect(paths).toEqual(
      expect.arrayContaining([
        ':bytes.sha256',
        ':content.body',
        ':mail.from',
        '0:content.drawn',
        '1:bytes.sha256',
      ]),
    );
  });

  it('of a bare file is the root over its seven layers', () => {
    const print = filePrint('x');
    const layers: [string, string][] = [
      [':bytes.sha256', print.bytes.sha256],
      [':bytes.size', String(print.bytes.size)],
      [':name', ''],
      [':parts', '0'],
      [':problem', ''],
      [':profile', 'empreinte/1'],
      [':type', 'text/plain'],
    ];
    const sha = (...parts: (Uint8Array | string)[]) => {
      const digest = createHash('sha256');
      for (const part of parts) digest.update(part);
      return digest.digest();
    };
    const [a, b, c, d, e, f, g] = layers.map(([path, value]) =>
      sha(
        Buffer.of(0),
        createHmac('sha256', SALT).update(path).digest(),
        path,
        Buffer.of(0),
        value,
      ),
    ) as [Buffer, Buffer, Buffer, Buffer, Buffer, Buffer, Buffer];
    const node = (l: Buffer, r: Buffer) => sha(Buffer.of(1), l, r);
    const expected = node(node(node(a, b), node(c, d)), node(node(e, f), g));
    expect(bytesToHex(recordCommitment(print, SALT))).toBe(expected.toString('hex'));
    const batch = node(sha(Buffer.of(0), expected), sha(Buffer.of(0), expected));
    const one = recordCommitment(print, SALT);
    expect(bytesToHex(batchRoot([one, one]))).toBe(batch.toString('hex'));
  });

  it('change with any layer and with the salt', () => {
    const base = bytesToHex(recordCommitment(MAIL, SALT));
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (salt) => {
        fc.pre(bytesToHex(salt) !== bytesToHex(SALT));
        expect(bytesToHex(recordCommitment(MAIL, salt))).not.toBe(base);
      }),
      { numRuns: 10 },
    );
    const other = { ...MAIL, parts: [...MAIL.parts].reverse() };
    expect(bytesToHex(recordCommitment(other, SALT))).not.toBe(base);
  });

  it('refuse a short salt', () => {
    expect(() => recordCommitment(MAIL, new Uint8Array(16))).toThrow(RangeError);
  });
});
