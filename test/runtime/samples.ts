import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fingerprintJson, type Sample } from './suite.ts';

const root = resolve(import.meta.dirname, '../..');

/** Formats that the demo does not hold. */
const FIXTURES = [
  'archive/mails.mbox',
  'archive/pax.tar.gz',
  'archive/ustar.tar',
  'archive/named.gz',
];

/** Real files of every format read here: all suspects of the demo and one genuine a format. */
export function sampleFiles(): string[] {
  const genuine = globSync('demo/genuine/**/*.*', { cwd: root }).sort();
  const onePerFormat = new Map(genuine.map((file) => [file.split('.').at(-1), file]));
  const fixtures = FIXTURES.map((file) => `test/fixtures/${file}`);
  return [
    ...globSync('demo/suspects/*', { cwd: root }).sort(),
    ...onePerFormat.values(),
    ...fixtures,
  ];
}

/** Samples with the fingerprints that Node computes. */
export async function samples(): Promise<Sample[]> {
  const all: Sample[] = [];
  for (const name of sampleFiles()) {
    const bytes = readFileSync(resolve(root, name));
    const expected = await fingerprintJson(new Uint8Array(bytes), name);
    all.push({ name, base64: bytes.toString('base64'), expected });
  }
  return all;
}
