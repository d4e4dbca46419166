import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import murmur from 'murmurhash3js-revisited';
import { describe, expect, test } from 'vitest';
import { analyse } from '../../src/client/analyse.ts';
import type { Fingerprint } from '../../src/fingerprint/profile.ts';

const page = readFileSync(
  resolve(import.meta.dirname, '../../schema/fingerprint.md'),
  'utf8',
).split('## A worked example')[1] as string;
const [file, strings, print] = [...page.matchAll(/```(?:text|json)\n([\s\S]*?)```/g)].map(
  (match) => match[1] as string,
) as [string, string, string];
const shown = JSON.parse(print) as Fingerprint;
const { body, body_joined, labels, tokens } = JSON.parse(strings);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hashOf = (shingle: string): string =>
  murmur.x86.hash128([...new TextEncoder().encode(shingle)], 0);

describe('the worked example of schema/fingerprint.md', () => {
  test('is what the code computes', async () => {
    const { fingerprint } = await analyse(new TextEncoder().encode(file), { name: 'exemple.txt' });
    expect(fingerprint).toEqual(shown);
  });

  test('digests the file and the strings shown', () => {
    expect(shown.bytes).toMatchObject({ size: Buffer.byteLength(file), sha256: sha256(file) });
    expect(shown.content).toMatchObject({
      body: sha256(body),
      body_joined: sha256(body_joined),
      bag: sha256(tokens.join(' ').split(' ').sort().join('\n')),
      labels: sha256(labels),
      drawn: sha256(file.trimEnd()),
      words: tokens.length,
    });
  });

  test('sketches the tokens shown, as another implementation of the hash has it', () => {
    const hashes = Array.from({ length: tokens.length - 4 }, (_, i) =>
      hashOf(tokens.slice(i, i + 5).join(' ')).slice(0, 16),
    );
    expect(shown.content?.sketch).toEqual(hashes.sort().slice(0, 8));
  });

  test('has the bands of those hashes', () => {
    const mix = (word: number): number => {
      let h = word;
      h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
      h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
      return (h ^ (h >>> 16)) >>> 0;
    };
    const first = Array.from({ length: tokens.length - 4 }, (_, i) =>
      Number.parseInt(hashOf(tokens.slice(i, i + 5).join(' ')).slice(0, 8), 16),
    );
    const bands = Array.from({ length: 20 }, (_, b) => {
      const rows = [0, 1, 2, 3].map((r) => {
        const seed = Math.imul(4 * b + r + 1, 0x9e3779b9);
        return Math.min(...first.map((h) => mix(h ^ seed)));
      });
      const bytes = Buffer.alloc(16);
      rows.forEach((row, i) => {
        bytes.writeUInt32LE(row, i * 4);
      });
      return murmur.x86.hash128([...bytes], b).slice(0, 12);
    });
    expect(shown.content?.bands).toEqual(bands);
  });
});
