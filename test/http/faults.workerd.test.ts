import {
  applyD1Migrations,
  evictDurableObject,
  runDurableObjectAlarm,
  runInDurableObject,
} from 'cloudflare:test';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { entriesToBase64 } from '../../src/client/base64.ts';
import type { Fingerprint } from '../../src/fingerprint/profile.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { type D1StoreOptions, d1Store } from '../../src/storage/d1.ts';
import { guarded } from '../../src/storage/guarded.ts';
import { batchOf, CORPUS, SEED } from '../registry/batches.ts';
import { docPrint, entriesOf, prose } from '../registry/prints.ts';
import { testEnv } from '../storage/d1-env.ts';
import { head } from '../storage/log-reader.ts';
import { bootstrap, declareCorpus, declareRegistrar } from './admin.ts';
import { bearer, deps, json, send } from './fake.ts';
import { changed, Fault, faultyD1, type Mode } from './faulty.ts';

/** The API over the real D1, R2 and Durable Objects, each of which fails once in every way. */

const { DB, ENTRIES } = testEnv;
const SITE = { origin: 'https://registry.test', environment: 'local' } as const;
const sequencer = () => testEnv.SEQUENCER.getByName('registry');
/** So long a call may hang in these tests. */
const LIMIT_MS = 2000;

let token: string;

/** What all of it has written to the log. */
const logged: string[] = [];
vi.spyOn(console, 'error').mockImplementation((...parts) => void logged.push(parts.join(' ')));

function api(change: Partial<D1StoreOptions> = {}, clock = () => new Date()) {
  const store = d1Store({
    db: DB,
    entries: ENTRIES,
    sequencer: sequencer(),
    lookupKeys: testEnv.LOOKUP_KEYS,
    sealKeys: testEnv.SEAL_KEYS,
    ...change,
  });
  // Where nothing is to hang, a slow machine is no fault.
  const limit = change.db ? LIMIT_MS : 60_000;
  const registry = createRegistry({ site: SITE, store: guarded(store, limit), clock });
  const post = async (path: string, body: string | ReadableStream, who: object = {}) => {
    const init = { method: 'POST', headers: { ...json, ...who }, body };
    const { answer, body: found } = await send({ ...deps(), registry }, path, init);
    return { status: answer.status, wait: answer.headers.get('retry-after'), body: found };
  };
  return {
    check: (print: Fingerprint) =>
      post('/v1/check', JSON.stringify({ items: [{ fingerprint: print }] })),
    register: (body: string | ReadableStream) => post('/v1/batches', body, bearer(token)),
    post,
  };
}

const sound = () => api();
const verdictOf = ({ body }: { body: { results?: { verdict: string }[] } }) =>
  body.results?.[0]?.verdict;

let made = 0;
const prints: Fingerprint[] = [];
/** A document that nothing knows yet, with a batch of it. */
function fresh() {
  const seed = `n${made++}x`;
  const print = docPrint(seed, prose(seed, 40));
  prints.push(print);
  // So that it is neither expired nor good for too long by a clock that is two days off.
  const expires = new Date(Date.now() + 4 * 86_400_000).toISOString();
  const body = JSON.stringify(batchOf([print], { origin: SITE.origin, expires }).request);
  return { print, body };
}

/** Entries in the log, records that are live, the corpus' own count. */
async function counts() {
  const live = await DB.prepare("SELECT count(*) AS n FROM record WHERE state = 'live'").first('n');
  const known = await DB.prepare('SELECT records FROM corpus WHERE id = ?1')
    .bind(CORPUS)
    .first('records');
  return { log: (await head()).size, live: Number(live), known: Number(known) };
}

const plus = (before: Awaited<ReturnType<typeof counts>>, n: number) => ({
  log: before.log + n,
  live: before.live + n,
  known: before.known + n,
});

const REFUSED = { status: 503, wait: '5', body: { code: 'storage_failed', status: 503 } };

beforeAll(async () => {
  await applyD1Migrations(DB, testEnv.TEST_MIGRATIONS);
  const admin = await bootstrap();
  await declareCorpus(admin, CORPUS, {
    ...{ title: 'T', registrant: 'R', coverage: 'C', policy: 'public' },
  });
  token = await declareRegistrar(admin, 'treasury', CORPUS, SEED);
});

