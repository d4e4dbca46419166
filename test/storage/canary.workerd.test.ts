import { applyD1Migrations, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { exports } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { canarySet } from '../../src/registry/canary.ts';
import { CANARY_TEXTS } from '../../src/registry/canary-texts.ts';
import { recordPostings, recordTags } from '../../src/registry/features.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { declare, registerAll, SITE } from '../registry/batches.ts';
import { docPrint, prose } from '../registry/prints.ts';
import { openD1, testEnv } from './d1-env.ts';
import { compactAll } from './packing.ts';

const canary = () => testEnv.CANARY.getByName('registry');
const { DB } = testEnv;

async function send(path: string, init: RequestInit = {}) {
  const answer = await exports.default.fetch(new Request(`https://registry.test${path}`, init));
  return { status: answer.status, body: (await answer.json()) as never as Answer };
}

interface Answer {
  readonly code?: string;
  readonly detail: string;
  readonly errors?: { readonly pointer: string; readonly detail: string }[];
  readonly results: {
    readonly verdict: string;
    readonly grade: string | null;
    readonly reason: string | null;
    readonly notes: string[];
    readonly record: string | null;
    readonly parts: { readonly verdict: string; readonly reason: string | null }[];
  }[];
  readonly corpora: { readonly consulted?: { id: string }[]; readonly closed?: string[] };
}

const post = (path: string, value: unknown) =>
  send(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(value),
  });

async function files(...named: [string, string][]) {
  const body = new FormData();
  for (const [name, text] of named) body.append('file', new File([text], name));
  return send('/v1/files', { method: 'POST', body });
}

const verdictsOf = ({ results }: Answer) => results.map(({ verdict, reason }) => reason ?? verdict);

const genuine = docPrint('genuine', prose('genuine', 200));
const stranger = docPrint('stranger', prose('stranger', 200));
const near = docPrint('near', [...prose('genuine', 190), ...prose('ten other words', 10)]);
const STRANGE = prose('strange file', 200).join(' ');
const BARE = { sha256: 'b'.repeat(64) };

/** Every way a suspect reaches the registry, the registered one and its variant in between. */
async function ask() {
  const items = [genuine, stranger, near].map((fingerprint) => ({ fingerprint }));
  const checked = await post('/v1/check', { items: [...items, BARE] });
  const single = await post('/v1/check', { items: [{ fingerprint: stranger }] });
  const sent = await files(['strange.txt', STRANGE]);
  expect([checked.status, single.status, sent.status]).toEqual([200, 200, 200]);
  return [checked, single, sent].map(({ body }) => verdictsOf(body));
}

const GREEN = [['match', 'absent', 'differs', 'absent'], ['absent'], ['absent']];
const DOUBT = 'registry_unhealthy';

/** Keeps a table's rows under `condition` away until it is called. */
async function takeAway(table: 'tag' | 'posting' | 'bucket', condition = '1') {
  await DB.exec(`CREATE TABLE away AS SELECT * FROM ${table} WHERE ${condition}`);
  await DB.exec(`DELETE FROM ${table} WHERE ${condition}`);
  return async () => {
    await DB.exec(`INSERT INTO ${table} SELECT * FROM away`);
    await DB.exec('DROP TABLE away');
  };
}

const failingOf = ({ errors }: Answer) => errors?.map(({ pointer }) => pointer);

beforeAll(async () => {
  await applyD1Migrations(DB, testEnv.TEST_MIGRATIONS);
  const registry = createRegistry({ site: SITE, store: await openD1(), clock: () => new Date() });
  await declare(registry);
  await registerAll(registry, [genuine]);
});

