/** Backups and restores out of the Worker's environment. */
import type { Backups, Restores } from './registry/backup.ts';
import type { Site } from './registry/manifest.ts';
import { Voucher } from './storage/backup/mac.ts';
import { createRestores } from './storage/backup/restore.ts';
import { type BackupOptions, createBackups } from './storage/backup/take.ts';
import { guarded } from './storage/guarded.ts';
import { logSigners } from './storage/log-keys.ts';

/** @throws TypeError for secrets that cannot be read */
export function openBackups(env: Env, site: Site | null, clock: () => Date): Backups {
  return guarded(createBackups(optionsOf(env, site, clock)));
}

/** Null unless the operator has said that this registry is being restored. */
export function openRestores(env: Env, site: Site | null, clock: () => Date): Restores | null {
  if (env.RESTORE !== 'true') return null;
  const { LOG_KEYS = '', ORIGIN = '' } = env;
  const logKeys = async () => (await logSigners({ LOG_KEYS, ORIGIN })).map(({ key }) => key);
  return guarded(createRestores({ ...optionsOf(env, site, clock), logKeys }));
}

function optionsOf(env: Env, site: Site | null, clock: () => Date): BackupOptions {
  // A stub belongs to the request that made it; these outlive requests.
  const calls = (namespace: 'SEQUENCER' | 'CANARY' | 'COMPACTOR') => {
    const object = () => env[namespace].getByName('registry');
    return {
      backupTables: () => object().backupTables(),
      backupPage: (table: string, after: string | null) => object().backupPage(table, after),
      restoreBegin: () => object().restoreBegin(),
      restoreRows: (
        table: string,
        columns: readonly string[],
        rows: readonly (string | number | null)[][],
      ) => object().restoreRows(table, columns, rows),
      restoreEnd: () => object().restoreEnd(),
    };
  };
  return {
    db: env.DB,
    buckets: { ENTRIES: env.ENTRIES, LOG: env.LOG },
    objects: {
      SEQUENCER: calls('SEQUENCER'),
      CANARY: calls('CANARY'),
      COMPACTOR: calls('COMPACTOR'),
    },
    voucher: new Voucher(env),
    site,
    clock,
    logState: () => env.SEQUENCER.getByName('registry').state(),
  };
}
