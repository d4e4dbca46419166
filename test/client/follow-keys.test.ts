import { beforeAll, describe, expect, it } from 'vitest';
import { followKeys } from '../../src/client/follow-keys.ts';
import type { PinFile } from '../../src/client/pins.ts';
import type { KeysAnswer } from '../../src/registry/contract.ts';
import { checkpointText } from '../../src/tlog/checkpoint.ts';
import { formatVerifierKey, type NoteSigner } from '../../src/tlog/key.ts';
import { keysStatement } from '../../src/tlog/keys-statement.ts';
import { encodeLeaf } from '../../src/tlog/leaf.ts';
import { memoryTiles } from '../../src/tlog/memory-tiles.ts';
import { formatNote, signNote } from '../../src/tlog/note.ts';
import { type ReceiptKey, receiptKeyId } from '../../src/tlog/receipt.ts';
import { parseTilePath } from '../../src/tlog/tile.ts';
import { freshSigner, someEntries } from '../tlog/trees.ts';

const ORIGIN = 'https://registre.example';
let older: NoteSigner;
let newer: NoteSigner;
let receipts: ReceiptKey[];

beforeAll(async () => {
  [older, newer] = (await Promise.all([1, 2].map(() => freshSigner('registre.example/log')))) as [
    NoteSigner,
    NoteSigner,
  ];
  receipts = await Promise.all(
    ['A', 'B'].map(async (letter) => {
      const x = letter.repeat(43);
      return { kty: 'OKP' as const, crv: 'Ed25519' as const, x, kid: await receiptKeyId(x) };
    }),
  );
});

const lines = (...signers: NoteSigner[]) => signers.map(({ key }) => formatVerifierKey(key));
const answer = (signers: NoteSigner[], keys: ReceiptKey[]): KeysAnswer => ({
  log: { origin: 'registre.example/log', keys: lines(...signers), policy: '' },
  receipts: keys,
});
const pinned = (): PinFile => ({
  v: 1,
  origin: ORIGIN,
  ...answer([older], receipts.slice(1)),
  log: { ...answer([older], []).log, policy: 'quorum none' },
});

/** A log of 700 entries that states some keys at one of them, signed by some. */
function logWith(stated: KeysAnswer | null, at: number, signers: NoteSigner[]): typeof fetch {
  const entries = someEntries(700);
  if (stated) {
    const kids = stated.receipts.map(({ kid }) => kid);
    const { leaf } = keysStatement({ log: stated.log.keys, receipts: kids });
    entries[at] = encodeLeaf({ ...leaf, time: 1 });
  }
  const tiles = memoryTiles(entries);
  return async (address) => {
    const path = String(address).replace(`${ORIGIN}/log/`, '');
    if (path === 'checkpoint') {
      const text = checkpointText('registre.example/log', tiles.head());
      const signatures = await Promise.all(signers.map((signer) => signNote(text, signer)));
      return new Response(formatNote({ text, signatures }));
    }
    const name = parseTilePath(path);
    const bytes = name && tiles.read(name);
    return bytes ? new Response(new Uint8Array(bytes)) : new Response(null, { status: 404 });
  };
}

describe('keys that follow from pinned ones', () => {
  it.each([0, 255, 256, 699])('are stated in the log, here at %i', async (at) => {
    const now = answer([newer, older], receipts);
    const next = await followKeys(pinned(), now, { fetch: logWith(now, at, [newer, older]) });
    expect(next.log.keys).toEqual(lines(newer, older));
    expect(next.receipts).toEqual(receipts);
    expect(next.log.policy).toBe('quorum none');
  });

  it('leave the keys of receipts that were pinned, for what they signed', async () => {
    const now = answer([newer, older], receipts.slice(0, 1));
    const next = await followKeys(pinned(), now, { fetch: logWith(now, 5, [newer, older]) });
    expect(next.receipts).toEqual(receipts);
  });

  it('are no keys that the log has not stated', async () => {
    const [true_, forged] = [answer([newer, older], receipts), answer([newer, older], [])];
    for (const [stated, now] of [
      [true_, forged],
      [null, true_],
    ] as const) {
      const fetch = logWith(stated, 5, [newer, older]);
      await expect(followKeys(pinned(), now, { fetch })).rejects.toMatchObject({ code: 'missing' });
    }
  });

  it('are no keys that a log states which no pinned key has signed', async () => {
    const now = answer([newer], receipts);
    const fetch = logWith(now, 5, [newer]);
    await expect(followKeys(pinned(), now, { fetch })).rejects.toMatchObject({
      code: 'unknown_key',
    });
  });
});
