import { runInDurableObject } from 'cloudflare:test';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import { LogRows } from '../../src/storage/log-rows.ts';
import type { Sequencer } from '../../src/storage/sequencer.ts';
import { decodeLeaf, type NewLeaf } from '../../src/tlog/leaf.ts';
import { testEnv } from './d1-env.ts';
import { entriesOf, sequencer } from './log-reader.ts';

/** What the log states of the page that is served beside it. */
const leaf = (fill: number): NewLeaf => ({
  type: 'corpus',
  commitment: new Uint8Array(32).fill(fill),
});

/** A sequencer that starts anew beside another page; null for none, an Error for what fails. */
async function serving(list: string | Error | null): Promise<void> {
  const fetch = async (url: string) => {
    if (list instanceof Error) throw list;
    const found = list !== null && new URL(url).pathname === '/build.json';
    return found ? new Response(list) : new Response(null, { status: 404 });
  };
  await runInDurableObject(sequencer(), (instance: Sequencer, state) => {
    const fresh = new (instance.constructor as typeof Sequencer)(state, {
      ...testEnv,
      ASSETS: { fetch } as unknown as Fetcher,
    });
    return fresh.append(`page ${list}`, [leaf(String(list).length)]);
  });
}

/** Asked of the rows: a checkpoint would state the page that is served beside the tests. */
const sizeNow = () =>
  runInDurableObject(sequencer(), (_, state) => new LogRows(state.storage).size());

/** Commitments of the entries of type 7, as `schema/log.md` says they are made. */
async function statedPages(): Promise<string[]> {
  return (await entriesOf(await sizeNow()))
    .filter((bytes) => bytes[1] === 7)
    .map((bytes) => bytesToHex(decodeLeaf(bytes)?.commitment ?? new Uint8Array(0)));
}

function commitmentOf(list: string): string {
  const statement = utf8ToBytes(`{"files":"${bytesToHex(sha256(utf8ToBytes(list)))}"}`);
  const salt = sha256(concatBytes(utf8ToBytes('empreinte/build/v1\0'), statement));
  const prefix = utf8ToBytes('empreinte/leaf/v1\0');
  return bytesToHex(sha256(concatBytes(prefix, Uint8Array.of(7), salt, statement)));
}

describe('the page', () => {
  it('is stated in the log whenever it is another, and once', async () => {
    const [first, second] = ['{"/assets/a.js":"aa"}\n', '{"/assets/a.js":"bbb"}\n'];
    await serving(null);
    expect(await statedPages()).toEqual([]);
    await serving(first);
    await serving(first);
    expect(await statedPages()).toEqual([commitmentOf(first)]);
    await serving(second);
    await serving(first);
    expect(await statedPages()).toEqual([first, second, first].map(commitmentOf));
  });

  it('stops no registration where it cannot be read', async () => {
    const [size, stated] = [await sizeNow(), await statedPages()];
    await serving(new Error('assets are away'));
    expect(await sizeNow()).toBe(size + 1);
    expect(await statedPages()).toEqual(stated);
  });

  it('is stated before what is appended beside it', async () => {
    const size = await sizeNow();
    await serving('{"/assets/c.js":"cccc"}\n');
    const added = (await entriesOf(await sizeNow())).slice(size);
    expect(added.map((bytes) => bytes[1])).toEqual([7, 3]);
  });
});
