import { applyD1Migrations, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { ed25519 } from '@noble/curves/ed25519.js';
import { Webhook } from 'standardwebhooks';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startRun } from '../../src/client/manifest.ts';
import { CORPUS_REQUEST } from '../../src/http/examples.ts';
import { type Delivery, Feed } from '../../src/registry/contract.ts';
import { tokenDigest } from '../../src/registry/tokens.ts';
import type { Watches } from '../../src/storage/watches.ts';
import { bootstrap, call, declareCorpus, declareRegistrar } from '../http/admin.ts';
import { ALICE, statementOf } from '../registry/keyholders.ts';
import { docPrint, prose } from '../registry/prints.ts';

/** Watches over the whole registry in workerd; only the receivers, the clock and chance are turned. */
const HOOK = 'https://hooks.redaction.example/in';
const SEED = new Uint8Array(32).fill(7);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const watches = () => env.WATCHES.getByName('registry');
const book = <T>(work: (object: Watches) => T | Promise<T>) => runInDurableObject(watches(), work);

interface Sent {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly redirect: string | undefined;
}
let sent: Sent[];
let answers: ((url: string) => Response | Error)[];
let admin: string;
let registrar: string;
let reader: string;
let run: ReturnType<typeof startRun>;
let number = 0;

beforeAll(async () => {
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
  admin = await bootstrap();
  await declareCorpus(admin, 'campaign', CORPUS_REQUEST);
  registrar = await declareRegistrar(admin, 'r', 'campaign', SEED);
  reader = await accredited('desk');
  run = startRun({
    origin: 'https://registry.test',
    environment: 'local',
    corpus: 'campaign',
    state: 'authentic',
    signer: {
      publicKey: ed25519.getPublicKey(SEED),
      sign: (data) => ed25519.sign(data, SEED),
    },
  });
  await env.CANARY.getByName('registry').look();
});

beforeEach(async () => {
  sent = [];
  answers = [];
  await book((object) => {
    object.random = () => 0;
    object.send = async (input, init) => {
      const url = String(input);
      const headers = Object.fromEntries(new Headers(init?.headers));
      sent.push({ url, headers, body: String(init?.body ?? ''), redirect: init?.redirect });
      const answer = answers.shift()?.(url) ?? new Response(null, { status: 204 });
      if (answer instanceof Error) throw answer;
      return answer;
    };
  });
});

async function accredited(name: string): Promise<string> {
  const made = await call('POST', '/v1/tokens', admin, { scope: 'accredited', name });
  return made.body.token;
}

/** A fresh document that nothing is like. */
const fresh = () => docPrint(`doc${++number}`, prose(`words of ${number}`, 120));
const watch = (fingerprint: unknown, more: object = {}, token: string | null = reader) =>
  call('POST', '/v1/watches', token, { fingerprint, url: HOOK, ...more });

async function register(fingerprint: never): Promise<string> {
  const batch = await run.next([{ id: '0', fingerprint, entries: {} }]);
  const { status, body } = await call('POST', '/v1/batches', registrar, batch);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.results[0].record;
}

/** Turns the clock on and lets what is due happen. */
async function pass(ms: number): Promise<void> {
  await book((object) => {
    const now = object.clock() + ms;
    object.clock = () => now;
  });
  await runDurableObjectAlarm(watches());
}

const deliveries = async (query = ''): Promise<Delivery[]> =>
  (await call('GET', `/v1/watches/deliveries${query}`, reader)).body.deliveries;
const stateOf = async (id: string): Promise<string | undefined> => {
  const { body } = await call('GET', '/v1/watches', reader);
  return body.watches.find((one: { id: string }) => one.id === id)?.state;
};
/** By a receiver whose clock is right: the library refuses what is five minutes old. */
function verified(secret: string, { body, headers }: Sent) {
  vi.useFakeTimers({ toFake: ['Date'], now: Number(headers['webhook-timestamp']) * 1000 });
  try {
    const told = new Webhook(secret).verify(body, headers);
    return told as { type: string; data: Record<string, unknown> };
  } finally {
    vi.useRealTimers();
  }
}

