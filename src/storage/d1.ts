import { callersView, canaryView } from '../registry/canary-scope.ts';
import type { Corpus, Coverage } from '../registry/contract.ts';
import type { Store } from '../registry/store.ts';
import type { CompactorCalls } from './compactor.ts';
import { d1Admin } from './d1-admin.ts';
import { commitBatch, readBatch } from './d1-batch.ts';
import { readIndex } from './d1-index.ts';
import { d1Receipts } from './d1-receipts.ts';
import {
  heldRecord,
  noteEvent,
  openRecord,
  openRecords,
  readEntries,
  recordsWithin,
} from './d1-records.ts';
import { parseKeys } from './keys.ts';
import { Lookup } from './lookup.ts';
import { closed } from './public-log.ts';
import { Sealer } from './seal.ts';
import type { SequencerCalls } from './sequencer.ts';

/** What the store needs of the platform; `worker.ts` takes it from its environment. */
export interface D1StoreOptions extends D1StoresOptions {
  readonly db: D1Database;
}

/** The same without the database, which may be a session's. */
export interface D1StoresOptions {
  readonly entries: R2Bucket;
  readonly sequencer: SequencerCalls;
  /** Without it, postings stay in rows. */
  readonly compactor?: CompactorCalls;
  /** Secrets as `keys.ts` reads them. */
  readonly lookupKeys: string;
  readonly sealKeys: string;
}

/** What the parts of the store share. */
export interface Backend {
  readonly db: D1Database;
  readonly entries: R2Bucket;
  readonly sequencer: SequencerCalls;
  readonly compactor: CompactorCalls | null;
  /** Newest first; the first one writes. */
  readonly lookups: readonly [Lookup, ...Lookup[]];
  readonly sealer: Sealer;
}

/**
 * The registry's store over D1, R2 and the sequencer (`schema/storage.md`), without the canary.
 *
 * @throws TypeError for secrets that cannot be read
 */
export function d1Store({ db, ...options }: D1StoreOptions): Store {
  return d1Stores(options)(db);
}

/** The same store over any number of databases that are one, such as its sessions. @throws as `d1Store` */
export function d1Stores(options: D1StoresOptions): (db: D1Database) => Store {
  const keys = readKeys(options);
  return (db) => callersView(wholeStore({ ...options, db }, keys));
}

/** The same rows, of which only the canary's are seen. @throws as `d1Store` */
export function d1Canary(options: D1StoreOptions): Store {
  return canaryView(wholeStore(options, readKeys(options)));
}

function readKeys(options: D1StoresOptions): Pick<Backend, 'lookups' | 'sealer'> {
  const [current, ...old] = parseKeys(options.lookupKeys, 'LOOKUP_KEYS');
  return {
    lookups: [new Lookup(current), ...old.map((key) => new Lookup(key))],
    sealer: new Sealer(parseKeys(options.sealKeys, 'SEAL_KEYS')),
  };
}

function wholeStore(options: D1StoreOptions, keys: Pick<Backend, 'lookups' | 'sealer'>): Store {
  const backend: Backend = {
    db: options.db,
    entries: options.entries,
    sequencer: options.sequencer,
    compactor: options.compactor ?? null,
    ...keys,
  };
  const { db, lookups } = backend;
  return {
    ...d1Admin(db),
    ...d1Receipts(backend),
    async corpora() {
      const { results } = await db
        .prepare(
          `SELECT id, title, registrant, policy, sealed_until, coverage, locate, records,
            statement FROM corpus ORDER BY id`,
        )
        .all<Omit<Corpus, 'statement'> & { statement: string | null }>();
      return results.map(({ statement, ...corpus }) =>
        statement === null ? corpus : { ...corpus, statement: JSON.parse(statement) as Coverage },
      );
    },
    async putCorpus(id, corpus) {
      await db
        .prepare(
          `INSERT INTO corpus (id, title, registrant, policy, coverage, locate, sealed_until)
          VALUES (?1, ?2, ?3, ?4, ?5, coalesce(?6, 'on'), ?7)
          ON CONFLICT (id) DO UPDATE SET title = ?2, registrant = ?3, policy = ?4, coverage = ?5,
            locate = coalesce(?6, locate), sealed_until = ?7`,
        )
        .bind(
          id,
          corpus.title,
          corpus.registrant,
          corpus.policy,
          corpus.coverage,
          corpus.locate ?? null,
          corpus.sealed_until ?? null,
        )
        .run();
    },
    batch: (uuid) => readBatch(backend, uuid),
    commit: (batch) => commitBatch(backend, batch),
    tags: (features, limit) => readIndex(db, lookups, 'tag', features, limit),
    postings: (features, limit) => readIndex(db, lookups, 'posting', features, limit),
    within: (refs, corpora) => recordsWithin(backend, refs, corpora),
    open: (refs) => openRecords(backend, refs),
    record: (id) => openRecord(backend, id),
    held: (id) => heldRecord(backend, id),
    note: (event) => noteEvent(backend, event),
    entries: (ref) => readEntries(backend, ref),
    async append(key, leaves) {
      const position = await backend.sequencer.append(key, leaves);
      if (!position) throw closed();
      return position;
    },
  };
}
