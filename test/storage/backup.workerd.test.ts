import { applyD1Migrations, reset } from 'cloudflare:test';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BackupPage } from '../../src/registry/contract.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { SEEDED } from '../../src/storage/backup/restore.ts';
import { openRestores } from '../../src/worker-backup.ts';
import { BOOTSTRAP_TOKEN, bootstrap, call, declareCorpus, withdraw } from '../http/admin.ts';
import { bearer, deps, json, send } from '../http/fake.ts';
import { batchOf, CORPUS, REGISTRAR, registerAll, SITE } from '../registry/batches.ts';
import { docPrint, prose } from '../registry/prints.ts';
import { type Ask, type Backup, logOf, read, restoreBackup, takeBackup } from './backup.ts';
import { openD1, testEnv } from './d1-env.ts';
import { type Dump, dumpAll } from './dump.ts';
import { head } from './log-reader.ts';
import { compactAll } from './packing.ts';

const { DB } = testEnv;
const prints = Array.from({ length: 300 }, (_, i) => docPrint(`doc${i}`, prose(`doc${i}`, 40)));
const planted = docPrint('planted', prose('planted', 60));
const stranger = docPrint('stranger', prose('stranger', 60));
const near = docPrint('near', [...prose('doc7', 36), ...prose('other', 4)]);

let admin: string;
let backup: Backup;
let before: { answers: unknown; dump: Dump; root: string };

const asAdmin: Ask = async (path, body) => {
  const { status, body: answer, text } = await call('POST', path, admin, body);
  if (status !== 200) throw new Error(text);
  return answer;
};