let secret: string;

describe('a watch', () => {
  it('is told once, signed after Standard Webhooks, when the document is registered', async () => {
    const print = fresh();
    const made = await watch(print);
    expect(made.status, made.text).toBe(201);
    secret = made.body.secret;
    expect(secret).toMatch(/^whsec_/);
    await pass(MINUTE);
    expect(sent).toEqual([]);

    const record = await register(print as never);
    await pass(MINUTE);
    expect(sent.map(({ url, redirect }) => [url, redirect])).toEqual([[HOOK, 'manual']]);
    const told = verified(secret, sent[0] as Sent);
    const asked = await call('POST', '/v1/check', reader, { items: [{ fingerprint: print }] });
    const [result] = asked.body.results;
    expect(told.type).toBe('watch.matched');
    expect(told.data).toMatchObject({ watch: made.body.id, verdict: 'match', record });
    // Nothing but what the check says, and the watch's id.
    for (const [name, value] of Object.entries(told.data)) {
      if (name !== 'watch' && !/shows$/.test(name)) expect(value, name).toEqual(result[name]);
    }
    expect(Object.keys(told.data)).not.toContain('near');

    await pass(24 * HOUR);
    await register(fresh() as never);
    await pass(MINUTE);
    expect(sent).toHaveLength(1);
    expect(await stateOf(made.body.id)).toBe('matched');
    expect((await deliveries())[0]).toMatchObject({ state: 'delivered', attempts: 1 });
  });

  it('is not told of a document that is merely like it', async () => {
    const words = prose('a long letter', 200);
    const print = docPrint('letter', words);
    const { body } = await watch(print);
    await register(docPrint('variant', [...words.slice(0, 190), ...prose('else', 10)]) as never);
    await pass(2 * HOUR);
    expect(sent).toEqual([]);
    expect(await stateOf(body.id)).toBe('waiting');
    expect((await call('DELETE', `/v1/watches/${body.id}`, reader)).status).toBe(200);
    await register(print as never);
    await pass(2 * HOUR);
    expect(sent).toEqual([]);
  });

  it('is told of what was registered while nobody was poked, within the hour', async () => {
    const print = fresh();
    await watch(print);
    await pass(MINUTE);
    // As after a crash behind the commit.
    const poke = await book((object) => {
      const { poke } = Object.getPrototypeOf(object);
      Object.getPrototypeOf(object).poke = async () => {};
      return poke;
    });
    await register(print as never);
    await book((object) => {
      Object.getPrototypeOf(object).poke = poke;
    });
    await pass(MINUTE);
    expect(sent).toEqual([]);
    await pass(HOUR);
    expect(sent).toHaveLength(1);
  });

  it('waits only for what is absent, where it may be told, and by whom', async () => {
    const known = fresh();
    await register(known as never);
    const cases: [unknown, object, string | null, number, string][] = [
      [known, {}, reader, 409, 'watch_answered'],
      [fresh(), { url: 'https://169.254.169.254/' }, reader, 422, 'watch_target'],
      [fresh(), { url: 'http://127.0.0.1:8987/' }, reader, 422, 'watch_target'],
      [fresh(), { expires: '2020-01-01T00:00:00Z' }, reader, 422, 'watch_expires'],
      [fresh(), { expires: '2099-01-01T00:00:00Z' }, reader, 422, 'watch_expires'],
      [fresh(), { more: 1 }, reader, 422, 'validation_failed'],
      [fresh(), {}, null, 401, 'token_required'],
      [fresh(), {}, registrar, 403, 'scope_missing'],
    ];
    for (const [print, more, token, status, code] of cases) {
      const refused = await watch(print, more, token);
      expect([refused.status, refused.body.code], refused.text).toEqual([status, code]);
    }
    const unknown = await call('DELETE', '/v1/watches/wat_0000000000000000', reader);
    expect([unknown.status, unknown.body.code]).toEqual([404, 'unknown_watch']);
  });

  it('is nobody else’s to see or end', async () => {
    const other = await accredited('other');
    const { body } = await watch(fresh());
    expect((await call('GET', '/v1/watches', other)).body.watches).toEqual([]);
    expect((await call('GET', '/v1/watches/deliveries', other)).body.deliveries).toEqual([]);
    expect((await call('DELETE', `/v1/watches/${body.id}`, other)).status).toBe(404);
    expect(await stateOf(body.id)).toBe('waiting');
  });

  it('ends when it expires, and with its token', async () => {
    const leaving = await accredited('leaving');
    const expires = new Date(Date.now() + 2 * 24 * HOUR).toISOString();
    const [late, revoked] = [fresh(), fresh()];
    const first = await watch(late, { expires });
    await watch(revoked, {}, leaving);
    const { body } = await call('GET', '/v1/tokens', admin);
    const { id } = body.tokens.find((one: { name: string }) => one.name === 'leaving');
    await call('DELETE', `/v1/tokens/${id}`, admin);
    await register(revoked as never);
    await pass(MINUTE);
    await pass(60 * 24 * HOUR);
    await register(late as never);
    await pass(2 * HOUR);
    expect(sent).toEqual([]);
    // Ended and kept for 30 days, which have passed.
    expect(await stateOf(first.body.id)).toBeUndefined();
  });
});

