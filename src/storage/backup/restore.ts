import type { Restores } from '../../registry/backup.ts';
import {
  BackupManifest,
  BackupPage,
  type RestoreAnswer,
  type Vouched,
} from '../../registry/contract-backup.ts';
import { RegistryError } from '../../registry/errors.ts';
import { openCheckpoint } from '../../tlog/checkpoint.ts';
import type { VerifierKey } from '../../tlog/key.ts';
import { invalid } from './mac.ts';
import { countOf, d1Query, d1Tables, type Kept, writePart } from './parts.ts';
import { parentsFirst, readTable } from './tables.ts';
import { type BackupOptions, migrationsOf, noSite } from './take.ts';

export interface RestoreOptions extends BackupOptions {
  /** Keys of the log that this registry signs with. */
  readonly logKeys: () => Promise<readonly VerifierKey[]>;
}

/** Tables into which migrations put a row, which is replaced by the backup's. */
export const SEEDED = ['corpus', 'packing', 'log_head'];

interface Progress {
  readonly part: string;
  readonly pages: number;
  readonly rows: number;
  readonly last: string;
  readonly next: string | null;
}

/** Restores into this registry; how far one has come stands in its own tables. */
export function createRestores(options: RestoreOptions): Restores {
  const { db, voucher } = options;
  return {
    async begin(vouched) {
      const manifest = voucher.open(vouched, BackupManifest);
      const under = await underWay(db);
      if (under !== null && under !== vouched.text) {
        throw notEmpty('Another backup is being restored here.');
      }
      if (under === null) {
        await verifyKin(options, manifest);
        await requireEmpty(options);
        await db
          .prepare('INSERT INTO restore (one, manifest) VALUES (1, ?1)')
          .bind(vouched.text)
          .run();
      }
      // An interruption may have come before the objects knew.
      const progress = await progressOf(db);
      if (progress.size === 0) {
        for (const object of Object.values(options.objects)) await object.restoreBegin();
      }
      return answer(manifest, await partsToFill(db, manifest), progress, null);
    },

    async page(vouched: Vouched) {
      const manifest = await manifestUnderWay(db);
      const { part, number, previous, after, columns, rows, next, backup } = voucher.open(
        vouched,
        BackupPage,
      );
      const progress = await progressOf(db);
      if (backup !== manifest.backup) throw invalid('The page is of another backup.');
      if (!manifest.parts.some((one) => one.part === part)) {
        throw invalid(`The backup has no part ${part}.`);
      }
      const known = progress.get(part);
      if (number < (known?.pages ?? 0)) return answer(manifest, [part], progress, null);
      const follows =
        number === (known?.pages ?? 0) &&
        previous === (known?.last ?? null) &&
        after === (known?.next ?? null) &&
        (known === undefined || known.next !== null);
      if (!follows) throw invalid(`Page ${number} of ${part} does not follow the one before it.`);
      await writePart(options, part, columns, rows);
      const taken: Progress = {
        ...{ part, next, last: vouched.mac },
        pages: number + 1,
        rows: (known?.rows ?? 0) + rows.length,
      };
      await note(db, taken);
      return answer(manifest, [part], progress.set(part, taken), null);
    },

    async end() {
      const manifest = await manifestUnderWay(db);
      const progress = await progressOf(db);
      for (const { part, pages, last } of manifest.parts) {
        const known = progress.get(part);
        if (known?.pages !== pages || known.last !== last || known.next !== null) {
          throw invalid(`${part} has ${known?.pages ?? 0} pages of ${pages}.`);
        }
      }
      await verifyRows(options, progress);
      const { size, root } = manifest.log;
      const log = await options.logState().catch(() => null);
      if (log?.size !== size || log.root !== root) {
        throw invalid('The log that was restored has not the root of the backup.');
      }
      for (const object of Object.values(options.objects)) await object.restoreEnd();
      await db.batch(
        ['restore_part', 'restore', 'canary'].map((name) => db.prepare(`DELETE FROM ${name}`)),
      );
      return answer(manifest, await partsToFill(db, manifest), progress, { size, root });
    },
  };
}

async function manifestUnderWay(db: D1Database): Promise<BackupManifest> {
  const text = await underWay(db);
  if (text === null) throw invalid('No restore is under way: begin with the manifest.');
  return BackupManifest.parse(JSON.parse(text));
}

