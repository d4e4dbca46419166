import type { Backups } from '../../registry/backup.ts';
import {
  BACKUP_FORMAT,
  type BackupManifest,
  type BackupPage,
  BackupTicket,
  type Vouched,
} from '../../registry/contract-backup.ts';
import { RegistryError } from '../../registry/errors.ts';
import type { Site } from '../../registry/manifest.ts';
import { closed } from '../public-log.ts';
import { invalid, type Voucher } from './mac.ts';
import { d1Query, type Kept, partsOf, readPart, stateOf } from './parts.ts';

/** How the log stands. */
export interface LogState {
  readonly size: number;
  /** Base64. */
  readonly root: string;
  /** Changes with every registration that is begun, appended or finished. */
  readonly state: string;
  /** Null where the log has no key, or a restore is under way. */
  readonly checkpoint: string | null;
}

export interface BackupOptions extends Kept {
  readonly voucher: Voucher;
  readonly site: Site | null;
  readonly logState: () => Promise<LogState>;
  readonly clock: () => Date;
}

/**
 * Backups of the registry. Nothing is noted of one: whoever takes it carries the ticket from page to page.
 * It is whole because the state at its end is that of its beginning, and because of the order of its
 * parts (`parts.ts`); nothing is locked meanwhile.
 */
export function createBackups(options: BackupOptions): Backups {
  const { db, voucher, clock } = options;
  const openTicket = (ticket: Vouched) => voucher.open(ticket, BackupTicket);
  const now = async () => {
    const log = await options.logState();
    return { log, state: await stateOf(db, log.state) };
  };
  return {
    async begin() {
      const { site } = options;
      if (!site) throw noSite();
      const { log, state } = await now();
      if (log.checkpoint === null) throw closed();
      const ticket: BackupTicket = {
        kind: 'ticket',
        format: BACKUP_FORMAT,
        backup: crypto.randomUUID(),
        at: clock().toISOString(),
        ...site,
        state,
        parts: await partsOf(options),
      };
      return voucher.vouch(ticket);
    },
    async page({ ticket, part, number, previous, after }) {
      const { backup, parts } = openTicket(ticket);
      if (!parts.includes(part)) throw invalid(`The backup has no part ${part}.`);
      const { columns, rows, next } = await readPart(options, part, after).catch((error) => {
        throw error instanceof TypeError || error instanceof SyntaxError
          ? invalid(`${part} has no such place.`)
          : error;
      });
      const page: BackupPage = {
        ...{ kind: 'page', backup, part, number, previous, after },
        ...{ columns, rows, next },
      };
      return voucher.vouch(page);
    },
    async end({ ticket, parts }) {
      const { state: before, kind: _kind, parts: wanted, ...about } = openTicket(ticket);
      const { log, state } = await now();
      if (state !== before) {
        throw new RegistryError(
          'backup_changed',
          'Something was registered while the backup was taken: take it again.',
        );
      }
      const missing = wanted.filter((part) => !parts.some((one) => one.part === part));
      if (missing.length > 0) throw invalid(`Not copied: ${missing.join(', ')}.`);
      const { size, root, checkpoint } = log;
      if (checkpoint === null) throw closed();
      const manifest: BackupManifest = {
        kind: 'manifest',
        ...about,
        migrations: await migrationsOf(db),
        lookup_keys: voucher.lookupChecks,
        seal_keys: voucher.sealIds,
        log: { size, root, checkpoint },
        parts,
      };
      return voucher.vouch(manifest);
    },
  };
}

/** Names of the migrations that were applied, from the first. */
export async function migrationsOf(db: D1Database): Promise<string[]> {
  const rows = await d1Query(db)('SELECT name FROM d1_migrations ORDER BY name');
  return rows.map(([name]) => String(name));
}

export function noSite(): RegistryError {
  return new RegistryError(
    'registration_closed',
    'This registry has no ORIGIN and ENVIRONMENT that a backup could name.',
  );
}
