import { applyD1Migrations } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { ed25519 } from '@noble/curves/ed25519.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { entriesToBase64 } from '../../src/client/base64.ts';
import { startRun } from '../../src/client/manifest.ts';
import { callerOf } from '../../src/http/caller.ts';
import { CORPUS_REQUEST } from '../../src/http/examples.ts';
import { dayOf } from '../../src/registry/quota.ts';
import { quotaOver } from '../../src/storage/quota-client.ts';
import { bootstrap, declareCorpus, declareRegistrar } from './admin.ts';
import { bearer, deps, form } from './fake.ts';
import { FIGURE, figures, HIDDEN_CC, letter, printOf, prints } from './letter.ts';

/** The attack of `test/registry/guesser.test.ts` through the Worker, by every route. */
const ORIGIN = 'https://registry.test';
const json = { 'content-type': 'application/json' };

async function send(path: string, init: RequestInit = {}) {
  const answer = await exports.default.fetch(new Request(ORIGIN + path, init));
  const text = await answer.text();
  return { answer, status: answer.status, body: text === '' ? null : JSON.parse(text) };
}

const from = (address: string) => ({ 'cf-connecting-ip': address });
const check = (items: readonly unknown[], headers: Record<string, string>) =>
  send('/v1/check', {
    method: 'POST',
    headers: { ...json, ...headers },
    body: JSON.stringify({ items }),
  });
const files = (texts: readonly string[], headers: Record<string, string>) =>
  send('/v1/files', {
    method: 'POST',
    headers,
    body: form(...texts.map((text): [string, string] => ['letter.eml', text])),
  });
type Result = { id: string | null; reason: string | null; verdict: string };
const through = (results: readonly Result[]) =>
  results.filter(({ reason }) => reason !== 'too_many_variants').length;
const distinct = (results: readonly Result[]) => new Set(results.map((r) => JSON.stringify(r)));

let genuine: unknown;
let record: string;
let token: string;

beforeAll(async () => {
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
  const secretKey = new Uint8Array(32).fill(7);
  const publicKey = ed25519.getPublicKey(secretKey);
  const admin = await bootstrap();
  await declareCorpus(admin, 'demo', CORPUS_REQUEST);
  token = await declareRegistrar(admin, 'treasury', 'demo', secretKey);
  const run = startRun({
    origin: ORIGIN,
    environment: 'local',
    corpus: 'demo',
    state: 'authentic',
    signer: { publicKey, sign: (data) => ed25519.sign(data, secretKey) },
  });
  const print = await printOf(letter(FIGURE, HIDDEN_CC), 'letter.eml');
  genuine = print.fingerprint;
  const batch = await run.next([{ id: 'letter', ...print }]);
  const { status, body } = await send('/v1/batches', {
    method: 'POST',
    headers: { ...json, ...bearer(token) },
    body: JSON.stringify(batch),
  });
  expect(status).toBe(200);
  record = body.results[0].record;
});

