import { bytesToHex } from '@noble/hashes/utils.js';
import type { EntryLists } from '../fingerprint/profile.ts';
import type { HeldRecord, NewEvent, Ref, StoredEvent, StoredRecord } from '../registry/store.ts';
import type { Backend } from './d1.ts';
import { requireNoFreeze } from './d1-admin.ts';
import { insertIndex } from './d1-index.ts';
import { jsonChunks } from './d1-rows.ts';
import { type RecordBody, unpackEntries, unpackJson } from './pack.ts';
import { closed } from './public-log.ts';

interface RecordRow {
  ref: Ref;
  id: string;
  batch: string;
  corpus: string;
  state: 'live' | 'withdrawn';
  /** JSON: the record's events, from the first. */
  events: string;
  at: string;
  sealed: string;
  log_index: number | null;
  /** How much of the log is witnessed. */
  witnessed: number;
  /** By when the record's entry was, by the witnesses' clocks. */
  witnessed_at: string | null;
}

type EventRow = Omit<StoredEvent, 'log'> & {
  readonly log_index: number | null;
  readonly witnessed_at: string | null;
};

/** Of an entry, the time of the first cosigned checkpoint that holds it. */
const WITNESSED_AT =
  '(SELECT w.at FROM witnessed_head w WHERE w.size > log_index ORDER BY w.size LIMIT 1)';

const COLUMNS = `SELECT r.ref, r.id, r.batch, r.corpus, r.state, b.at, r.sealed, r.log_index,
    (SELECT witnessed FROM log_head) AS witnessed, ${WITNESSED_AT} AS witnessed_at,
    (SELECT json_group_array(json_object('kind', kind, 'at', at, 'reason', reason,
        'registrar', registrar, 'log_index', log_index, 'witnessed_at', ${WITNESSED_AT}) ORDER BY at)
      FROM event WHERE record = r.ref) AS events
  FROM record r JOIN batch b ON b.uuid = r.batch`;
/** Rows of 5 kB to 900 kB: few enough for one answer of D1. */
const ROWS_A_STATEMENT = 100;

/** Opens what the public may see of these records. */
export async function openRecords(
  backend: Backend,
  refs: readonly Ref[],
): Promise<Map<Ref, StoredRecord>> {
  const opened = new Map<Ref, StoredRecord>();
  for (let at = 0; at < refs.length; at += ROWS_A_STATEMENT) {
    const { results } = await backend.db
      .prepare(
        `${COLUMNS} WHERE r.ref IN (SELECT value FROM json_each(?1)) AND r.state <> 'pending'`,
      )
      .bind(JSON.stringify(refs.slice(at, at + ROWS_A_STATEMENT)))
      .all<RecordRow>();
    for (const row of results) {
      const record = toRecord(row, await openBody(backend, row));
      if (!record.hidden) opened.set(row.ref, record);
    }
  }
  return opened;
}

/** Those of the records that are of one of these corpora. */
export async function recordsWithin(
  { db }: Backend,
  refs: readonly Ref[],
  corpora: readonly string[],
): Promise<Set<Ref>> {
  const found = new Set<Ref>();
  for (const chunk of jsonChunks(refs)) {
    const { results } = await db
      .prepare(
        `SELECT r.ref FROM json_each(?1) j CROSS JOIN record r ON r.ref = j.value
        WHERE r.corpus IN (SELECT value FROM json_each(?2))`,
      )
      .bind(chunk, JSON.stringify(corpora))
      .all<{ ref: Ref }>();
    for (const { ref } of results) found.add(ref);
  }
  return found;
}

/** One record by public id, under the same rule. */
export async function openRecord(backend: Backend, id: string): Promise<StoredRecord | null> {
  const record = await heldRecord(backend, id);
  return record?.hidden ? null : record;
}

/** One record by public id, unopened decoys too. */
export async function heldRecord(backend: Backend, id: string): Promise<HeldRecord | null> {
  const row = await backend.db
    .prepare(`${COLUMNS} WHERE r.id = ?1 AND r.state <> 'pending'`)
    .bind(id)
    .first<RecordRow>();
  return row ? toRecord(row, await openBody(backend, row)) : null;
}

/**
 * The entry in the log, then event, state and index in one transaction.
 *
 * @throws RegistryError `frozen`, before there is an entry
 */
export async function noteEvent({ db, lookups: [lookup], sequencer }: Backend, event: NewEvent) {
  const { ref, at, registrar, reason, leaf } = event;
  await requireNoFreeze(db);
  // The same words give the same leaf: who crashed in between may say them again.
  const entry = await sequencer.append(`event/${bytesToHex(leaf.commitment)}`, [leaf]);
  if (!entry) throw closed();
  await db.batch([
    ...insertIndex(db, lookup, 'tag', [{ ref, features: event.tags }]),
    ...insertIndex(db, lookup, 'posting', [{ ref, features: event.postings }]),
    db
      .prepare('UPDATE record SET opened_at = ?2 WHERE ref = ?1 AND opened_at IS NULL')
      .bind(ref, at),
    db
      .prepare(
        `INSERT OR IGNORE INTO event (record, kind, at, registrar, reason, log_index)
        VALUES (?1, 'opened', ?2, ?3, ?4, ?5)`,
      )
      .bind(ref, at, registrar, reason, entry.first),
  ]);
}

/** @throws Error when the entries are missing or do not belong to the record */
export async function readEntries(backend: Backend, ref: Ref): Promise<EntryLists> {
  const row = await backend.db
    .prepare(`${COLUMNS} WHERE r.ref = ?1 AND r.state <> 'pending'`)
    .bind(ref)
    .first<RecordRow>();
  if (!row) throw new Error('no such record');
  const { entries } = await openBody(backend, row);
  if (!entries) return {};
  const { offset, length } = entries;
  const object = await backend.entries.get(row.batch, { range: { offset, length } });
  if (!object) throw new Error('the entries of a batch are missing');
  const bytes = new Uint8Array(await object.arrayBuffer());
  return unpackEntries(await backend.sealer.openAny(bytes, row.id, 'entries'));
}

async function openBody(backend: Backend, row: RecordRow): Promise<RecordBody> {
  return unpackJson(await backend.sealer.open(row.sealed, row.id, 'record')) as RecordBody;
}

function toRecord(row: RecordRow, body: RecordBody): HeldRecord {
  const place = (index: number | null, at: string | null) => {
    if (index === null) return null;
    const witnessed = index < row.witnessed;
    return { index, witnessed, ...(witnessed && at !== null && { witnessed_at: at }) };
  };
  const events = (JSON.parse(row.events) as EventRow[]).map(
    ({ log_index, witnessed_at, ...event }) => ({ ...event, log: place(log_index, witnessed_at) }),
  );
  const entry = place(row.log_index, row.witnessed_at);
  return {
    hidden: body.decoy && events.length === 0,
    events,
    ref: row.ref,
    id: row.id,
    corpus: row.corpus,
    state: row.state === 'withdrawn' ? 'withdrawn' : body.decoy ? 'decoy' : 'authentic',
    registeredAt: row.at,
    fingerprint: body.fingerprint,
    salt: body.salt,
    log: entry && body.statement !== undefined ? { ...entry, statement: body.statement } : null,
  };
}
