import type { EntryLists } from '../fingerprint/profile.ts';
import type { Ref, StoredRecord } from '../registry/store.ts';
import type { Backend } from './d1.ts';
import { type RecordBody, unpackEntries, unpackJson } from './pack.ts';

interface RecordRow {
  ref: Ref;
  id: string;
  batch: string;
  corpus: string;
  state: 'live' | 'withdrawn';
  opened_at: string | null;
  at: string;
  sealed: string;
}

const COLUMNS = `SELECT r.ref, r.id, r.batch, r.corpus, r.state, r.opened_at, b.at, r.sealed
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
      if (record) opened.set(row.ref, record);
    }
  }
  return opened;
}

/** One record by public id, under the same rule. */
export async function openRecord(backend: Backend, id: string): Promise<StoredRecord | null> {
  const row = await backend.db
    .prepare(`${COLUMNS} WHERE r.id = ?1 AND r.state <> 'pending'`)
    .bind(id)
    .first<RecordRow>();
  return row ? toRecord(row, await openBody(backend, row)) : null;
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

/** Null for a decoy that its registrant has not opened. */
function toRecord(row: RecordRow, body: RecordBody): StoredRecord | null {
  if (body.decoy && row.opened_at === null) return null;
  return {
    ref: row.ref,
    id: row.id,
    corpus: row.corpus,
    state: row.state === 'withdrawn' ? 'withdrawn' : body.decoy ? 'decoy' : 'authentic',
    registeredAt: row.at,
    fingerprint: body.fingerprint,
    salt: body.salt,
  };
}
