import { applyD1Migrations } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { d1Store } from '../../src/storage/d1.ts';
import { readsTogether } from '../../src/storage/together.ts';

export interface TestEnv extends Env {
  readonly TEST_MIGRATIONS: Parameters<typeof applyD1Migrations>[1];
  /** Empty; for tests that need a second database. */
  readonly REPLICA: D1Database;
}
export const testEnv = env as unknown as TestEnv;

/** A store over the bindings of this test file, its tables made. */
export async function openD1(change: Partial<Parameters<typeof d1Store>[0]> = {}) {
  await applyD1Migrations(testEnv.DB, testEnv.TEST_MIGRATIONS);
  return d1Store({
    db: readsTogether(testEnv.DB),
    entries: testEnv.ENTRIES,
    sequencer: testEnv.SEQUENCER.getByName('registry'),
    lookupKeys: testEnv.LOOKUP_KEYS,
    sealKeys: testEnv.SEAL_KEYS,
    ...change,
  });
}
