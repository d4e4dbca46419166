import type { EventRequest, RecordAnswer } from './contract.ts';
import { RegistryError } from './errors.ts';
import { recordPostings, recordTags } from './features.ts';
import { kindOf } from './kind.ts';
import { eventEntry, eventLeaf, placeOf, registrationEntry } from './log.ts';
import { isOpen } from './policy.ts';
import type { HeldRecord, Outcome, Registrar, Store, StoredRecord } from './store.ts';

/**
 * Notes that a decoy is one. Nothing can be taken back; a repeat is answered with what was noted
 * first.
 *
 * @throws RegistryError `unknown_record`, `corpus_mismatch`, `state_conflict`, `frozen`
 */
export async function noteEvent(
  store: Store,
  now: Date,
  id: string,
  { reason }: EventRequest,
  registrar: Registrar,
): Promise<RecordAnswer> {
  const held = await heldBy(store, now, id, registrar);
  if (held.state !== 'decoy') {
    throw new RegistryError('state_conflict', 'This record is no decoy.');
  }
  if (held.events.length === 0) {
    const said = { record: held.id, corpus: held.corpus, registrar: registrar.id };
    await store.note({
      ref: held.ref,
      at: now.toISOString(),
      registrar: registrar.id,
      reason: reason ?? null,
      leaf: eventLeaf({ ...said, kind: 'opened', reason: reason ?? null }, held.salt),
      tags: recordTags(held.fingerprint),
      postings: recordPostings(held.fingerprint),
    });
  }
  return recordAnswer(store, await store.record(id));
}

/** One of another corpus is told of only where its registrar could read it. */
async function heldBy(
  store: Store,
  now: Date,
  id: string,
  registrar: Registrar,
): Promise<HeldRecord> {
  const held = await store.held(id);
  if (held?.corpus === registrar.corpus) return held;
  const corpus = (await store.corpora()).find((known) => known.id === held?.corpus);
  if (held && !held.hidden && corpus && isOpen(corpus, `registrar:${registrar.id}`, now)) {
    throw new RegistryError(
      'corpus_mismatch',
      `This token is for corpus ${registrar.corpus}, the record is of another.`,
    );
  }
  throw new RegistryError('unknown_record', 'No such record.');
}

/**
 * What a caller may know of a record; one of a corpus that is closed to the caller is as none.
 *
 * @throws RegistryError `unknown_record` for none
 */
export async function readRecord(
  store: Store,
  now: Date,
  id: string,
  caller: string,
): Promise<RecordAnswer> {
  const record = await store.record(id);
  const corpus = (await store.corpora()).find((known) => known.id === record?.corpus);
  return recordAnswer(store, corpus && isOpen(corpus, caller, now) ? record : null);
}

async function recordAnswer(store: Store, record: StoredRecord | null): Promise<RecordAnswer> {
  if (!record) throw new RegistryError('unknown_record', 'No such record.');
  const corpus = (await store.corpora()).find((known) => known.id === record.corpus);
  const said = { record: record.id, corpus: record.corpus };
  return {
    record: record.id,
    corpus: record.corpus,
    registrant: corpus?.registrant ?? '',
    registered_at: record.registeredAt,
    kind: kindOf(record.fingerprint.type),
    state: record.state,
    events: record.events.map(({ kind, at, reason, registrar, log }) => ({
      kind,
      at,
      reason,
      log: log && eventEntry(log, { ...said, registrar, kind, reason }, record.salt),
    })),
    log: record.log && registrationEntry(placeOf(record.log), record.log.statement, record.salt),
  };
}

/**
 * The outcome for a document that the corpus holds in another state than the batch gives it: it
 * would pass for registered, and be no such thing.
 */
export function registeredAs(state: StoredRecord['state']): Outcome {
  const detail = `this corpus holds the document already, as ${state}`;
  return { status: 'failed', record: null, log_index: null, errors: [{ pointer: '', detail }] };
}
