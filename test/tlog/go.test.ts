import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { bytesToHex } from '@noble/hashes/utils.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signCheckpoint } from '../../src/tlog/checkpoint.ts';
import { formatVerifierKey, type NoteSigner } from '../../src/tlog/key.ts';
import { memoryTiles } from '../../src/tlog/memory-tiles.ts';
import { root } from '../../src/tlog/merkle.ts';
import { consistencyProof, inclusionProof } from '../../src/tlog/proof.ts';
import { formatProof } from '../../src/tlog/proof-file.ts';
import { type TileName, tilePath, widthIn } from '../../src/tlog/tile.ts';
import { formatAddCheckpoint } from '../../src/tlog/witness.ts';
import { buildAuditor } from './auditor.mjs';
import { freshSigner, someEntries } from './trees.ts';

/** The auditor of test/tlog/go, over Go's sumdb packages, reads what our code writes. */
const SIZES = [1, 255, 256, 257, 511, 65_535, 65_536, 65_537];
const SMALL = SIZES.filter((size) => size < 1000);
const ENTRIES = someEntries(65_537);

let scratch = '';
let log: NoteSigner;
let audit: ReturnType<typeof buildAuditor>;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'empreinte-go-'));
  audit = buildAuditor(scratch);
  log = await freshSigner();
  await writeLog(join(scratch, 'log'), ENTRIES, SIZES);
  await writeLog(join(scratch, 'small'), ENTRIES, SMALL);
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const vkey = () => formatVerifierKey(log.key);
const checkpoint = (size: number) => `checkpoint.${size}`;
const auditFolder = (folder: string, sizes: number[], key = vkey()) =>
  audit('log', folder, key, ...sizes.map(checkpoint));

/** All that a log of these sizes would have served, at the paths of the specification. */
async function writeLog(folder: string, entries: readonly Uint8Array[], sizes: readonly number[]) {
  const tiles = memoryTiles();
  const written = new Set<string>();
  const write = (path: string, bytes: Uint8Array | string) => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  };
  for (const size of sizes) {
    const head = tiles.append(entries.slice(tiles.head().size, size));
    write(checkpoint(size), await signCheckpoint(head, log));
    for (const level of [0, 1, 2, 'entries'] as const) {
      for (let index = 0; widthIn(level, index, size) > 0; index++) {
        const name: TileName = { level, index, width: widthIn(level, index, size) };
        if (written.has(tilePath(name))) continue;
        written.add(tilePath(name));
        write(tilePath(name), tiles.read(name) as Uint8Array);
      }
    }
  }
}

function copy(name: string): string {
  const folder = join(scratch, name);
  cpSync(join(scratch, 'small'), folder, { recursive: true });
  return folder;
}

function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] as number) ^ 1;
  writeFileSync(file, bytes);
}

describe('Go’s sumdb', () => {
  it('verifies checkpoints, tiles, entries, inclusion and consistency at every size', () => {
    const { ok, output } = auditFolder(join(scratch, 'log'), SIZES);
    expect(
      output
        .trim()
        .split('\n')
        .map((line) => line.replace(/ tiles.*/, '')),
    ).toEqual(SIZES.map((size) => `ok checkpoint.${size} size ${size}`));
    expect(ok).toBe(true);
  });

  it('accepts the proofs and requests that we build', async () => {
    const tiles = memoryTiles(ENTRIES);
    let before = 0;
    for (const size of SIZES) {
      const signed = readFileSync(join(scratch, 'log', checkpoint(size)), 'utf8');
      for (const index of new Set([0, size >> 1, size - 1])) {
        const hashes = await inclusionProof(tiles.fetch, index, size);
        const file = join(scratch, 'some.tlog-proof');
        writeFileSync(file, formatProof({ index, hashes, checkpoint: signed, extra: null }));
        const entry = ENTRIES[index] as Uint8Array;
        expect(audit('proof', vkey(), file, bytesToHex(entry)).output).toBe(
          `ok entry ${index} of ${size}\n`,
        );
        const forged = bytesToHex(entry).replace(/^../, 'ff');
        expect(audit('proof', vkey(), file, forged).ok).toBe(false);
      }
      if (before > 0) {
        const proof = await consistencyProof(tiles.fetch, before, size);
        const file = join(scratch, 'request');
        writeFileSync(file, formatAddCheckpoint({ old: before, proof, checkpoint: signed }));
        const old = join(scratch, 'log', checkpoint(before));
        expect(audit('request', vkey(), old, file).output).toBe(`ok ${size} follows ${before}\n`);
      }
      before = size;
    }
  });

  it('reads a copy, which the next cases change', () => {
    expect(auditFolder(copy('untouched'), SMALL)).toMatchObject({ ok: true });
  });

  it('refuses a forged entry', () => {
    const folder = copy('forged');
    // The commitment of entry 3, behind the length and the 10 bytes before it.
    flip(join(folder, 'tile/entries/000'), 3 * 44 + 2 + 10);
    const { ok, output } = auditFolder(folder, [256]);
    expect(ok).toBe(false);
    expect(output).toContain('entry 3 is not the one in the tree');
  });

  it('refuses a forged entry whose tile was changed with it', () => {
    const folder = copy('forged-tile');
    flip(join(folder, 'tile/entries/000'), 3 * 44 + 2 + 10);
    flip(join(folder, 'tile/0/000'), 3 * 32);
    expect(auditFolder(folder, [256])).toMatchObject({ ok: false });
  });

  it('refuses a checkpoint of another size, even signed', async () => {
    const folder = copy('size');
    const head = { size: 255, root: root(ENTRIES.slice(0, 256)) };
    writeFileSync(join(folder, checkpoint(255)), await signCheckpoint(head, log));
    expect(auditFolder(folder, [255])).toMatchObject({ ok: false });
  });

  it('refuses a checkpoint that another key has signed', async () => {
    const other = await freshSigner();
    const { ok, output } = auditFolder(join(scratch, 'log'), [1], formatVerifierKey(other.key));
    expect(ok).toBe(false);
    expect(output).toContain('no verifiable signatures');
  });

  it('refuses a history that was rewritten and signed anew', async () => {
    const rewritten = ENTRIES.slice(0, 511);
    rewritten[100] = someEntries(1, 70_000)[0] as Uint8Array;
    const folder = join(scratch, 'rewritten');
    await writeLog(folder, rewritten, [257, 511]);
    // By itself it is a log like any other; after a checkpoint of the true one it is not.
    expect(auditFolder(folder, [257, 511])).toMatchObject({ ok: true });
    const old = join(scratch, 'log', checkpoint(257));
    const proof = await consistencyProof(memoryTiles(rewritten).fetch, 257, 511);
    const file = join(scratch, 'rewritten-request');
    const signed = readFileSync(join(folder, checkpoint(511)), 'utf8');
    writeFileSync(file, formatAddCheckpoint({ old: 257, proof, checkpoint: signed }));
    expect(audit('request', vkey(), old, file)).toMatchObject({ ok: false });
  });
});
