import { bytesToHex } from '@noble/hashes/utils.js';
import type { BatchLog } from '../registry/contract.ts';
import { registeredAs } from '../registry/events.ts';
import { failureLine } from '../registry/failure-line.ts';
import { registrationLeaf, registrationStatement } from '../registry/log.ts';
import { conflict, outOfSequence } from '../registry/manifest.ts';
import type {
  Committed,
  NewBatch,
  NewRecord,
  Outcome,
  Ref,
  StoredBatch,
  StoredRecord,
} from '../registry/store.ts';
import type { Backend } from './d1.ts';
import { NOT_FROZEN, requireNoFreeze } from './d1-admin.ts';
import { insertIndex } from './d1-index.ts';
import { jsonChunks } from './d1-rows.ts';
import { packEntries, packJson, type RecordBody, unpackJson } from './pack.ts';
import { closed } from './public-log.ts';

/**
 * Smallest size class of a sealed record, bytes. Of 1,000 made-up papers (median 400 words, 99th
 * percentile 6.4 kB deflated) 966 then share one class; 8,192 would hide the rest too, for
 * twice the database.
 */
export const RECORD_FLOOR = 4096;
/** Smallest size class of a record's sealed entries, bytes: 2 a word, so 2,000 words. */
export const ENTRIES_FLOOR = 4096;
const BATCH_FLOOR = 4096;

/** An item that is to become a record, with the names it gets. */
interface Named {
  readonly item: NewRecord;
  readonly ref: Ref;
  readonly id: string;
  readonly claim: string;
}

/** What is stored under a batch's UUID. */
export async function readBatch(backend: Backend, uuid: string): Promise<StoredBatch | null> {
  const row = await backend.db
    .prepare('SELECT digest, registrar, answer FROM batch WHERE uuid = ?1')
    .bind(uuid)
    .first<{ digest: string; registrar: string; answer: string | null }>();
  if (!row) return null;
  const { digest, registrar, answer } = row;
  if (answer === null) return { digest, registrar, committed: null };
  const opened = unpackJson(await backend.sealer.open(answer, uuid, 'answer')) as Answer;
  return { digest, registrar, committed: readAnswer(opened) };
}

/** As sealed; a list of outcomes without entries was that of batches before the log. */
type Answer = Committed | Omit<Outcome, 'log_index'>[];

function readAnswer(answer: Answer): Committed {
  if (!Array.isArray(answer)) return answer;
  return { outcomes: answer.map((one) => ({ ...one, log_index: null })), log: null };
}

/**
 * Write order: the batch's row, intent at the sequencer, entries to R2, rows `pending`, then
 * `written`, then the sequencer appends them to the log and makes them live. Each step may be
 * repeated; all names and keys are derived from the batch, so a repeat writes the same rows.
 *
 * A freeze that came before the batch was `written` stops it, by the same statement; one that came
 * after finds it registered.
 */
export async function commitBatch(backend: Backend, batch: NewBatch): Promise<Committed> {
  const named = nameItems(backend, batch);
  const owners = await readOwners(backend, named);
  const fresh = named.filter(({ ref, claim }) => (owners.get(claim)?.ref ?? ref) === ref);
  await reserve(backend, batch);
  await backend.sequencer.begin(batch.uuid);
  const entries = fresh.length > 0 ? await putEntries(backend, batch.uuid, named) : new Map();
  await writeRows(backend, batch, fresh, entries);
  const sequenced = await backend.sequencer.commit(batch.uuid);
  if (sequenced.state === 'closed') throw closed();
  if (sequenced.state !== 'live') {
    await requireNoFreeze(backend.db);
    throw new Error('a batch was committed before its rows were written');
  }
  if (batch.state === 'authentic') await noteRows(backend, fresh);
  return answer(backend, batch, named, sequenced.log);
}

/**
 * Writes the batch's row, which takes its place in the run of its manifest: one statement, so that
 * of two batches that would follow the same one the second writes nothing.
 *
 * @throws RegistryError `batch_conflict`, `manifest_out_of_sequence`
 */
