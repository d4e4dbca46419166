import { applyD1Migrations } from 'cloudflare:test';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../src/registry/contract.ts';
import { diagnose } from '../../src/storage/doctor.ts';
import { bootstrap, call } from '../http/admin.ts';
import { changed, Fault, faultyD1 } from '../http/faulty.ts';
import { testEnv } from './d1-env.ts';

const { DB } = testEnv;
const random = (id: string) => {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return `${id}:${btoa(String.fromCharCode(...bytes))}`;
};
async function signingKey() {
  const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign'])) as CryptoKeyPair;
  const pkcs8 = (await crypto.subtle.exportKey('pkcs8', pair.privateKey)) as ArrayBuffer;
  return btoa(String.fromCharCode(...new Uint8Array(pkcs8)));
}

/** A registry in production with nothing to find fault with, but for what the tests change. */
let sound: Env;
const clock = () => new Date();
const diagnoses = async (change: Partial<Record<keyof Env, unknown>> = {}) =>
  (await diagnose({ ...sound, ...change } as Env, clock)).diagnoses;
const failing = (found: readonly Diagnosis[]) =>
  found
    .filter(({ state }) => state === 'failing')
    .map(({ check, detail }) => `${check}: ${detail}`);

beforeAll(async () => {
  await applyD1Migrations(DB, testEnv.TEST_MIGRATIONS);
  sound = {
    ...testEnv,
    LOOKUP_KEYS: random('k1'),
    SEAL_KEYS: random('s1'),
    LOG_KEYS: await signingKey(),
    RECEIPT_KEYS: await signingKey(),
    BOOTSTRAP_TOKEN_SHA256: '',
    ORIGIN: 'https://registre.example',
    ENVIRONMENT: 'production',
    PLAN: 'paid',
    LOG_POLICY: '',
  };
});