describe('a message', () => {
  it('is sent again for days, under one id, and then given up', async () => {
    const print = fresh();
    await watch(print);
    await register(print as never);
    answers = Array.from({ length: 20 }, () => () => new Response(null, { status: 503 }));
    await pass(MINUTE);
    const delays = [5 / 60, 5, 30, 120, 300, 600, 840, 1200, 1440].map((m) => m * MINUTE);
    for (const [i, delay] of delays.entries()) {
      await pass(delay - 1000);
      expect(sent).toHaveLength(i + 1);
      await pass(1000);
      expect(sent).toHaveLength(i + 2);
    }
    await pass(24 * HOUR);
    expect(sent).toHaveLength(10);
    expect(new Set(sent.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(sent.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(10);
    const dead = await deliveries('?state=dead');
    expect(dead[0]).toMatchObject({
      id: sent[0]?.headers['webhook-id'],
      attempts: 10,
      next_at: null,
      last: { status: 503, error: 'status' },
    });
    expect((await call('GET', '/v1/watches/deliveries?state=lost', reader)).status).toBe(422);
    await pass(31 * 24 * HOUR);
    expect(await deliveries('?state=dead')).toEqual([]);
  });

  it('is taken at a later attempt; redirects are not followed, 410 ends it', async () => {
    const [first, second] = [fresh(), fresh()];
    await watch(first);
    await register(first as never);
    const elsewhere = { status: 307, headers: { location: 'http://169.254.169.254/' } };
    answers = [() => new Response(null, elsewhere), () => new TypeError('refused')];
    await pass(MINUTE);
    expect((await deliveries())[0]?.last).toMatchObject({ status: 307, error: 'redirect' });
    await pass(5000);
    expect((await deliveries())[0]?.last).toMatchObject({ status: null, error: 'unreachable' });
    await pass(5 * MINUTE);
    expect(sent.map(({ url }) => url)).toEqual([HOOK, HOOK, HOOK]);
    expect((await deliveries())[0]).toMatchObject({ state: 'delivered', attempts: 3 });

    await watch(second);
    await register(second as never);
    answers = [() => new Response(null, { status: 410 })];
    await pass(MINUTE);
    expect((await deliveries())[0]).toMatchObject({ state: 'dead', attempts: 1 });
  });

  it('has two signatures for a day after the secret was changed', async () => {
    const rotated = await call('POST', '/v1/watches/secret', reader);
    expect(rotated.status).toBe(200);
    const { secret: newer, previous_until } = rotated.body;
    expect(Date.parse(previous_until)).toBe(await book((object) => object.clock() + 24 * HOUR));
    const [first, second] = [fresh(), fresh()];
    expect((await watch(first)).body.secret).toBeNull();
    await register(first as never);
    await pass(MINUTE);
    expect(sent[0]?.headers['webhook-signature']?.split(' ')).toHaveLength(2);
    for (const one of [newer, secret]) verified(one, sent[0] as Sent);
    await pass(25 * HOUR);
    await watch(second);
    await register(second as never);
    await pass(MINUTE);
    verified(newer, sent[1] as Sent);
    expect(() => verified(secret, sent[1] as Sent)).toThrow();
  });

  it('is not sent where a resolver says that the name leads inside', async () => {
    const resolver = 'https://dns.registry.test/dns-query';
    const attempt = async (name: string, addresses: { type: number; data: string }[]) => {
      const { postWebhook } = await import('../../src/storage/webhook-post.ts');
      const posted: string[] = [];
      const send: typeof fetch = async (input) => {
        const url = new URL(String(input));
        if (url.origin !== new URL(resolver).origin) {
          posted.push(url.href);
          return new Response(null, { status: 204 });
        }
        expect(url.searchParams.get('name')).toBe(name);
        const type = url.searchParams.get('type') === 'A' ? 1 : 28;
        return Response.json({
          Status: 0,
          Answer: addresses.filter((one) => [type, 5].includes(one.type)),
        });
      };
      const options = { fetch: send, resolver, local: false };
      const told = await postWebhook(`https://${name}/in`, {}, '{}', options);
      return [told.error, posted.length];
    };
    const a = (data: string) => ({ type: 1, data });
    const aaaa = (data: string) => ({ type: 28, data });
    expect(await attempt('good.example', [a('93.184.215.14')])).toEqual([null, 1]);
    expect(await attempt('rebind.example', [a('127.0.0.1')])).toEqual(['target_private', 0]);
    const mixed = [a('93.184.215.14'), a('10.0.0.8')];
    expect(await attempt('mixed.example', mixed)).toEqual(['target_private', 0]);
    const six = [a('93.184.215.14'), aaaa('fd00:ec2::254')];
    expect(await attempt('six.example', six)).toEqual(['target_private', 0]);
    const alias = [{ type: 5, data: 'metadata.google.internal.' }, a('169.254.169.254')];
    expect(await attempt('alias.example', alias)).toEqual(['target_private', 0]);
    expect(await attempt('nothing.example', [])).toEqual(['unresolved', 0]);
  });
});

describe('a receiver whose name is rebound', () => {
  const resolver = 'https://dns.registry.test/dns-query';
  let kept: Env;

  it('is looked up before each attempt, and sent nothing once the name leads inside', async () => {
    const print = fresh();
    await watch(print);
    await register(print as never);
    // Public at the first attempt, which the receiver fails; inside from then on.
    let address = '93.184.215.14';
    const asked: string[] = [];
    await book((object) => {
      const { env: own, send } = object as unknown as { env: Env; send: typeof fetch };
      kept = own;
      const looking: typeof fetch = async (input, init) => {
        const url = new URL(String(input));
        if (url.href.split('?')[0] !== resolver) return send(input, init);
        asked.push(`${url.searchParams.get('name')} ${url.searchParams.get('type')}`);
        const Answer = [{ type: 1, data: address }];
        return Response.json({ Status: 0, Answer });
      };
      Object.assign(object, { env: { ...own, WATCH_RESOLVER: resolver }, send: looking });
    });
    answers = [() => new Response(null, { status: 503 })];
    await pass(MINUTE);
    const host = new URL(HOOK).hostname;
    expect(asked).toEqual([`${host} A`, `${host} AAAA`]);
    expect(sent).toHaveLength(1);
    address = '169.254.169.254';
    await pass(5000);
    expect(sent).toHaveLength(1);
    expect(asked).toHaveLength(4);
    expect((await deliveries())[0]).toMatchObject({
      state: 'pending',
      attempts: 2,
      last: { status: null, error: 'target_private' },
    });
    // The name is itself again, and the message is not lost.
    address = '93.184.215.14';
    await pass(5 * MINUTE);
    expect(sent).toHaveLength(2);
    expect((await deliveries())[0]).toMatchObject({ state: 'delivered', attempts: 3 });
    await book((object) => void Object.assign(object, { env: kept }));
  });
});

describe('what is kept', () => {
  it('reads as nothing without the keys', async () => {
    const print = fresh();
    const { body } = await watch(print);
    const told = fresh();
    await watch(told);
    answers = [() => new Response(null, { status: 500 })];
    await register(told as never);
    await pass(MINUTE);
    const dump = await runInDurableObject(watches(), (_object, state) => {
      const rows = ['watch', 'message', 'secret'].flatMap((table) =>
        state.storage.sql.exec(`SELECT * FROM ${table}`).toArray(),
      );
      return JSON.stringify(rows);
    });
    expect(dump).toContain(body.id);
    for (const known of [
      print.bytes.sha256,
      print.content?.body ?? '?',
      told.bytes.sha256,
      'hooks.redaction.example',
      'rec_',
      'whsec_',
      tokenDigest(reader),
      reader,
      'accredited:',
    ]) {
      expect(dump, known).not.toContain(known);
    }
  });

  it('is a hundred waiting watches of a token and no more', async () => {
    const crowded = await accredited('crowded');
    const [{ id: before } = { id: '' }] = (await call('GET', '/v1/watches', crowded)).body.watches;
    expect(before).toBe('');
    // Through the object: a hundred checks would only be slow.
    const { body } = await call('GET', '/v1/tokens', admin);
    const { id } = body.tokens.find((one: { name: string }) => one.name === 'crowded');
    const owner = `accredited:${id}`;
    const expires = new Date(Date.now() + HOUR * 24 * 200).toISOString();
    const one = { owner, token: tokenDigest(crowded), fingerprint: fresh(), url: HOOK, expires };
    for (let i = 0; i < 100; i++) expect(await watches().add(one)).not.toBeNull();
    const full = await watch(fresh(), {}, crowded);
    expect([full.status, full.body.code]).toEqual([409, 'watch_limit']);
  });
});

describe('the feed', () => {
  it('is JSON Feed 1.1 of what was signed of coverage, the newest first, and of nothing else', async () => {
    const state = (version: number, registered: number) => {
      const said = {
        kind: 'coverage' as const,
        corpus: 'campaign',
        version,
        mailboxes: ['press@'],
        folders: [],
        from: '2027-01-01',
        to: null,
        registered,
        not_covered: [{ what: 'private mail', count: 3 }],
        since: '2027-05-01T00:00:00Z',
      };
      const site = { origin: 'https://registry.test', environment: 'local' };
      return call('POST', '/v1/statements', null, statementOf(site, said, [ALICE]));
    };
    for (const version of [1, 2]) expect((await state(version, version * 10)).status).toBe(200);
    const { answer, body } = await call('GET', '/v1/feed', null);
    expect(answer.headers.get('content-type')).toBe('application/feed+json');
    expect(Feed.parse(body).version).toBe('https://jsonfeed.org/version/1.1');
    expect(body.items.map((one: { title: string }) => one.title)).toEqual([
      'Corpus campaign, version 2: 20 documents',
      'Corpus campaign, version 1: 10 documents',
    ]);
    const [{ url, content_text }] = body.items;
    expect((await call('GET', new URL(url).pathname, null)).body.kind).toBe('coverage');
    expect(content_text).toContain('Not covered: private mail (3).');
  });
});