async function reserve({ db, sealer }: Backend, batch: NewBatch): Promise<void> {
  const decoy = batch.state === 'decoy';
  const signed = packJson(
    { decoy, manifest: batch.manifest, signature: batch.signature },
    BATCH_FLOOR,
  );
  const { key, sequence, digest, previous } = batch.chained ?? {};
  await db
    .prepare(
      `INSERT OR IGNORE INTO batch (uuid, digest, registrar, corpus, state, at, manifest,
        manifest_key, manifest_sequence, manifest_sha256, manifest_previous)
      SELECT ?1, ?2, ?3, ?4, 'pending', ?5, ?6, ?7, ?8, ?9, ?10
      WHERE ?9 IS NULL OR (${NOT_FROZEN} AND ((?10 IS NULL AND ?8 = 0) OR EXISTS (
        SELECT 1 FROM batch
        WHERE manifest_sha256 = ?10 AND manifest_key = ?7 AND manifest_sequence = ?8 - 1)))`,
    )
    .bind(
      batch.uuid,
      batch.digest,
      batch.registrar,
      batch.corpus,
      batch.at,
      await sealer.seal(signed, batch.uuid, 'manifest', BATCH_FLOOR),
      key ?? null,
      sequence ?? null,
      digest ?? null,
      previous ?? null,
    )
    .run();
  const row = await db
    .prepare('SELECT digest FROM batch WHERE uuid = ?1')
    .bind(batch.uuid)
    .first<{ digest: string }>();
  if (!row) {
    await requireNoFreeze(db);
    throw outOfSequence();
  }
  if (row.digest !== batch.digest) throw conflict(batch.uuid);
}

/** A batch is registered whether or not its rows are folded in time. */
async function noteRows({ compactor }: Backend, fresh: readonly Named[]): Promise<void> {
  const rows = fresh.reduce((sum, { item }) => sum + item.postings.length, 0);
  await compactor?.note(rows).catch((error: unknown) => {
    console.error(failureLine('compactor not told of new postings', error));
  });
}

/** The first item of each claim gets a name; the others are repeats of it. */
function nameItems(backend: Backend, batch: NewBatch): Named[] {
  const [lookup] = backend.lookups;
  const first = new Map<string, { item: NewRecord; index: number }>();
  batch.items.forEach((item, index) => {
    if ('status' in item || first.has(item.claim)) return;
    first.set(item.claim, { item, index });
  });
  const claims = lookup.claims([...first.keys()]);
  return [...first.values()].map(({ item, index }, i) => {
    return { item, ...lookup.name(batch.uuid, index), claim: claims[i] as string };
  });
}

interface Owner {
  readonly ref: Ref;
  readonly id: string;
  readonly batch: string;
  readonly state: 'live' | 'withdrawn';
  readonly log_index: number | null;
}

/** Records that hold the claims, by the claim's form under the current key. */
async function readOwners(
  { db, lookups }: Backend,
  named: readonly Named[],
): Promise<Map<string, Owner>> {
  const claimed = named.map(({ item }) => item.claim);
  const current = new Map<string, string>();
  for (const lookup of lookups) {
    const claims = lookup.claims(claimed);
    for (const [i, { claim }] of named.entries()) current.set(claims[i] as string, claim);
  }
  const owners = new Map<string, Owner>();
  for (const chunk of jsonChunks([...current.keys()])) {
    const { results } = await db
      .prepare(
        `SELECT r.claim, r.ref, r.id, r.batch, r.state, r.log_index FROM json_each(?1) j
        CROSS JOIN record r ON r.claim = j.value AND r.state <> 'pending'`,
      )
      .bind(chunk)
      .all<Owner & { claim: string }>();
    for (const { claim, ...owner } of results) owners.set(current.get(claim) ?? claim, owner);
  }
  return owners;
}

/**
 * One object a batch; where each record's entries stand is told in its sealed row only. Items
 * that another batch registered first are in it too, so that a repeat after a crash, which may
 * find more of those, lays the object out as before.
 */
async function putEntries(
  { entries, sealer }: Backend,
  uuid: string,
  named: readonly Named[],
): Promise<Map<Ref, RecordBody['entries']>> {
  const places = new Map<Ref, RecordBody['entries']>();
  const pieces: Uint8Array[] = [];
  let offset = 0;
  for (const { item, ref, id } of named) {
    const packed = packEntries(item.entries);
    const { bytes } = await sealer.sealBytes(packed, id, 'entries', ENTRIES_FLOOR);
    places.set(ref, { offset, length: bytes.length });
    pieces.push(bytes);
    offset += bytes.length;
  }
  await entries.put(uuid, await new Blob(pieces).arrayBuffer());
  // Without its entries a record is found and can be compared with nothing, for ever.
  const there = await entries.head(uuid);
  if (there?.size !== offset) throw new Error('the entries of a batch were not kept');
  return places;
}