describe('the doctor', () => {
  it('is opened by an admin token, and names what a new registry still lacks', async () => {
    expect((await call('GET', '/v1/doctor', null)).status).toBe(401);
    expect(failing(await diagnoses())).toEqual([
      'keyholders: none are named: `empreinte admin bootstrap`',
    ]);
    const admin = await bootstrap();
    const { status, text } = await call('GET', '/v1/doctor', admin);
    expect(status).toBe(200);
    expect(text).not.toContain(testEnv.SEAL_KEYS.slice(3, 20));
    // The keys of the tests are as public as those of an example.
    expect(text).toContain('LOOKUP_KEYS is not random');
  });

  it('tells who answers what a check may ask of a replica', async () => {
    const storage = async (change = {}) =>
      (await diagnoses(change)).find(({ check }) => check === 'storage');
    expect((await storage())?.detail).not.toContain('READ_REPLICAS');
    expect(await storage({ READ_REPLICAS: 'true' })).toMatchObject({
      state: 'ok',
      detail: expect.stringContaining('READ_REPLICAS is on, and the primary answered'),
    });
    // A D1 from before sessions.
    const old = await storage({
      READ_REPLICAS: 'true',
      DB: { ...DB, prepare: DB.prepare.bind(DB) },
    });
    expect(old).toMatchObject({ state: 'failing', detail: expect.stringContaining('session') });
  });

  it('finds nothing wrong where nothing is, and says what is only stated', async () => {
    const found = await diagnoses();
    expect(failing(found)).toEqual([]);
    expect(found.find(({ check }) => check === 'plan')).toEqual({
      check: 'plan',
      state: 'stated',
      detail: 'paid, as PLAN says; 55 queries in one invocation were answered',
    });
    expect(found.filter(({ state }) => state === 'warning').map(({ detail }) => detail)).toEqual([
      'LOG_POLICY names no witnesses: everything is unwitnessed',
    ]);
  });

  it.each<[string, Partial<Record<keyof Env, unknown>>, string]>([
    ['the Free plan', { PLAN: 'free' }, 'plan: PLAN is free'],
    ['a bucket that is not bound', { LOG: undefined }, 'bindings: missing: LOG'],
    ['no look-up keys', { LOOKUP_KEYS: '' }, 'secrets: LOOKUP_KEYS is not set'],
    ['a sealing key of another form', { SEAL_KEYS: 's1:abc' }, 'secrets: SEAL_KEYS wants'],
    ['an unfilled example', { SEAL_KEYS: 'IN_CAPITALS' }, 'secrets: SEAL_KEYS wants'],
    ['keys of the tests', { SEAL_KEYS: testEnv.SEAL_KEYS }, 'SEAL_KEYS is not random'],
    ['a log key of zeros', { LOG_KEYS: testEnv.LOG_KEYS }, 'secrets: LOG_KEYS is not random'],
    ['no log key', { LOG_KEYS: '' }, 'secrets: LOG_KEYS is not set'],
    ['a broken receipt key', { RECEIPT_KEYS: 'AAAA' }, 'secrets: RECEIPT_KEYS wants'],
    ['an ORIGIN with a path', { ORIGIN: 'https://registre.example/x' }, 'origin: ORIGIN must be'],
    ['production in the clear', { ORIGIN: 'http://registre.example' }, 'origin: ORIGIN is http'],
    ['a misspelt ENVIRONMENT', { ENVIRONMENT: 'prod' }, 'origin: ENVIRONMENT is none of'],
    [
      'a bootstrap digest cut off',
      { BOOTSTRAP_TOKEN_SHA256: 'ab' },
      'BOOTSTRAP_TOKEN_SHA256 is no',
    ],
  ])('names %s', async (_name, change, told) => {
    expect(failing(await diagnoses(change)).join('\n')).toContain(told);
  });

  it('names one key used for two purposes', async () => {
    const key = await signingKey();
    const found = failing(await diagnoses({ LOG_KEYS: key, RECEIPT_KEYS: key }));
    expect(found).toEqual(['secrets: RECEIPT_KEYS is the same key as LOG_KEYS']);
  });

  it('names the limit of queries of the Free plan where it is met', async () => {
    let left = 40;
    const limited = changed(DB, {
      prepare: (sql: string) => {
        if (sql === 'SELECT 1' && left-- <= 0) throw new Error('Too many API requests');
        return DB.prepare(sql);
      },
    });
    expect(failing(await diagnoses({ DB: limited }))).toEqual([
      "plan: the Free plan's limits are in force: stopped after 40 queries in one invocation",
    ]);
  });

  it('names storage that does not answer, and looks at all the rest', async () => {
    const refuse = () => Promise.reject(new Error('internal error'));
    const lost = changed(testEnv.ENTRIES, { get: refuse });
    expect(failing(await diagnoses({ ENTRIES: lost }))).toEqual([
      'storage: does not answer: R2 ENTRIES',
    ]);
    const down = { getByName: () => ({ spend: refuse, look: refuse, health: refuse }) };
    const found = failing(await diagnoses({ QUOTA: down, SEQUENCER: down }));
    expect(found.map((line) => line.split(':')[0])).toEqual(['quotas', 'log']);
    const hurt = faultyD1(DB, new Fault(0, 'refused'));
    expect(failing(await diagnoses({ DB: hurt }))).not.toEqual([]);
  });

  it('names a red canary, a restore that was not finished and registration that is frozen', async () => {
    await DB.exec('UPDATE canary SET failing = \'[{"check":"near","since":null}]\'');
    await DB.exec("INSERT INTO restore (one, manifest) VALUES (1, '{}')");
    await DB.exec(
      'UPDATE governance SET freeze = \'{"id":"x","at":"2027-04-01T00:00:00Z","by":"y","reason":null}\'',
    );
    const found = await diagnoses();
    expect(failing(found)).toEqual([
      'canary: near since ever: nothing is told to be absent',
      'restore: a restore is not finished: set RESTORE and go on with it',
    ]);
    expect(found).toContainEqual({
      check: 'keyholders',
      state: 'warning',
      detail: 'registration is frozen since 2027-04-01T00:00:00Z',
    });
  });
});