describe('guessing through the Worker', () => {
  const thief = from('192.0.2.1');

  it('stops after twenty variants, and answers right and wrong alike from then on', async () => {
    const wrong = await prints(
      figures(FIGURE - 500, 1040).map((figure) => letter(figure, HIDDEN_CC)),
      'letter.eml',
    );
    const items = wrong.map((fingerprint) => ({ fingerprint }));
    const first = await check(items.slice(0, 40), thief);
    console.log(`check: ${through(first.body.results)} guesses got through`);
    expect(through(first.body.results)).toBe(20);
    const more = items.slice(40);
    const kinds = new Set<string>();
    for (const half of [more.slice(0, 500), more.slice(500)]) {
      const { body } = await check([...half, { fingerprint: genuine }], thief);
      for (const kind of distinct(body.results)) kinds.add(kind);
    }
    expect(kinds.size).toBe(1);
    expect([...kinds][0]).toContain('too_many_variants');
  });

  it('goes no further by files', async () => {
    const texts = [...figures(100_000, 19).map((figure) => letter(figure, HIDDEN_CC))];
    const { body } = await files([...texts, letter(FIGURE, HIDDEN_CC)], thief);
    expect(body.results).toHaveLength(20);
    expect(distinct(body.results).size).toBe(1);
    expect(through(body.results)).toBe(0);
  });

  it('locks nobody else out', async () => {
    for (const headers of [from('192.0.2.2'), bearer(token)]) {
      const { body } = await check([{ fingerprint: genuine }], headers);
      expect(body.results[0]).toMatchObject({ verdict: 'match', grade: 'identical' });
    }
  });

  it('by files stops after twenty too', async () => {
    const kinds: Result[] = [];
    for (let at = 0; at < 60; at += 20) {
      const texts = figures(200_000 + at, 20).map((figure) => letter(figure, HIDDEN_CC));
      kinds.push(...(await files(texts, from('192.0.2.3'))).body.results);
    }
    console.log(`files: ${through(kinds)} guesses got through`);
    expect(through(kinds)).toBe(20);
    for (let at = 0; at < 2000; at += 20) {
      const texts = figures(300_000 + at, 19).map((figure) => letter(figure, HIDDEN_CC));
      const all = [...texts, letter(FIGURE, HIDDEN_CC)];
      const { body } = await files(all, from('192.0.2.3'));
      expect(distinct(body.results).size).toBe(1);
    }
  });

  it('by compare stops after twenty too', async () => {
    const headers = from('192.0.2.6');
    const compare = async (figure: number) => {
      const { fingerprint, entries } = await printOf(letter(figure, HIDDEN_CC), 'letter.eml');
      const list = entriesToBase64(entries[''] ?? new Uint16Array());
      const body = JSON.stringify({ record, fingerprint, entries: list });
      return send('/v1/compare', { method: 'POST', headers: { ...json, ...headers }, body });
    };
    const answers: { reason: string | null; at: string }[] = [];
    for (const figure of figures(500_000, 60)) answers.push((await compare(figure)).body);
    const told = answers.filter(({ reason }) => reason === null);
    console.log(`compare: ${told.length} guesses got through`);
    expect(told).toHaveLength(20);
    expect(told[0]).toMatchObject({ grade: 'altered', suspect_words: 114, registered_words: 114 });
    const { body } = await compare(FIGURE);
    expect({ ...body, at: '' }).toEqual({ ...answers.at(-1), at: '' });
  });

  it('goes on to two hundred with a token', async () => {
    const wrong = await prints(
      figures(400_000, 230).map((figure) => letter(figure, HIDDEN_CC)),
      'letter.eml',
    );
    const { body } = await check(
      wrong.map((fingerprint) => ({ fingerprint })),
      bearer(token),
    );
    expect(through(body.results)).toBe(200);
  });

  it('by bare hashes ends in 429 with Retry-After, for right and wrong alike', async () => {
    const headers = from('192.0.2.4');
    const now = new Date();
    const asks = new Request(ORIGIN, { headers });
    const caller = await callerOf(asks, deps().registry, env.LOOKUP_KEYS, now);
    const quota = quotaOver((name) => env.QUOTA.getByName(name), env.LOOKUP_KEYS);
    expect(await quota.spend(caller, dayOf(now), 99_000, 100_000)).toBe(true);
    const bare = (i: number) => ({ sha256: i.toString(16).padStart(64, '0') });
    expect(
      (
        await check(
          Array.from({ length: 1000 }, (_, i) => bare(i)),
          headers,
        )
      ).status,
    ).toBe(200);
    const right = { sha256: (genuine as { bytes: { sha256: string } }).bytes.sha256 };
    const [yes, no] = [await check([right], headers), await check([bare(1)], headers)];
    for (const { answer, status, body } of [yes, no]) {
      expect([status, body.code]).toEqual([429, 'rate_limited']);
      const wait = Number(answer.headers.get('retry-after'));
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(86_400);
    }
    expect({ ...yes.body, instance: '' }).toEqual({ ...no.body, instance: '' });
    expect((await check([right], from('192.0.2.5'))).body.results[0].verdict).toBe('match');
  });
});
