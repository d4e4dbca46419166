import { applyD1Migrations } from 'cloudflare:test';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Fingerprint } from '../../src/fingerprint/profile.ts';
import type { CheckAnswer, CheckResult } from '../../src/registry/contract.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { d1Stores } from '../../src/storage/d1.ts';
import { guarded } from '../../src/storage/guarded.ts';
import { checkSession } from '../../src/storage/session.ts';
import { batchOf, CORPUS, SEED } from '../registry/batches.ts';
import { docPrint, prose } from '../registry/prints.ts';
import { testEnv } from '../storage/d1-env.ts';
import { Replicated } from '../storage/replica.ts';
import { bootstrap, call, declareCorpus, declareRegistrar, withdraw } from './admin.ts';
import { json } from './fake.ts';

/**
 * The Worker with READ_REPLICAS on, in front of a D1 whose replica lags behind by whatever a test
 * has written. Writes come through another isolate's Worker, which knows nothing of it.
 */
const replicated = new Replicated(testEnv.REPLICA);
// A module of its own: it composes itself once, over the environment of its first request.
const specifier = '../../src/worker.ts?replicas';
const { default: worker } = (await import(specifier)) as typeof import('../../src/worker.ts');
const env = new Proxy(testEnv as Env, {
  get: (target, name) =>
    name === 'DB' ? replicated.db : name === 'READ_REPLICAS' ? 'true' : Reflect.get(target, name),
});

let admin: string;
let token: string;

async function check(print: Fingerprint, bearer: string | null = null) {
  const answer = await worker.fetch(
    new Request('https://registry.test/v1/check', {
      method: 'POST',
      headers: { ...json, ...(bearer && { authorization: `Bearer ${bearer}` }) },
      body: JSON.stringify({ items: [{ fingerprint: print }] }),
    }) as never,
    env,
    { waitUntil() {}, passThroughOnException() {} } as unknown as ExecutionContext,
  );
  const body = (await answer.json()) as CheckAnswer;
  // Where there is none, every expectation of it fails.
  return { status: answer.status, body, result: (body.results?.[0] ?? {}) as CheckResult };
}

let made = 0;
const words = () => prose(`n${made++}x`, 60);
const printOf = (text: readonly string[]) => docPrint(text.join(' '), [...text]);

async function register(
  prints: readonly Fingerprint[],
  state: 'authentic' | 'decoy' = 'authentic',
) {
  const expires = new Date(Date.now() + 86_400_000).toISOString();
  const { request } = batchOf(prints, { origin: 'https://registry.test', expires, state });
  const { status, body } = await call('POST', '/v1/batches', token, request);
  expect(status).toBe(200);
  return (body.results as { record: string }[]).map(({ record }) => record);
}

const corpus = { title: 'T', registrant: 'R', coverage: 'C' };
const setPolicy = (policy: 'public' | 'accredited') =>
  declareCorpus(admin, CORPUS, { ...corpus, policy });

/** The same check where D1 does not keep its word: what it would be without sessions. */
async function faithless(print: Fingerprint) {
  replicated.faithless = true;
  try {
    return await check(print);
  } finally {
    replicated.faithless = false;
  }
}

beforeAll(async () => {
  await applyD1Migrations(testEnv.DB, testEnv.TEST_MIGRATIONS);
  await applyD1Migrations(testEnv.REPLICA, testEnv.TEST_MIGRATIONS);
  admin = await bootstrap();
  await setPolicy('public');
  token = await declareRegistrar(admin, 'treasury', CORPUS, SEED);
  await replicated.catchUp();
  // The canary has run by then.
  expect((await check(printOf(words()))).result.verdict).toBe('absent');
});

beforeEach(async () => {
  Object.assign(replicated, { behind: 'goes to the primary', broken: false });
  await replicated.catchUp();
  replicated.forget();
});

describe('a replica that is up to date', () => {
  it('answers whatever a check asks after its first request', async () => {
    const known = words();
    await register([printOf(known)]);
    await replicated.catchUp();
    replicated.forget();
    expect((await check(printOf(known))).result.grade).toBe('identical');
    expect(replicated.served).toEqual(['primary', 'replica']);

    replicated.forget();
    const altered = printOf([...known.slice(0, -1), 'otherwise']);
    expect((await check(altered)).result.verdict).toBe('differs');
    expect(replicated.served).toEqual(['primary', 'replica', 'replica']);
  });
});

