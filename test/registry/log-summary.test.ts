import { describe, expect, it } from 'vitest';
import type { PublicLog } from '../../src/registry/log.ts';
import { logSummary } from '../../src/registry/log-summary.ts';
import { signCheckpoint } from '../../src/tlog/checkpoint.ts';
import { COSIGNATURE, formatVerifierKey, type NoteSigner } from '../../src/tlog/key.ts';
import { encodeLeaf } from '../../src/tlog/leaf.ts';
import { memoryTiles } from '../../src/tlog/memory-tiles.ts';
import { cosignNote, formatSignature, parseNote } from '../../src/tlog/note.ts';
import { parseTilePath } from '../../src/tlog/tile.ts';
import { freshSigner } from '../tlog/trees.ts';

const START = Date.parse('2027-03-01T00:00:00Z');
const COSIGNED = 1_804_000_000;

/** A served log whose batches come a minute after each other, cosigned by some of its witnesses. */
async function served(batches: readonly number[], policy = '', cosigners: NoteSigner[] = []) {
  const entries = batches.flatMap((count, i) =>
    Array.from({ length: count }, () =>
      encodeLeaf({
        type: 'register',
        time: START + i * 60_000,
        commitment: crypto.getRandomValues(new Uint8Array(32)),
      }),
    ),
  );
  const tiles = memoryTiles(entries);
  const signer = await freshSigner();
  let text = await signCheckpoint(tiles.head(), signer);
  for (const cosigner of cosigners) {
    text += formatSignature(await cosignNote(parseNote(text).text, cosigner, COSIGNED));
  }
  const read: string[] = [];
  const log: PublicLog = {
    async read(path) {
      read.push(path);
      if (path === 'checkpoint') {
        const bytes = new TextEncoder().encode(text);
        return { bytes, type: 'text/plain; charset=utf-8', immutable: false };
      }
      const name = parseTilePath(path);
      const bytes = name && tiles.read(name);
      return bytes && { bytes, type: 'application/octet-stream', immutable: true };
    },
    keys: async () => ({
      origin: 'log.example/log',
      keys: [formatVerifierKey(signer.key)],
      policy,
    }),
  };
  return { log, text, read };
}

const minute = (n: number) => new Date(START + n * 60_000).toISOString();

describe('the growth of a log, read from its entries', () => {
  it('is told exactly while it is small', async () => {
    const { log } = await served([2, 1, 40, 7]);
    const { growth, checkpoint } = await logSummary(log);
    expect(checkpoint.size).toBe(50);
    expect(growth).toEqual([
      { at: minute(0), size: 2 },
      { at: minute(1), size: 3 },
      { at: minute(2), size: 43 },
      { at: minute(3), size: 50 },
    ]);
  });

  it('is empty for an empty log', async () => {
    const { log } = await served([]);
    expect((await logSummary(log)).growth).toEqual([]);
  });

  it('never claims more than a time had, rises to the size, and reads few bundles', async () => {
    const batches = Array.from({ length: 90 }, (_, i) => 1 + ((i * 977) % 500));
    const sums = batches.map((_, i) => batches.slice(0, i + 1).reduce((a, b) => a + b));
    const { log, read } = await served(batches);
    const { growth, checkpoint } = await logSummary(log);
    expect(checkpoint.size).toBe(sums.at(-1));
    expect(growth.at(-1)).toEqual({ at: minute(89), size: sums.at(-1) });
    for (const { at, size } of growth) {
      const batch = (Date.parse(at) - START) / 60_000;
      expect(size).toBeLessThanOrEqual(sums[batch] ?? 0);
      expect(size).toBeGreaterThan(sums[batch - 1] ?? 0);
    }
    expect(growth.length).toBeGreaterThan(15);
    expect(read.filter((path) => path.startsWith('tile/entries/')).length).toBeLessThanOrEqual(25);
  });
});

describe('the witnesses of a log', () => {
  it('are none, and the log unwitnessed, without a policy or with one that cannot be read', async () => {
    for (const policy of ['', 'witness nonsense']) {
      const { log, text } = await served([3], policy);
      const summary = await logSummary(log);
      expect(summary).toMatchObject({ witnesses: [], witnessed: false });
      expect(summary.checkpoint.text).toBe(text);
      expect(text.split('\n')[2]).toBe(summary.checkpoint.root);
    }
  });

  it('are named with the time of their cosignature; below the quorum it is unwitnessed', async () => {
    const [one, two] = [
      await freshSigner('one.example', COSIGNATURE),
      await freshSigner('two.example', COSIGNATURE),
    ];
    const lines = [one, two].map(({ key }, i) => `witness w${i} ${formatVerifierKey(key)}`);
    const policy = [...lines, 'group both all w0 w1', 'quorum both'].join('\n');
    const at = new Date(COSIGNED * 1000).toISOString();
    const half = await logSummary((await served([3], policy, [two])).log);
    expect(half.witnessed).toBe(false);
    expect(half.witnesses).toEqual([
      { name: 'one.example', key: formatVerifierKey(one.key), cosignedAt: null },
      { name: 'two.example', key: formatVerifierKey(two.key), cosignedAt: at },
    ]);
    const full = await logSummary((await served([3], policy, [two, one])).log);
    expect(full.witnessed).toBe(true);
    // One with the name of a witness and another key counts for nothing.
    const twin = await freshSigner('one.example', COSIGNATURE);
    expect((await logSummary((await served([3], policy, [two, twin])).log)).witnessed).toBe(false);
  });
});