/** What must be the same here for the backup to be of any use. */
async function verifyKin(
  { db, voucher, site, logKeys }: RestoreOptions,
  manifest: BackupManifest,
): Promise<void> {
  if (!site) throw noSite();
  const { origin, environment, lookup_keys, seal_keys, migrations, log } = manifest;
  if (origin !== site.origin || environment !== site.environment) {
    throw invalid(`It is of ${origin} (${environment}), not of ${site.origin}.`);
  }
  const checks = voucher.lookupChecks;
  for (const { id, check } of lookup_keys) {
    if (!checks.some((own) => own.id === id && own.check === check)) {
      throw invalid(`Its records are found with the look-up key ${id}, which LOOKUP_KEYS has not.`);
    }
  }
  const unsealed = seal_keys.find((id) => !voucher.sealIds.includes(id));
  if (unsealed !== undefined) throw invalid(`SEAL_KEYS has no key ${unsealed}.`);
  await openCheckpoint(log.checkpoint, await logKeys()).catch(() => {
    throw invalid('LOG_KEYS and ORIGIN are not those of its log.');
  });
  const own = await migrationsOf(db);
  if (own.join() !== migrations.join()) {
    throw invalid(
      `It was taken after migration ${migrations.at(-1)}; here it is ${own.at(-1) ?? 'none'}.`,
    );
  }
}

/** Nothing but what migrations made. @throws RegistryError `not_empty` */
async function requireEmpty({ db, buckets, logState }: Kept & RestoreOptions): Promise<void> {
  const log = await logState();
  if (log.size > 0) throw notEmpty(`The log has ${log.size} entries.`);
  for (const name of await d1Tables(db)) {
    const own = name === 'corpus' ? "WHERE id NOT LIKE '\\_%' ESCAPE '\\'" : '';
    const found = await d1Query(db)(`SELECT 1 FROM "${name}" ${own} LIMIT 1`);
    if (found.length > 0 && (own !== '' || !SEEDED.includes(name))) {
      throw notEmpty(`The table ${name} has rows.`);
    }
  }
  const { objects = [] } = (await buckets.ENTRIES?.list({ limit: 1 })) ?? {};
  if (objects.length > 0) throw notEmpty('The bucket ENTRIES has objects.');
}

/** Counts what is there, so that a row lost on the way is noticed. */
async function verifyRows(
  { db }: RestoreOptions,
  progress: ReadonlyMap<string, Progress>,
): Promise<void> {
  for (const name of await d1Tables(db)) {
    const [there, taken] = [await countOf(db, name), progress.get(`d1/${name}`)?.rows ?? 0];
    if (there !== taken) throw invalid(`The table ${name} has ${there} rows of ${taken}.`);
  }
  const broken = await d1Query(db)('PRAGMA foreign_key_check');
  if (broken.length > 0) throw invalid(`A row of ${broken[0]?.[0]} refers to none.`);
}

async function underWay(db: D1Database): Promise<string | null> {
  return db.prepare('SELECT manifest FROM restore').first<string>('manifest');
}

async function progressOf(db: D1Database): Promise<Map<string, Progress>> {
  const { results } = await db
    .prepare('SELECT part, pages, rows, last, next FROM restore_part')
    .all<Progress>();
  return new Map(results.map((one) => [one.part, one]));
}

async function note(db: D1Database, { part, pages, rows, last, next }: Progress): Promise<void> {
  await db
    .prepare(
      `INSERT OR REPLACE INTO restore_part (part, pages, rows, last, next)
      VALUES (?1, ?2, ?3, ?4, ?5)`,
    )
    .bind(part, pages, rows, last, next)
    .run();
}

/** All parts, rows after those that they refer to. */
async function partsToFill(db: D1Database, { parts }: BackupManifest): Promise<string[]> {
  const names = await d1Tables(db);
  const known = await Promise.all(names.map((name) => readTable(d1Query(db), name)));
  const tables = parentsFirst(known).map(({ name }) => `d1/${name}`);
  return [...tables, ...parts.map(({ part }) => part).filter((one) => !tables.includes(one))];
}

function answer(
  { backup, parts }: BackupManifest,
  told: readonly string[],
  progress: ReadonlyMap<string, Progress>,
  log: RestoreAnswer['log'],
): RestoreAnswer {
  const pages = new Map(parts.map((one) => [one.part, one.pages]));
  return {
    backup,
    parts: told.map((part) => {
      const known = progress.get(part);
      const done = known !== undefined && known.next === null && known.pages === pages.get(part);
      return { part, pages: known?.pages ?? 0, rows: known?.rows ?? 0, done };
    }),
    log,
  };
}

function notEmpty(detail: string): RegistryError {
  return new RegistryError('not_empty', `${detail} A backup is restored into an empty registry.`);
}
