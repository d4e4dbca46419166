import { listDurableObjectIds, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { quotaOver } from '../../src/storage/quota-client.ts';
import { testEnv } from './d1-env.ts';
import { quotaContract } from './quota-suite.ts';

const names: string[] = [];
/** Every quota of the suite has objects of its own. */
let opened = 0;
const open = async () => {
  const mine = `${opened++} `;
  return quotaOver((name) => {
    names.push(mine + name);
    return testEnv.QUOTA.getByName(mine + name);
  }, testEnv.LOOKUP_KEYS);
};

quotaContract('Durable Object', open);

const CHARGE = { record: 'rec_secret', suspect: 'f'.repeat(64), entries: 'e', units: 10 };

it('has one object a caller, whose rows name nobody and nothing', async () => {
  const quota = await open();
  const before = (await listDurableObjectIds(testEnv.QUOTA)).length;
  for (const caller of ['registrar:treasury', 'address:1234']) {
    await quota.charge(caller, '2027-04-30', [{ ...CHARGE, equal: false }], 200);
    await quota.spend(caller, '2027-04-30', 3, 1000);
  }
  expect((await listDurableObjectIds(testEnv.QUOTA)).length).toBe(before + 2);
  const stub = testEnv.QUOTA.getByName(names.at(-1) ?? '');
  const rows = await runInDurableObject(stub, (_, state) => [
    ...state.storage.sql.exec('SELECT * FROM suspect').toArray(),
    ...state.storage.sql.exec('SELECT * FROM today').toArray(),
  ]);
  const hex = expect.stringMatching(/^[0-9a-f]{32}$/);
  expect(rows).toEqual([
    { record: hex, suspect: hex, entries: hex, units: 10 },
    { day: '2027-04-30', misses: 3 },
  ]);
  expect(JSON.stringify([rows, names])).not.toMatch(/rec_|treasury|1234|ffff/);
});

it('forgets a day that is over, and counts on afterwards', async () => {
  const quota = await open();
  await quota.charge('a', '2020-01-01', [{ ...CHARGE, equal: false }], 200);
  const stub = testEnv.QUOTA.getByName(names.at(-1) ?? '');
  expect(await runInDurableObject(stub, (_, state) => state.storage.getAlarm())).toBeGreaterThan(
    Date.now(),
  );
  expect(await runDurableObjectAlarm(stub)).toBe(true);
  const tables = await runInDurableObject(stub, (_, state) =>
    state.storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'suspect'").toArray(),
  );
  expect(tables).toEqual([]);
  expect(await quota.spend('a', '2020-01-02', 1, 1)).toBe(true);
});

it('keeps a day that is not over', async () => {
  const quota = await open();
  await quota.spend('a', '9999-12-31', 7, 7);
  const stub = testEnv.QUOTA.getByName(names.at(-1) ?? '');
  expect(await runDurableObjectAlarm(stub)).toBe(true);
  expect(await quota.spend('a', '9999-12-31', 1, 7)).toBe(false);
});