describe('D1 fails at each statement in turn', () => {
  it.each<Mode>(['refused', 'answer lost', 'hangs'])(
    'of a batch (%s): told to repeat it, nothing lost, nothing doubled',
    async (mode) => {
      const before = await counts();
      let batches = 0;
      // A call that hangs is waited for: every fifth will do.
      for (let at = 0; ; at += mode === 'hangs' ? 5 : 1) {
        const { print, body } = fresh();
        const fault = new Fault(at, mode);
        const failed = await api({ db: faultyD1(DB, fault) }).register(body);
        batches++;
        if (!fault.wasMet) {
          expect(failed.status).toBe(200);
          break;
        }
        expect(failed).toMatchObject(REFUSED);
        const again = await sound().register(body);
        expect([again.status, again.body.results?.[0]?.status]).toEqual([200, 'registered']);
        if (at % 5 === 0) expect((await sound().register(body)).body).toEqual(again.body);
        expect(verdictOf(await sound().check(print))).toBe('match');
      }
      expect(batches).toBeGreaterThan(mode === 'hangs' ? 2 : 10);
      expect(await counts()).toEqual(plus(before, batches));
    },
  );

  it.each<Mode>(['refused', 'hangs'])('of a check (%s): never absent', async (mode) => {
    const { print, body } = fresh();
    await sound().register(body);
    let faults = 0;
    for (let at = 0; ; at += mode === 'hangs' ? 2 : 1) {
      const fault = new Fault(at, mode);
      const asked = await api({ db: faultyD1(DB, fault) }).check(print);
      if (!fault.wasMet) {
        expect(verdictOf(asked)).toBe('match');
        break;
      }
      faults++;
      expect(asked).toMatchObject(REFUSED);
    }
    expect(faults).toBeGreaterThan(mode === 'hangs' ? 1 : 3);
  });

  it('where the sequencer makes a batch live, which is then evicted: the log has it once', async () => {
    const before = await counts();
    let batches = 0;
    for (let at = 0; ; at++) {
      const { print, body } = fresh();
      const fault = new Fault(at, at % 2 === 0 ? 'refused' : 'answer lost');
      await runInDurableObject(sequencer(), (object) => {
        Object.assign(object, { env: { ...testEnv, DB: faultyD1(DB, fault) } });
      });
      const failed = await sound().register(body);
      await evictDurableObject(sequencer());
      batches++;
      if (!fault.wasMet) {
        expect(failed.status).toBe(200);
        break;
      }
      expect(failed).toMatchObject(REFUSED);
      // Finished by another batch, by the alarm, by its own repeat.
      if (at % 3 === 0) {
        await sound().register(fresh().body);
        batches++;
      }
      if (at % 3 === 1) await runDurableObjectAlarm(sequencer());
      const again = await sound().register(body);
      expect([again.status, again.body.results?.[0]?.status]).toEqual([200, 'registered']);
      expect(verdictOf(await sound().check(print))).toBe('match');
    }
    expect(batches).toBeGreaterThan(4);
    expect(await counts()).toEqual(plus(before, batches));
  });
});

describe('other bindings fail', () => {
  it('the sequencer, whose answer to a commit is lost', async () => {
    const before = await counts();
    const { print, body } = fresh();
    const lossy = {
      begin: (batch: string) => sequencer().begin(batch),
      append: async () => null,
      commit: async (batch: string): Promise<never> => {
        await sequencer().commit(batch);
        throw new Error('Network connection lost.');
      },
    };
    expect(await api({ sequencer: lossy }).register(body)).toMatchObject(REFUSED);
    expect(verdictOf(await sound().check(print))).toBe('match');
    expect((await sound().register(body)).body.results?.[0]?.status).toBe('registered');
    expect(await counts()).toEqual(plus(before, 1));
  });

  it.each<[string, Partial<R2Bucket>]>([
    ['refused', { put: () => Promise.reject(new Error('put: We encountered an internal error')) }],
    ['lost', { put: (async () => ({})) as unknown as R2Bucket['put'] }],
    ['cut', { put: ((key: string) => ENTRIES.put(key, 'cut')) as unknown as R2Bucket['put'] }],
  ])('a put to R2 (%s): not registered until it is there', async (_name, change) => {
    const before = await counts();
    const { print, body } = fresh();
    const failed = await api({ entries: changed(ENTRIES, change) }).register(body);
    expect(failed).toMatchObject(REFUSED);
    await runDurableObjectAlarm(sequencer());
    expect(verdictOf(await sound().check(print))).toBe('absent');
    expect((await sound().register(body)).body.results?.[0]?.status).toBe('registered');
    expect(await counts()).toEqual(plus(before, 1));
    expect((await compare(sound(), print)).status).toBe(200);
  });

  it('a get from R2: a comparison is refused, never empty', async () => {
    const { print, body } = fresh();
    await sound().register(body);
    for (const get of [async () => null, () => Promise.reject(new Error('get: internal error'))]) {
      const entries = changed(ENTRIES, { get: get as unknown as R2Bucket['get'] });
      expect(await compare(api({ entries }), print)).toMatchObject(REFUSED);
    }
  });
});

async function compare({ check, post }: ReturnType<typeof api>, print: Fingerprint) {
  const { body } = await check(print);
  const [list] = Object.values(entriesOf(print));
  const record = body.results?.[0]?.record;
  const entries = entriesToBase64(list ?? new Uint16Array());
  return post('/v1/compare', JSON.stringify({ record, entries, fingerprint: print }));
}

