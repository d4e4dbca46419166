import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sampleFiles } from './samples.ts';
import { fingerprintJson } from './suite.ts';

const root = resolve(import.meta.dirname, '../..');

describe('in Node', () => {
  test.each(sampleFiles())(
    'the fingerprint of %s is of these very bytes, and repeats',
    async (name) => {
      const bytes = new Uint8Array(readFileSync(resolve(root, name)));
      const first = await fingerprintJson(bytes, name);
      const { fingerprint } = JSON.parse(first);
      expect(fingerprint.bytes.size).toBe(bytes.length);
      expect(fingerprint.bytes.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
      expect(await fingerprintJson(bytes, name)).toBe(first);
    },
  );

  test.each(sampleFiles())(
    'the fingerprint of %s holds neither its name nor its words',
    async (name) => {
      const bytes = new Uint8Array(readFileSync(resolve(root, name)));
      const { fingerprint } = JSON.parse(await fingerprintJson(bytes, name));
      const strings: string[] = [];
      const collect = (value: unknown): void => {
        if (typeof value === 'string') strings.push(value);
        else if (value !== null && typeof value === 'object') Object.values(value).forEach(collect);
      };
      collect(fingerprint);
      const allowed =
        /^(empreinte\/1|[0-9a-f]{12}|[0-9a-f]{16}|[0-9a-f]{64}|T1[0-9A-F]{70}|\d+:[A-Za-z0-9+/]*:[A-Za-z0-9+/]*|[a-z]+\/[a-z0-9.+-]+|[a-z_]+)$/;
      expect(strings.filter((value) => !allowed.test(value))).toEqual([]);
    },
  );
});