describe('the canary', () => {
  it('is registered and passes with the first check, and fires from then on', async () => {
    expect(await DB.prepare('SELECT count(*) AS n FROM canary').first('n')).toBe(0);
    const { body } = await post('/v1/check', { items: [{ fingerprint: stranger }] });
    expect(verdictsOf(body)).toEqual(['absent']);
    expect(await DB.prepare('SELECT failing FROM canary').first('failing')).toBe('[]');
    expect((await send('/healthz')).status).toBe(200);
    expect(await runDurableObjectAlarm(canary())).toBe(true);
    expect(await runDurableObjectAlarm(canary())).toBe(true);
    expect(await ask()).toEqual(GREEN);
  });

  it.each([
    ['posting', ['/checks/near']],
    ['tag', ['/checks/exact']],
  ] as const)('turns red when the rows of %s are gone, and green again', async (table, failing) => {
    const giveBack = await takeAway(table);
    await runDurableObjectAlarm(canary());
    const red = await send('/healthz');
    expect([red.status, red.body.code]).toEqual([503, 'unhealthy']);
    expect(failingOf(red.body)).toEqual(failing);
    expect(red.body.errors?.[0]?.detail).toMatch(/^failing since 20\d\d-.*Z$/);
    const [[, absent, , bare] = [], ...others] = await ask();
    expect([absent, bare, ...others]).toEqual([DOUBT, DOUBT, [DOUBT], [DOUBT]]);

    await runDurableObjectAlarm(canary());
    expect((await send('/healthz')).body.errors).toEqual(red.body.errors);
    await giveBack();
    await runDurableObjectAlarm(canary());
    expect((await send('/healthz')).status).toBe(200);
    expect(await ask()).toEqual(GREEN);
  });

  it('lets match and differs stand while it is red', async () => {
    await DB.exec('UPDATE canary SET failing = \'[{"check":"near","since":null}]\'');
    expect(await ask()).toEqual([['match', DOUBT, 'differs', DOUBT], [DOUBT], [DOUBT]]);
    await runDurableObjectAlarm(canary());
    expect(await ask()).toEqual(GREEN);
  });

  it('turns red when its own records are lost, and registers them no second time', async () => {
    const ids = await DB.prepare(
      "SELECT ref, state FROM record WHERE corpus = '_canary' AND state = 'live'",
    ).all<{ ref: number }>();
    expect(ids.results).toHaveLength(CANARY_TEXTS.registered.length);
    await DB.exec("UPDATE record SET state = 'pending' WHERE corpus = '_canary'");
    await runDurableObjectAlarm(canary());
    expect(failingOf((await send('/healthz')).body)).toEqual(['/checks/exact', '/checks/near']);
    await DB.exec("UPDATE record SET state = 'live' WHERE corpus = '_canary'");
    await runDurableObjectAlarm(canary());
    expect((await send('/healthz')).status).toBe(200);
  });

  it('turns red when the look-up key is another, under the same name or not', async () => {
    const other = btoa(String.fromCharCode(...new Uint8Array(32).fill(7)));
    const own = testEnv.LOOKUP_KEYS;
    for (const [keys, failing] of [
      [`k1:${other}`, ['exact', 'near']],
      [`k2:${other}`, ['exact', 'near']],
      [`k2:${other},${own}`, []],
      [own, []],
    ] as const) {
      await runInDurableObject(canary(), async (object) => {
        Object.assign(object, { env: { ...testEnv, LOOKUP_KEYS: keys } });
        await object.alarm();
      });
      const { status, body } = await send('/healthz');
      expect(status).toBe(failing.length === 0 ? 200 : 503);
      expect(failingOf(body) ?? []).toEqual(failing.map((check) => `/checks/${check}`));
      expect((await ask())[1]).toEqual([failing.length === 0 ? 'absent' : DOUBT]);
    }
  });

  it.each(['tag', 'posting', 'bucket', 'packing', 'record'])(
    'turns red when D1 cannot read %s',
    async (table) => {
      await DB.exec(`ALTER TABLE ${table} RENAME TO mislaid`);
      await runDurableObjectAlarm(canary());
      expect(failingOf((await send('/healthz')).body)).toEqual(['/checks/database']);
      const fallen = await post('/v1/check', { items: [{ fingerprint: near }] });
      expect([fallen.status, fallen.body.code]).toEqual([503, 'storage_failed']);
      await DB.exec(`ALTER TABLE mislaid RENAME TO ${table}`);
      // Until a run has passed, the tables' being back proves nothing.
      expect(failingOf((await send('/healthz')).body)).toEqual(['/checks/run']);
      expect((await ask())[1]).toEqual([DOUBT]);
      await runDurableObjectAlarm(canary());
      expect(await ask()).toEqual(GREEN);
    },
  );

  it('is stale after ten minutes, and run by whoever asks once no alarm came', async () => {
    const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
    const set = (passed: string | null) =>
      DB.prepare('UPDATE canary SET ran_at = ?1, passed_at = ?2').bind(ago(60_000), passed).run();
    await set(ago(599_000));
    expect((await send('/healthz')).status).toBe(200);
    const old = ago(601_000);
    await set(old);
    const stale = await send('/healthz');
    expect(stale.body.errors).toEqual([
      { pointer: '/checks/stale', detail: `last passed at ${old}` },
    ]);
    expect(verdictsOf((await post('/v1/check', { items: [BARE] })).body)).toEqual([DOUBT]);
    await set(null);
    expect((await send('/healthz')).body.errors?.[0]?.detail).toBe('never passed');
    await DB.prepare('UPDATE canary SET ran_at = ?1').bind(ago(600_000)).run();
    expect((await send('/healthz')).status).toBe(200);
  });
});

describe('nobody sees the canary', () => {
  it('answers for its texts as for any other, and lists nothing of it', async () => {
    const texts = [...CANARY_TEXTS.registered, ...CANARY_TEXTS.variants];
    const { body } = await files(...texts.map((text, i): [string, string] => [`${i}.txt`, text]));
    for (const result of body.results) {
      expect(result).toMatchObject({ verdict: 'absent', record: null, notes: [], grade: null });
    }
    const all = JSON.stringify([body, (await send('/v1/corpora')).body]);
    expect(all).not.toContain('canary');
    const { id } = (await DB.prepare(
      "SELECT id FROM record WHERE corpus = '_canary' AND state = 'live'",
    ).first<{ id: string }>()) ?? { id: '' };
    expect((await send(`/v1/records/${id}`)).status).toBe(404);
  });

  it('counts in no figure and stands under no key of a caller', async () => {
    const store = await openD1();
    const [known] = await store.corpora();
    expect(known?.records).toBe(1);
    const { registered } = await canarySet();
    const prints = registered.map(({ fingerprint }) => fingerprint);
    expect(await store.tags(prints.flatMap(recordTags), 65)).toEqual(new Map());
    expect(await store.postings(prints.flatMap(recordPostings), 65)).toEqual(new Map());
    const { body } = await post('/v1/check', {
      items: prints.map(({ bytes }) => ({ sha256: bytes.sha256 })),
    });
    expect(verdictsOf(body)).toEqual(['absent', 'absent']);
  });

  it('turns red when the bucket that its postings were packed into is gone', async () => {
    await compactAll(DB, 0);
    await runDurableObjectAlarm(canary());
    expect((await send('/healthz')).status).toBe(200);
    const giveBack = await takeAway('bucket');
    await runDurableObjectAlarm(canary());
    expect(failingOf((await send('/healthz')).body)).toEqual(['/checks/near']);
    await giveBack();
    await runDurableObjectAlarm(canary());
    expect((await send('/healthz')).status).toBe(200);
    expect(await ask()).toEqual(GREEN);
  });
});