/** The registry as it is while its operator restores it, with some of its settings changed. */
function restoring(change: Partial<Env> = {}): Ask {
  const env = { ...testEnv, RESTORE: 'true', ...change };
  const site = { origin: env.ORIGIN ?? '', environment: 'local' } as const;
  const restores = openRestores(env, site, () => new Date());
  return async (path, body) => {
    const {
      answer,
      body: found,
      text,
    } = await send(deps({}, { restores }), path, {
      method: 'POST',
      headers: { ...json, ...bearer(BOOTSTRAP_TOKEN) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (answer.status !== 200) throw new Error(text);
    return found;
  };
}

/** Without the id of the request. */
const told = ({ instance: _id, ...rest }: { instance?: string }) => rest;

/** What the outside world is told: of every document, of records, corpora, statements. */
async function answers(records: readonly string[]) {
  const some = prints.filter((_, i) => i % 9 === 3);
  const items = [...some, planted, stranger, near].map((fingerprint) => ({ fingerprint }));
  const { body } = await call('POST', '/v1/check', null, { items });
  const others = ['/v1/corpora', '/v1/statements', '/v1/governance'];
  const paths = [...others, ...records.map((record) => `/v1/records/${record}`)];
  const bodies = await Promise.all(
    paths.map(async (path) => told((await call('GET', path, null)).body)),
  );
  return { results: body.results, bodies };
}

let records: string[];

beforeAll(async () => {
  await applyD1Migrations(DB, testEnv.TEST_MIGRATIONS);
  admin = await bootstrap();
  await declareCorpus(admin, CORPUS, {
    ...{ title: 'Campagne', registrant: 'Horizon commun', coverage: 'Tout.', policy: 'public' },
  });
  const registry = createRegistry({ site: SITE, store: await openD1(), clock: () => new Date() });
  const first = await registerAll(registry, prints.slice(0, 280));
  const [decoy] = await registerAll(registry, [planted], { state: 'decoy' });
  await compactAll(DB, 100);
  const second = await registerAll(registry, prints.slice(280));
  const [opened] = await registerAll(registry, [docPrint('o', prose('o', 60))], { state: 'decoy' });
  await registry.noteEvent(opened ?? '', { kind: 'opened', reason: 'Piège.' }, REGISTRAR);
  await withdraw(first[3] ?? '', 'Une ébauche.');
  // One that stopped half-way, with rows that nothing finds.
  const stopped = batchOf([docPrint('stopped', prose('stopped', 60))]);
  const failing = createRegistry({
    ...{ site: SITE, clock: () => new Date() },
    store: await openD1({
      sequencer: {
        begin: (batch) => testEnv.SEQUENCER.getByName('registry').begin(batch),
        append: async () => null,
        commit: async () => Promise.reject(new Error('crash')),
      },
    }),
  });
  await expect(failing.register(stopped.request, stopped.digest, REGISTRAR)).rejects.toThrow();

  records = [first[0], first[3], second[5], opened, decoy].map(String);
  await answers(records);
  backup = await takeBackup(asAdmin);
  before = {
    answers: await answers(records),
    dump: await dumpAll(),
    root: logOf(backup).root,
  };
}, 120_000);

describe('a backup', () => {
  it('has every table, object and bucket, in more than one page, and the root of the log', async () => {
    const parts = [...backup.pages.keys()];
    for (const name of Object.keys(before.dump.tables)) {
      if (/^(do_|d1_migrations|restore|canary$)/.test(name)) continue;
      expect(parts).toContain(`d1/${name}`);
    }
    expect(parts).toEqual(expect.arrayContaining(['do/SEQUENCER/tile', 'r2/ENTRIES', 'r2/LOG']));
    expect(backup.pages.get('d1/posting')?.length).toBeGreaterThan(1);
    const { size, root } = await head();
    expect(logOf(backup)).toMatchObject({ size, root: btoa(String.fromCharCode(...root)) });
  });

  it('is refused to whoever has no admin token', async () => {
    for (const path of ['', '/pages', '/manifest']) {
      const { status } = await call('POST', `/v1/backup${path}`, null, {});
      expect(status).toBe(401);
    }
  });

  it('is not closed when something was registered meanwhile', async () => {
    const registry = createRegistry({ site: SITE, store: await openD1(), clock: () => new Date() });
    const ticket = await asAdmin('/v1/backup');
    await registerAll(registry, [docPrint('late', prose('late', 60))]);
    const ending = asAdmin('/v1/backup/manifest', { ticket, parts: [] });
    await expect(ending).rejects.toThrow('backup_changed');
  });

  it('gives pages for its own tickets only', async () => {
    const ticket = { text: backup.manifest.text, mac: backup.manifest.mac };
    const request = { ticket, part: 'd1/record', number: 0, previous: null, after: null };
    await expect(asAdmin('/v1/backup/pages', request)).rejects.toThrow('backup_invalid');
  });
});

/** The same registry, with nothing in it. */
async function wipe() {
  await reset();
  await applyD1Migrations(DB, testEnv.TEST_MIGRATIONS);
}

const rowsOf = ({ tables }: Dump) =>
  Object.fromEntries(
    Object.entries(tables)
      .filter(([name]) => !/^(do_kv|restore|restore_part|canary|d1_migrations)$/.test(name))
      .map(([name, rows]) => [name, rows.map((row) => JSON.stringify(row)).sort()]),
  );

describe('a restore', () => {
  it('is refused where anything is registered', async () => {
    await expect(restoreBackup(restoring(), backup)).rejects.toThrow('not_empty');
  });

  it('finds a new registry to have rows where it expects them', async () => {
    await wipe();
    const { tables } = await dumpAll();
    const seeded = Object.entries(tables).filter(
      ([name, rows]) => rows.length > 0 && !/^(do_|d1_migrations)/.test(name),
    );
    expect(seeded.map(([name]) => name).sort()).toEqual([...SEEDED].sort());
  });

  it.each<[string, (text: string) => string]>([
    ['a byte of the text', (text) => text.replace(/[0-9](?=\D*$)/, (d) => `${9 - Number(d)}`)],
    ['the size of the log', (text) => text.replace(/"size":\d+/, '"size":3')],
  ])('is refused when %s of the manifest was changed', async (_name, change) => {
    const text = change(backup.manifest.text);
    expect(text).not.toBe(backup.manifest.text);
    await expect(restoring()('/v1/restore', { ...backup.manifest, text })).rejects.toThrow(
      'backup_invalid',
    );
  });

  it.each<[string, Partial<Env>, string]>([
    ['SEAL_KEYS', { SEAL_KEYS: `s1:${btoa('x'.repeat(32))}` }, 'other secrets'],
    ['the id of SEAL_KEYS', { SEAL_KEYS: `s9:${btoa('x'.repeat(32))}` }, 'SEAL_KEYS has not'],
    ['LOOKUP_KEYS', { LOOKUP_KEYS: `k1:${btoa('y'.repeat(32))}` }, 'LOOKUP_KEYS has not'],
    ['LOG_KEYS', { LOG_KEYS: testEnv.RECEIPT_KEYS ?? '' }, 'LOG_KEYS and ORIGIN are not'],
    ['ORIGIN', { ORIGIN: 'https://elsewhere.test' }, 'It is of https://registry.test'],
  ])('is refused when %s is another', async (_name, change, told) => {
    await expect(restoring(change)('/v1/restore', backup.manifest)).rejects.toThrow(told);
  });

  it('takes the pages in their order, unchanged, none twice and none left out', async () => {
    const ask = restoring();
    await ask('/v1/restore', backup.manifest);
    const pages = backup.pages.get('d1/corpus') ?? [];
    const [first, last] = pages;
    if (!first || !last) throw new Error('a part has two pages at least');
    const mine = first.text.replace('Horizon commun', 'Horizon commune');
    await expect(ask('/v1/restore/pages', { ...first, text: mine })).rejects.toThrow('changed');
    await expect(ask('/v1/restore/pages', last)).rejects.toThrow('does not follow');
    await expect(ask('/v1/restore/end')).rejects.toThrow('has 0 pages of');
    await ask('/v1/restore/pages', first);
    await ask('/v1/restore/pages', first);
    const { parts } = (await ask('/v1/restore', backup.manifest)) as {
      parts: { part: string; pages: number; rows: number }[];
    };
    const rows = read<BackupPage>(first).rows.length;
    expect(parts.find(({ part }) => part === 'd1/corpus')).toMatchObject({ pages: 1, rows });
  });

  it('never lets what is half there answer absent, nor its log be signed', async () => {
    await DB.exec("UPDATE canary SET passed_at = NULL, ran_at = '2020-01-01T00:00:00Z'");
    const { body } = await call('POST', '/v1/check', null, { items: [{ fingerprint: stranger }] });
    expect(body.results[0]).toMatchObject({ verdict: 'undecided', reason: 'registry_unhealthy' });
    expect((await call('GET', '/healthz', null)).status).toBe(503);
    expect((await call('GET', '/log/checkpoint', null)).body.code).toBe('log_closed');
    const registry = createRegistry({ site: SITE, store: await openD1(), clock: () => new Date() });
    await expect(registerAll(registry, [stranger])).rejects.toThrow('no key');
  });

  it('gives the same registry again: rows, objects, answers and the root of the log', async () => {
    // The refused registration of the test before has left a row.
    await wipe();
    const { log } = await restoreBackup(restoring(), backup);
    expect(log?.root).toBe(before.root);
    const dump = await dumpAll();
    // What was registered after the backup is in none.
    expect(await answers(records)).toEqual(before.answers);
    expect(rowsOf(dump)).toEqual(rowsOf(before.dump));
    expect(dump.objects).toEqual(before.dump.objects);
    const { root } = await head();
    expect(btoa(String.fromCharCode(...root))).toBe(before.root);
    expect((await call('GET', '/healthz', null)).status).toBe(200);
  });

  it('lets the registry go on where it was, and the batch that had stopped be finished', async () => {
    const registry = createRegistry({ site: SITE, store: await openD1(), clock: () => new Date() });
    const { size } = await head();
    const [record] = await registerAll(registry, [stranger]);
    expect(record).toMatch(/^rec_/);
    const { results } = await registry.check({ items: [{ fingerprint: stranger }] }, 'x');
    expect(results[0]?.verdict).toBe('match');
    expect((await head()).size).toBe(size + 1);
  });
});