describe('deliveries', () => {
  it('of one batch four times at once: one registration, one answer', async () => {
    const before = await counts();
    const { print, body } = fresh();
    const answers = await Promise.all(Array.from({ length: 4 }, () => sound().register(body)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const told = new Set(answers.map((answer) => JSON.stringify(answer.body.results)));
    expect(told.size).toBe(1);
    expect(verdictOf(await sound().check(print))).toBe('match');
    expect(await counts()).toEqual(plus(before, 1));
  });

  it('of one document in three batches at once: one record, known to all', async () => {
    const before = await counts();
    const { print } = fresh();
    const batches = Array.from({ length: 3 }, () =>
      JSON.stringify(batchOf([print], { origin: SITE.origin }).request),
    );
    const answers = await Promise.all(batches.map((body) => sound().register(body)));
    const results = answers.map(({ body }) => body.results[0]);
    expect(new Set(results.map(({ record }) => record)).size).toBe(1);
    expect(results.filter(({ status }) => status === 'registered')).toHaveLength(1);
    expect(await counts()).toEqual(plus(before, 1));
  });

  it('of a body in dribs and drabs: others are answered meanwhile, and it is taken whole', async () => {
    const before = await counts();
    const { print, body } = fresh();
    let rest = new TextEncoder().encode(body);
    let others = 0;
    const slow = new ReadableStream({
      async pull(controller) {
        await sound().check(print);
        others++;
        const size = Math.max(1, Math.ceil(body.length / 12));
        controller.enqueue(rest.slice(0, size));
        rest = rest.slice(size);
        if (rest.length === 0) controller.close();
      },
    });
    const answer = await sound().register(slow);
    expect([answer.status, answer.body.results?.[0]?.status]).toEqual([200, 'registered']);
    expect(others).toBeGreaterThanOrEqual(12);
    expect(await counts()).toEqual(plus(before, 1));
  });

  it('of half a body: nothing is registered', async () => {
    const before = await counts();
    const { body } = fresh();
    const half = await sound().register(body.slice(0, body.length / 2));
    expect([half.status, half.body.code]).toEqual([400, 'invalid_json']);
    expect(await counts()).toEqual(before);
  });
});

/** A body whose connection is lost once so much of it has come. */
function brokenOff(text: string): ReadableStream {
  let sent = false;
  return new ReadableStream({
    pull(controller) {
      if (sent) controller.error(new TypeError('Network connection lost.'));
      else controller.enqueue(new TextEncoder().encode(text));
      sent = true;
    },
  });
}

describe('a body that breaks off', () => {
  it.each([
    ['half way', 0.5],
    ['behind its last byte', 1],
  ])('%s is no fault of ours, and registers nothing', async (_, share) => {
    const before = await counts();
    const { print, body } = fresh();
    const lines = logged.length;
    const broken = await sound().register(brokenOff(body.slice(0, body.length * share)));
    expect([broken.status, broken.body.code]).toEqual([400, 'invalid_json']);
    expect(broken.body.detail).toContain('broke off');
    expect(logged.slice(lines)).toEqual([]);
    expect(await counts()).toEqual(before);
    expect(verdictOf(await sound().check(print))).toBe('absent');
    expect((await sound().register(body)).status).toBe(200);
    expect(await counts()).toEqual(plus(before, 1));
  });
});

describe('clocks', () => {
  const shifted = (hours: number) => () => new Date(Date.now() + hours * 3_600_000);

  it('of the registry ahead of the client: the manifest is told to have expired, and no other fault', async () => {
    const before = await counts();
    const { print } = fresh();
    const expires = new Date(Date.now() + 3_600_000).toISOString();
    const body = JSON.stringify(batchOf([print], { origin: SITE.origin, expires }).request);
    const late = await api({}, shifted(2)).register(body);
    expect([late.status, late.body.code]).toEqual([403, 'manifest_expired']);
    expect(late.body.detail).toContain(expires);
    expect((await sound().register(body)).status).toBe(200);
    expect(await counts()).toEqual(plus(before, 1));
  });

  it.each([-48, 48])(
    'of the registry %i hours off: the same verdict, the same record',
    async (hours) => {
      const { print, body } = fresh();
      const registered = await api({}, shifted(hours)).register(body);
      const { record } = registered.body.results[0];
      const { body: told } = await sound().check(print);
      expect(told.results[0]).toMatchObject({ verdict: 'match', record });
      const stated = Date.parse(told.results[0].registered_at) - Date.now();
      expect(Math.round(stated / 3_600_000)).toBe(hours);
    },
  );
});

/** The last: of every fault above. */
it('logs each fault as one line of JSON that names the call, and nothing of what was sent', () => {
  const lines = logged.map((line) => JSON.parse(line));
  const calls = new Set(lines.filter(({ what }) => what === 'storage').map(({ call }) => call));
  expect(lines.length).toBeGreaterThan(30);
  expect([...calls]).toEqual(expect.arrayContaining(['batch', 'tags', 'commit', 'entries']));
  for (const line of lines)
    expect(line).toMatchObject({ level: 'error', what: expect.any(String) });
  const all = logged.join('\n');
  const digests = prints.flatMap(({ bytes, content }) => [
    bytes.ssdeep ?? '?',
    content?.body ?? '?',
  ]);
  for (const sent of [token, ...digests]) expect(all).not.toContain(sent);
  // Neither digests, ids of records and batches, nor statements of SQL with what is bound to them.
  expect(all).not.toMatch(/[0-9a-f]{32}|rec_[a-z2-7]{26}|[0-9a-f]{8}-[0-9a-f]{4}-|SELECT|INSERT/);
});