async function writeRows(
  { db, lookups: [lookup], sealer }: Backend,
  batch: NewBatch,
  fresh: readonly Named[],
  places: Map<Ref, RecordBody['entries']>,
): Promise<void> {
  const decoy = batch.state === 'decoy';
  const rows: unknown[] = [];
  for (const { item, ref, id, claim } of fresh) {
    const { fingerprint, salt } = item;
    const { corpus, registrar, state, manifest } = batch;
    const about = { record: id, corpus, registrar, state, manifest, commitment: item.commitment };
    const statement = registrationStatement(about);
    const body: RecordBody = {
      fingerprint,
      salt,
      decoy,
      statement,
      entries: places.get(ref) ?? null,
    };
    const sealed = await sealer.seal(packJson(body, RECORD_FLOOR), id, 'record', RECORD_FLOOR);
    rows.push([ref, id, claim, sealed, bytesToHex(registrationLeaf(statement, salt).commitment)]);
  }
  const statements = [...jsonChunks(rows)].map((chunk) =>
    db
      .prepare(
        `INSERT OR IGNORE INTO record (ref, id, batch, corpus, claim, state, sealed, leaf)
        SELECT value ->> 0, value ->> 1, ?2, ?3, value ->> 2, 'pending', value ->> 3, value ->> 4
        FROM json_each(?1)`,
      )
      .bind(chunk, batch.uuid, batch.corpus),
  );
  // An unopened decoy must answer like a stranger: it is found by nothing until it is opened.
  if (!decoy) {
    const features = (list: 'tags' | 'postings') =>
      fresh.map(({ ref, item }) => ({ ref, features: item[list] }));
    statements.push(
      ...insertIndex(db, lookup, 'tag', features('tags')),
      ...insertIndex(db, lookup, 'posting', features('postings')),
    );
  }
  for (const statement of statements) await statement.run();
  await db
    .prepare(
      `UPDATE batch SET state = 'written' WHERE uuid = ?1 AND state = 'pending'
        AND (manifest_sha256 IS NULL OR ${NOT_FROZEN})`,
    )
    .bind(batch.uuid)
    .run();
}

/** Who holds each claim now that the batch is live; stored, so that a repeat is told the same. */
async function answer(
  backend: Backend,
  batch: NewBatch,
  named: readonly Named[],
  log: BatchLog | null,
): Promise<Committed> {
  const owners = await readOwners(backend, named);
  const byClaim = new Map(named.map((name) => [name.item.claim, name]));
  const earlier = new Set([...owners.values()].map((owner) => owner.batch));
  earlier.delete(batch.uuid);
  const decoys = await decoyBatches(backend, [...earlier]);
  const told = new Set<Ref>();
  const outcomes = batch.items.map((item): Outcome => {
    if ('status' in item) return item;
    const name = byClaim.get(item.claim);
    const owner = name && owners.get(name.claim);
    if (!name || !owner) throw new Error('a committed record has no owner');
    const first = owner.ref === name.ref && !told.has(name.ref);
    told.add(name.ref);
    const held = owner.batch === batch.uuid ? batch.state : stateOf(owner, decoys);
    if (held !== batch.state) return registeredAs(held);
    return {
      status: first ? 'registered' : 'already_registered',
      record: owner.id,
      log_index: owner.log_index,
      errors: [],
    };
  });
  const committed: Committed = { outcomes, log };
  const sealed = await backend.sealer.seal(
    packJson(committed, BATCH_FLOOR),
    batch.uuid,
    'answer',
    BATCH_FLOOR,
  );
  await backend.db
    .prepare('UPDATE batch SET answer = ?2 WHERE uuid = ?1 AND answer IS NULL')
    .bind(batch.uuid, sealed)
    .run();
  return committed;
}

function stateOf({ state, batch }: Owner, decoys: ReadonlySet<string>): StoredRecord['state'] {
  return decoys.has(batch) ? 'decoy' : state === 'withdrawn' ? 'withdrawn' : 'authentic';
}

/** Those of the batches that hold decoys, which only the seal of the manifest tells. */
async function decoyBatches(
  { db, sealer }: Backend,
  batches: readonly string[],
): Promise<Set<string>> {
  const decoys = new Set<string>();
  for (const chunk of jsonChunks(batches)) {
    const { results } = await db
      .prepare('SELECT uuid, manifest FROM batch WHERE uuid IN (SELECT value FROM json_each(?1))')
      .bind(chunk)
      .all<{ uuid: string; manifest: string }>();
    for (const { uuid, manifest } of results) {
      const { decoy } = unpackJson(await sealer.open(manifest, uuid, 'manifest')) as {
        decoy: boolean;
      };
      if (decoy) decoys.add(uuid);
    }
  }
  return decoys;
}
