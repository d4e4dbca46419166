import { globSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import {
  bytesToHex,
  concatBytes,
  hexToBytes,
  randomBytes,
  utf8ToBytes,
} from '@noble/hashes/utils.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyse } from '../../src/client/analyse.ts';
import type { Fingerprint } from '../../src/fingerprint/profile.ts';
import { registrationLeaf, registrationStatement } from '../../src/registry/log.ts';
import { committedLayers, layerLeaf, recordCommitment } from '../../src/tlog/commitment.ts';
import { encodeLeaf, leafSalt, type NewLeaf, statementCommitment } from '../../src/tlog/leaf.ts';
import { memoryTiles } from '../../src/tlog/memory-tiles.ts';
import { leafHash, root } from '../../src/tlog/merkle.ts';
import { type Opening, openLayers, verifyOpening } from '../../src/tlog/opening.ts';
import { docPrint, filePrint, letterPrint, prose } from '../registry/prints.ts';

/**
 * Whoever mirrors the log and holds every genuine document, or a near-copy, must not find out that
 * they are registered. The thief below knows all formats and everything but the salts.
 */
const DEMO = resolve(import.meta.dirname, '../../demo');
const ABOUT = { corpus: 'demo', registrar: 'demo', state: 'authentic' as const, manifest: '{}' };

let genuine: Fingerprint[];
let nearCopies: Fingerprint[];
/** A mail with two attachments, of which one is to be shown. */
const mail = letterPrint('m', prose('w', 60), [docPrint('a', prose('a', 60)), filePrint('b')]);

beforeAll(async () => {
  const read = async (folder: string) =>
    Promise.all(
      globSync('**/*.{eml,docx,odt,xlsx,ods,csv,txt,html,rtf,pptx}', { cwd: resolve(DEMO, folder) })
        .sort()
        .map(async (file) => {
          const bytes = new Uint8Array(readFileSync(resolve(DEMO, folder, file)));
          const { fingerprint } = await analyse(bytes, { name: basename(file) });
          return fingerprint;
        }),
    );
  [genuine, nearCopies] = await Promise.all([read('genuine'), read('suspects')]);
});

/** All digests, numbers and names of a fingerprint. */
function valuesOf(print: Fingerprint): string[] {
  return [...new Set(committedLayers(print).map(({ value }) => value))];
}

/** Salts that a thief can think of: constants, and what follows from what it holds. */
function guessedSalts(print: Fingerprint): Uint8Array[] {
  const held = valuesOf(print).filter((value) => /^[0-9a-f]{64}$/.test(value));
  return [
    new Uint8Array(32),
    new Uint8Array(32).fill(255),
    sha256(new Uint8Array(0)),
    ...held.map((value) => hexToBytes(value)),
    ...held.map((value) => sha256(utf8ToBytes(value))),
  ];
}

/** Hashes that would stand in the log if the guess were right, of every form that our code makes. */
function* guesses(print: Fingerprint, record: string): Generator<Uint8Array> {
  for (const value of valuesOf(print)) {
    const bytes = utf8ToBytes(value);
    yield sha256(bytes);
    yield leafHash(bytes);
    if (/^[0-9a-f]{64}$/.test(value)) yield hexToBytes(value);
  }
  for (const salt of guessedSalts(print)) {
    const commitment = recordCommitment(print, salt);
    yield commitment;
    yield leafHash(commitment);
    yield root([commitment]);
    const statement = registrationStatement({ ...ABOUT, record, commitment });
    for (const own of [salt, leafSalt(salt, 'leaf')]) {
      yield statementCommitment('register', own, statement);
    }
  }
}

/** Every 32 bytes that the log shows, at any offset of any entry and any tile. */
function shownBy(leaves: readonly NewLeaf[]): Set<string> {
  const tiles = memoryTiles(leaves.map((leaf) => encodeLeaf({ ...leaf, time: 1_808_472_600_000 })));
  const width = leaves.length;
  const shown = new Set<string>();
  for (const level of [0, 'entries'] as const) {
    const bytes = tiles.read({ level, index: 0, width }) as Uint8Array;
    for (let at = 0; at + 32 <= bytes.length; at++) {
      shown.add(bytesToHex(bytes.subarray(at, at + 32)));
    }
  }
  return shown.add(bytesToHex(tiles.head().root));
}

const recordId = (i: number) => `rec_${String(i).padStart(26, 'a')}`;

function logOf(prints: readonly Fingerprint[], saltOf: (print: Fingerprint) => Uint8Array) {
  return shownBy(
    prints.map((print, i) => {
      const salt = saltOf(print);
      const commitment = recordCommitment(print, salt);
      const statement = registrationStatement({ ...ABOUT, record: recordId(i), commitment });
      return registrationLeaf(statement, bytesToHex(salt));
    }),
  );
}

/** How many documents a thief finds that even knows which record each would be. */
function found(shown: ReadonlySet<string>, prints: readonly Fingerprint[]): number {
  return prints.filter((print, i) =>
    [...guesses(print, recordId(i))].some((hash) => shown.has(bytesToHex(hash))),
  ).length;
}

describe('the public log', () => {
  it('confirms no genuine document, and no near-copy', () => {
    const shown = logOf(genuine, () => randomBytes(32));
    expect([genuine.length, nearCopies.length]).toEqual([42, 15]);
    expect(found(shown, genuine)).toBe(0);
    expect(found(shown, nearCopies)).toBe(0);
  });

  it('would confirm them all if salts could be guessed, which shows that the thief looks', () => {
    const guessable = (print: Fingerprint) => hexToBytes(print.bytes.sha256);
    expect(found(logOf(genuine, guessable), genuine)).toBe(genuine.length);
    expect(
      found(
        logOf(genuine, () => new Uint8Array(32)),
        genuine,
      ),
    ).toBe(genuine.length);
  });

  it('is not the same for the same documents twice', () => {
    const [a, b] = [logOf(genuine, () => randomBytes(32)), logOf(genuine, () => randomBytes(32))];
    expect([...a].filter((one) => b.has(one))).toEqual([]);
  });
});

describe('a proof of one attachment', () => {
  const salt = randomBytes(32);
  const opened = async (path: string) => (await openLayers(mail, salt, [path]))[0] as Opening;

  /** Which layers of the mail a thief confirms that holds the mail and the proof, and no salt. */
  function confirmed(opening: Opening, salts: readonly Uint8Array[]): string[] {
    const hashes = new Set(opening.proof.map((hash) => bytesToHex(hash)));
    const layers = committedLayers(mail).filter(({ path }) => path !== opening.path);
    return layers
      .filter(({ path, value }) =>
        salts.some((one) => {
          const own = [one, hmac(sha256, one, utf8ToBytes(path))];
          const leaf = (own: Uint8Array) =>
            leafHash(concatBytes(own, utf8ToBytes(path), Uint8Array.of(0), utf8ToBytes(value)));
          return own.some((salt) => hashes.has(bytesToHex(leaf(salt))));
        }),
      )
      .map(({ path }) => path);
  }

  it('verifies against the record, and not with another value, path or salt', async () => {
    const commitment = recordCommitment(mail, salt);
    for (const path of ['0:bytes.sha256', ':mail.cc', ':mail.subject', '1:name']) {
      const opening = await opened(path);
      expect(() => verifyOpening(opening, commitment)).not.toThrow();
      const bad = expect.objectContaining({ code: 'bad_proof' });
      for (const change of [
        { value: `${opening.value}0` },
        { path: `${path}x` },
        { salt: randomBytes(32) },
        { salt: opening.salt.subarray(1) },
        { index: opening.index + 1 },
        { proof: opening.proof.slice(1) },
      ]) {
        expect(() => verifyOpening({ ...opening, ...change }, commitment)).toThrowError(bad);
      }
    }
    await expect(openLayers(mail, salt, ['9:bytes.sha256'])).rejects.toThrow(RangeError);
  });

  it('opens neither Cc nor siblings to who holds the whole mail', async () => {
    for (const { path } of committedLayers(mail)) {
      const opening = await opened(path);
      const salts = [opening.salt, ...guessedSalts(mail)];
      expect(confirmed(opening, salts), path).toEqual([]);
      // What stands beside it in the tree is confirmed at once by who has the record's salt.
      if (opening.index !== opening.size - 1) {
        expect(confirmed(opening, [salt]).length, path).toBeGreaterThan(0);
      }
    }
  });

  it('has no byte of another layer’s salt or leaf in it', async () => {
    const opening = await opened('0:bytes.sha256');
    const text = JSON.stringify(opening, (_, value) =>
      value instanceof Uint8Array ? bytesToHex(value) : value,
    );
    for (const layer of committedLayers(mail)) {
      if (layer.path === opening.path) continue;
      expect(text).not.toContain(bytesToHex(layerLeaf(layer, salt).subarray(0, 32)));
      if (/^[0-9a-f]{64}$/.test(layer.value) && layer.value !== opening.value) {
        expect(text).not.toContain(layer.value);
      }
    }
    expect(text).not.toContain(bytesToHex(salt));
  });
});