describe('a replica that lags by one batch', () => {
  it.each(['goes to the primary', 'waits for the replica'] as const)(
    'never has a document absent that was registered a moment ago (%s)',
    async (behind) => {
      const known = words();
      const print = printOf(known);
      const altered = printOf([...known.slice(0, -1), 'otherwise']);
      await register([print]);
      // What would be told without the promise that sessions rest on: the fault is a fault.
      expect((await faithless(print)).result.verdict).toBe('absent');
      expect((await faithless(altered)).result.verdict).toBe('absent');
      replicated.behind = behind;
      for (const [suspect, verdict] of [
        [altered, 'differs'],
        [print, 'match'],
      ] as const) {
        expect((await check(suspect)).result.verdict).toBe(verdict);
      }
    },
  );

  it('says at once that a record is withdrawn', async () => {
    const print = printOf(words());
    const [record = ''] = await register([print]);
    await replicated.catchUp();
    expect((await withdraw(record, 'Sent by mistake.')).status).toBe(200);
    expect((await faithless(print)).result.notes).toEqual([]);
    const { notes, shows } = (await check(print)).result;
    expect(notes).toEqual(['withdrawn']);
    expect(shows).toContain('withdrew it');
  });

  it('says at once that a decoy is one', async () => {
    const print = printOf(words());
    const [record = ''] = await register([print], 'decoy');
    await replicated.catchUp();
    expect((await check(print)).result.verdict).toBe('absent');
    const opened = await call('POST', `/v1/records/${record}/events`, token, { kind: 'opened' });
    expect(opened.status).toBe(200);
    expect((await faithless(print)).result.verdict).toBe('absent');
    expect((await check(print)).result).toMatchObject({ verdict: 'match', notes: ['decoy'] });
  });

  it('shows nobody a corpus that was closed a moment ago', async () => {
    const print = printOf(words());
    await register([print]);
    await replicated.catchUp();
    await setPolicy('accredited');
    expect((await faithless(print)).result.verdict).toBe('match');
    const { result, body } = await check(print);
    expect(result).toMatchObject({ verdict: 'undecided', reason: 'corpora_closed' });
    expect(body.corpora.closed).toEqual([CORPUS]);
    await setPolicy('public');
  });

  it('gives a revoked token nothing', async () => {
    const known = words();
    await register([printOf(known)]);
    const altered = printOf([...known.slice(0, -1), 'otherwise']);
    const issued = await call('POST', '/v1/tokens', admin, { scope: 'accredited', name: 'paper' });
    await replicated.catchUp();
    expect((await check(altered, issued.body.token)).result.near[0]?.score).toBeGreaterThan(0);
    await call('DELETE', `/v1/tokens/${issued.body.id}`, admin);
    expect((await check(altered, issued.body.token)).status).toBe(401);
  });

  it('does not outlive a canary that fails', async () => {
    await testEnv.DB.prepare(
      `UPDATE canary SET ran_at = ?1, failing = '[{"check":"exact","since":null}]'`,
    )
      .bind(new Date().toISOString())
      .run();
    expect((await faithless(printOf(words()))).result.verdict).toBe('absent');
    expect((await check(printOf(words()))).result.reason).toBe('registry_unhealthy');
    await testEnv.DB.prepare(`UPDATE canary SET failing = '[]', passed_at = ran_at`).run();
  });
});

describe('a replica that does not answer', () => {
  const clock = () => new Date();
  const stores = d1Stores({
    entries: testEnv.ENTRIES,
    sequencer: testEnv.SEQUENCER.getByName('registry'),
    lookupKeys: testEnv.LOOKUP_KEYS,
    sealKeys: testEnv.SEAL_KEYS,
  });
  const registry = createRegistry({
    store: stores(testEnv.DB),
    clock,
    reading: () => ({ store: guarded(stores(checkSession(replicated.db)), 500) }),
  });

  it.each(['hangs', 'is gone'])(
    'is a failure that may be repeated, and no verdict (%s)',
    async (how) => {
      const print = printOf(words());
      if (how === 'hangs') {
        await register([print]);
        replicated.behind = 'hangs';
      } else {
        await register([print]);
        await replicated.catchUp();
        replicated.broken = true;
      }
      const asked = registry.check({ items: [{ fingerprint: print }] }, 'caller');
      await expect(asked).rejects.toMatchObject({ code: 'storage_failed' });
      Object.assign(replicated, { behind: 'goes to the primary', broken: false });
      const { results } = await registry.check({ items: [{ fingerprint: print }] }, 'caller');
      expect(results[0]?.verdict).toBe('match');
    },
  );
});
