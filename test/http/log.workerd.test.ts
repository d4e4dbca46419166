import { applyD1Migrations } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { sha256 } from '@noble/hashes/sha2.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src/tlog/checkpoint.ts';
import { parseVerifierKey } from '../../src/tlog/key.ts';
import { leafHash } from '../../src/tlog/merkle.ts';
import { readBundle } from '../../src/tlog/tile.ts';

/** The Worker itself, over a log with three entries behind the statement of its keys. */
const get = (path: string, headers: Record<string, string> = {}) =>
  exports.default.fetch(`https://registry.test${path}`, { headers });

beforeAll(async () => {
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
  const leaves = [1, 2, 3].map((byte) => ({
    type: 'register' as const,
    commitment: new Uint8Array(32).fill(byte),
  }));
  await env.SEQUENCER.getByName('registry').append('three', leaves);
});

describe('the public log', () => {
  it('is opened with the keys that the registry publishes', async () => {
    const { log } = await (await get('/.well-known/empreinte-keys.json')).json<{
      log: { origin: string; keys: string[]; policy: string };
    }>();
    const answer = await get('/log/checkpoint');
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=2');
    const keys = log.keys.map((key) => parseVerifierKey(key)).filter((key) => key !== null);
    const checkpoint = await openCheckpoint(await answer.text(), keys);
    // Three leaves, the keys, and the page where one was built.
    const page = (await env.ASSETS.fetch('https://registry.test/build.json')).ok;
    const size = page ? 5 : 4;
    expect(checkpoint).toMatchObject({ origin: log.origin, size, cosigners: [] });
    expect(log.origin).toBe(`${new URL(env.ORIGIN ?? '').host}/log`);
    expect(log.policy).toBe('');
  });

  it('serves tiles and entries that no cache needs to ask for twice', async () => {
    const bytesOf = async (answer: Response) => new Uint8Array(await answer.arrayBuffer());
    // What is left to one caller does not belong into a cache of all.
    const from = { 'cf-connecting-ip': '192.0.2.1' };
    expect((await get('/v1/corpora', from)).headers.get('ratelimit')).toMatch(/^"requests";r=/);
    for (const path of ['/log/checkpoint', '/log/tile/0/000.p/3']) {
      expect((await get(path, from)).headers.get('ratelimit')).toBeNull();
    }
    const tile = await get('/log/tile/0/000.p/3');
    const bundle = await get('/log/tile/entries/000.p/3');
    for (const answer of [tile, bundle]) {
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('application/octet-stream');
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('etag')).toMatch(/^"[0-9a-f]{40}"$/);
    }
    const hashes = await bytesOf(tile);
    const entries = readBundle(await bytesOf(bundle)) ?? [];
    expect(entries).toHaveLength(3);
    entries.forEach((entry, i) => {
      expect(leafHash(entry)).toEqual(hashes.slice(32 * i, 32 * (i + 1)));
    });
  });

  it('begins with the statement of its keys, which anyone can open', async () => {
    const { log, receipts } = await (await get('/.well-known/empreinte-keys.json')).json<{
      log: { keys: string[] };
      receipts: { kid: string }[];
    }>();
    // By hand from schema/log.md.
    const statement = JSON.stringify({ log: log.keys, receipts: receipts.map(({ kid }) => kid) });
    const text = new TextEncoder();
    const salt = sha256(text.encode(`empreinte/keys/v1\0${statement}`));
    const prefix = text.encode('empreinte/leaf/v1\0');
    const commitment = sha256(Uint8Array.of(...prefix, 5, ...salt, ...text.encode(statement)));
    const bundle = await (await get('/log/tile/entries/000.p/1')).arrayBuffer();
    const [entry] = readBundle(new Uint8Array(bundle)) ?? [];
    expect(entry?.slice(0, 2)).toEqual(Uint8Array.of(1, 5));
    expect(entry?.slice(10)).toEqual(commitment);
  });

  it('answers 304 to who has the bytes already', async () => {
    for (const path of ['/log/checkpoint', '/log/tile/0/000.p/2']) {
      const { headers } = await get(path);
      const again = await get(path, { 'if-none-match': headers.get('etag') ?? '' });
      expect(again.status).toBe(304);
      expect(await again.text()).toBe('');
      expect(again.headers.get('cache-control')).toBe(headers.get('cache-control'));
      expect((await get(path, { 'if-none-match': '"other"' })).status).toBe(200);
    }
  });

  it.each([
    '/log/tile/0/000',
    '/log/tile/0/000.p/9',
    '/log/tile/0/001.p/1',
    '/log/tile/1/000.p/1',
    '/log/tile/entries/000',
    '/log/tile/entries/000.p/0',
    '/log/tile/0/x000/000.p/1',
    '/log/tile/0/%2e%2e/checkpoint',
    '/log/tile/x',
    '/log/tile/',
    '/log/other',
    '/log/',
  ])('has no %s, and no cache may keep that', async (path) => {
    const answer = await get(path);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toMatchObject({ code: 'not_found' });
  });

  it('takes no other method', async () => {
    for (const path of ['/log/checkpoint', '/log/tile/0/000.p/3']) {
      const answer = await exports.default.fetch(`https://registry.test${path}`, {
        method: 'POST',
        body: 'x',
      });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    }
  });
});
