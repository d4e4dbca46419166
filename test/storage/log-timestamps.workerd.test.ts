import { runInDurableObject } from 'cloudflare:test';
import { AsnConvert } from '@peculiar/asn1-schema';
import { TimeStampReq } from '@peculiar/asn1-tsp';
import { describe, expect, it, vi } from 'vitest';
import { LogRows } from '../../src/storage/log-rows.ts';
import { Timestamping } from '../../src/storage/log-timestamps.ts';
import { signCheckpoint } from '../../src/tlog/checkpoint.ts';
import { ED25519, verifierKey } from '../../src/tlog/key.ts';
import { testEnv } from './d1-env.ts';
import { grant, TIME } from './timestamp-authority.ts';

const MINUTE = 60_000;
const URL = 'https://authority.example/tsr';

/** A log in an object of its own, whose signature nobody reads. */
async function within(
  work: (world: {
    grow(count: number): Promise<void>;
    open(url: string | undefined): Timestamping;
    answer: { by: (init: RequestInit) => Promise<Response> };
    asked: RequestInit[];
  }) => Promise<void>,
) {
  const key = verifierKey('log.example/log', ED25519, new Uint8Array(32));
  const signer = { key, sign: async () => new Uint8Array(64) };
  const stub = testEnv.SEQUENCER.getByName(crypto.randomUUID());
  await runInDurableObject(stub, async (_instance, { storage }) => {
    const rows = new LogRows(storage);
    const answer = { by: grant };
    const asked: RequestInit[] = [];
    await work({
      answer,
      asked,
      open: (url) =>
        new Timestamping(storage, rows, url, async (_url, init) => {
          asked.push(init);
          return answer.by(init);
        }),
      async grow(count) {
        const leaves = Array.from({ length: count }, () => ({
          type: 'register' as const,
          commitment: crypto.getRandomValues(new Uint8Array(32)),
        }));
        rows.append([{ key: crypto.randomUUID(), leaves, todo: null }], Date.now());
        const head = rows.head();
        rows.keep({ size: head.size, note: await signCheckpoint(head, signer), witnessed: false });
      },
    });
  });
}

describe('timestamps of checkpoints', () => {
  it('are asked for as the log grows, and no more than every ten minutes', () =>
    within(async ({ grow, open, asked }) => {
      const stamps = open(URL);
      expect(stamps.due).toBeNull();
      await grow(3);
      expect(stamps.due).toBe(0);
      await stamps.round(MINUTE);
      expect(stamps.list(9)).toEqual([{ size: 3, time: TIME.getTime() }]);
      expect(stamps.response(3)?.[0]).toBe(0x30);
      expect(stamps.response(2)).toBeNull();
      expect(asked[0]?.headers).toMatchObject({ 'content-type': 'application/timestamp-query' });

      // Nothing is new; then something is, and waits its time.
      expect(stamps.due).toBeNull();
      await stamps.round(100 * MINUTE);
      await grow(2);
      expect(stamps.due).toBe(11 * MINUTE);
      await stamps.round(11 * MINUTE - 1);
      expect(asked).toHaveLength(1);
      await stamps.round(11 * MINUTE);
      expect(stamps.list(9).map(({ size }) => size)).toEqual([5, 3]);
      // As after a restart.
      expect(open(URL).list(1)).toEqual([{ size: 5, time: TIME.getTime() }]);
    }));

  it.each<[string, (init: RequestInit) => Promise<Response>]>([
    ['cannot be reached', async () => Promise.reject(new TypeError('connection refused'))],
    ['fails', async () => new Response(null, { status: 500 })],
    ['redirects', async () => new Response(null, { status: 302 })],
    ['answers nonsense', async () => new Response('<html>')],
    ['answers without end', async () => new Response(new Uint8Array(100_000))],
    [
      'answers another request',
      async (init) => {
        const request = AsnConvert.parse(init.body as Uint8Array<ArrayBuffer>, TimeStampReq);
        request.nonce = Uint8Array.of(1, 2, 3).buffer;
        return grant({ body: new Uint8Array(AsnConvert.serialize(request)) });
      },
    ],
  ])('are tried again later and later while the authority %s', (_, fail) =>
    within(async ({ grow, open, answer, asked }) => {
      const stamps = open(URL);
      const told = vi.spyOn(console, 'error').mockImplementation(() => {});
      await grow(3);
      answer.by = fail;
      let now = 0;
      const waits: number[] = [];
      for (let n = 0; n < 11; n++) {
        await stamps.round(now);
        waits.push(((stamps.due ?? 0) - now) / MINUTE);
        now = stamps.due ?? 0;
      }
      // By hand: doubled from a minute up to six hours.
      expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]);
      expect(asked).toHaveLength(11);
      expect(stamps.list(9)).toEqual([]);
      const lines = told.mock.calls.map(([line]) => JSON.parse(line));
      const what = 'checkpoint not timestamped';
      expect(lines).toEqual(
        waits.map(() => expect.objectContaining({ level: 'error', what, size: 3 })),
      );
      told.mockRestore();
      answer.by = grant;
      await stamps.round(now);
      expect(stamps.list(9)).toHaveLength(1);
    }),
  );

  it.each([undefined, '', 'authority.example', 'ftp://authority.example/'])(
    'are not asked for with %s as the address',
    (url) =>
      within(async ({ grow, open, asked }) => {
        const stamps = open(url);
        await grow(3);
        await stamps.round(MINUTE);
        expect([stamps.due, asked]).toEqual([null, []]);
      }),
  );
});
