import type { EntryLists } from '../fingerprint/profile.ts';
import type { Corpus, EventKind } from '../registry/contract.ts';
import { registeredAs } from '../registry/events.ts';
import { type LogPosition, registrationLeaf, registrationStatement } from '../registry/log.ts';
import { conflict, outOfSequence } from '../registry/manifest.ts';
import { frozen } from '../registry/statements.ts';
import type {
  Chained,
  NewBatch,
  NewRecord,
  Outcome,
  Ref,
  Store,
  StoredBatch,
  StoredEvent,
  StoredReceipt,
  StoredRecord,
} from '../registry/store.ts';
import { encodeLeaf, type NewLeaf } from '../tlog/leaf.ts';
import { type MemoryTiles, memoryTiles } from '../tlog/memory-tiles.ts';
import { memoryAdmin } from './memory-admin.ts';

interface Held {
  record: StoredRecord;
  readonly entries: EntryLists;
  hidden: boolean;
}

/** The store's contract in memory, for tests: nothing is keyed, sealed or kept. */
export function memoryStore(): Store & { readonly log: MemoryTiles } {
  const corpora = new Map<string, Omit<Corpus, 'id' | 'records'>>();
  const batches = new Map<string, StoredBatch>();
  const chain = new Map<string, Chained>();
  const records = new Map<Ref, Held>();
  const claims = new Map<string, Ref>();
  const log = memoryTiles();
  const positions = new Map<string, LogPosition>();
  const index = { tags: new Map<string, Ref[]>(), postings: new Map<string, Ref[]>() };

  const read = (table: Map<string, Ref[]>, features: readonly string[], limit: number) =>
    new Map(
      features.flatMap((feature) => {
        const refs = table.get(feature);
        return refs ? [[feature, refs.slice(0, limit)] as const] : [];
      }),
    );
  const visible = (held: Held | undefined) => (held && !held.hidden ? held.record : null);

  function addIndex(ref: Ref, features: Pick<NewRecord, 'tags' | 'postings'>): void {
    for (const list of ['tags', 'postings'] as const) {
      for (const feature of new Set(features[list])) {
        index[list].set(feature, [...(index[list].get(feature) ?? []), ref]);
      }
    }
  }

  function append(key: string, leaves: readonly NewLeaf[], time: number): LogPosition {
    const known = positions.get(key);
    if (known) return known;
    const position = { first: log.head().size, count: leaves.length };
    log.append(leaves.map((leaf) => encodeLeaf({ ...leaf, time })));
    positions.set(key, position);
    return position;
  }

  /** Notes the place of a manifest that follows one it knows, once. */
  function reserve(chained: Chained | null): void {
    if (!chained) return;
    const { key, sequence, digest, previous } = chained;
    const before = previous === null ? null : chain.get(previous);
    const taken = [...chain.values()].some((one) => previous !== null && one.previous === previous);
    const follows = before
      ? before.key === key && before.sequence === sequence - 1
      : sequence === 0;
    if (before === undefined || taken || !follows || chain.has(digest)) throw outOfSequence();
    chain.set(digest, chained);
  }

  function add(batch: NewBatch): Outcome[] {
    return batch.items.map((item): Outcome => {
      if ('status' in item) return item;
      const owner = records.get(claims.get(item.claim) ?? -1);
      if (owner && owner.record.state !== batch.state) return registeredAs(owner.record.state);
      if (owner) {
        const { id, log } = owner.record;
        const log_index = log?.index ?? null;
        return { status: 'already_registered', record: id, log_index, errors: [] };
      }
      const ref = records.size + 1;
      const id = `rec_${randomBase32(26)}`;
      claims.set(item.claim, ref);
      const { corpus, registrar, state, manifest } = batch;
      const about = { record: id, corpus, registrar, state, manifest, commitment: item.commitment };
      const statement = registrationStatement(about);
      const leaf = registrationLeaf(statement, item.salt);
      const { first } = append(id, [leaf], Date.parse(batch.at));
      records.set(ref, {
        record: {
          ref,
          id,
          corpus: batch.corpus,
          state: batch.state,
          registeredAt: batch.at,
          events: [],
          fingerprint: item.fingerprint,
          salt: item.salt,
          log: { index: first, witnessed: false, statement },
        },
        entries: item.entries,
        hidden: batch.state === 'decoy',
      });
      if (batch.state === 'authentic') addIndex(ref, item);
      return { status: 'registered', record: id, log_index: first, errors: [] };
    });
  }

  const hasEvent = (ref: Ref, kind: EventKind) =>
    records.get(ref)?.record.events.some((event) => event.kind === kind) ?? true;

  function addEvent(ref: Ref, event: StoredEvent): void {
    const held = records.get(ref);
    if (!held || hasEvent(ref, event.kind)) return;
    const state = event.kind === 'withdrawn' ? ('withdrawn' as const) : held.record.state;
    held.record = { ...held.record, state, events: [...held.record.events, event] };
    held.hidden = false;
  }

  const { frozen: frozenNow, ...admin } = memoryAdmin(
    (ref, reason, { id, at, log: place }) =>
      addEvent(ref, { kind: 'withdrawn', at, reason, registrar: id, log: place }),
    (id, statement) => {
      const corpus = corpora.get(id);
      if (corpus) corpora.set(id, { ...corpus, statement });
    },
  );

  const kept = new Map<string, StoredReceipt>();

  return {
    log,
    async keepReceipt(receipt) {
      for (const [id, { expiresAt }] of kept) if (expiresAt <= receipt.keptAt) kept.delete(id);
      const known = kept.get(receipt.id);
      if (!known) kept.set(receipt.id, receipt);
      return known ?? receipt;
    },
    async keptReceipt(id, now) {
      const found = kept.get(id);
      return found && found.expiresAt > now ? found : null;
    },
    ...admin,
    async corpora() {
      return [...corpora]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([id, corpus]) => {
          const live = [...records.values()].filter(
            ({ record }) => record.corpus === id && record.state !== 'decoy',
          );
          return { id, ...corpus, records: live.length };
        });
    },
    async putCorpus(id, corpus) {
      const locate = corpus.locate ?? corpora.get(id)?.locate ?? 'on';
      const { statement } = corpora.get(id) ?? {};
      const sealed_until = corpus.sealed_until ?? null;
      corpora.set(id, { ...corpus, locate, sealed_until, ...(statement && { statement }) });
    },
    async batch(uuid) {
      return batches.get(uuid) ?? null;
    },
    async commit(batch) {
      const held = batches.get(batch.uuid);
      if (held && held.digest !== batch.digest) throw conflict(batch.uuid);
      if (held?.committed) return held.committed;
      const freeze = frozenNow();
      if (batch.chained && freeze) throw frozen(freeze.at);
      reserve(batch.chained);
      const first = log.head().size;
      const outcomes = add(batch);
      const { size } = log.head();
      const count = size - first;
      const place = { first: count > 0 ? first : null, count, size, witnessed: false };
      const committed = { outcomes, log: { origin: 'memory/log', ...place } };
      batches.set(batch.uuid, { digest: batch.digest, registrar: batch.registrar, committed });
      return committed;
    },
    async tags(features, limit) {
      return read(index.tags, features, limit);
    },
    async postings(features, limit) {
      return read(index.postings, features, limit);
    },
    async within(refs, ids) {
      return new Set(refs.filter((ref) => ids.includes(records.get(ref)?.record.corpus ?? '')));
    },
    async open(refs) {
      return new Map(
        refs.flatMap((ref) => {
          const record = visible(records.get(ref));
          return record ? [[ref, record] as const] : [];
        }),
      );
    },
    async record(id) {
      return visible([...records.values()].find((held) => held.record.id === id));
    },
    async held(id) {
      const held = [...records.values()].find(({ record }) => record.id === id);
      return held ? { ...held.record, hidden: held.hidden } : null;
    },
    async note({ ref, at, reason, registrar, leaf, tags, postings }) {
      if (hasEvent(ref, 'opened')) return;
      const freeze = frozenNow();
      if (freeze) throw frozen(freeze.at);
      const { first } = append(`event/${ref}/opened`, [leaf], Date.parse(at));
      addEvent(ref, {
        kind: 'opened',
        at,
        reason,
        registrar,
        log: { index: first, witnessed: false },
      });
      addIndex(ref, { tags, postings });
    },
    async append(key, leaves) {
      return append(key, leaves, Date.now());
    },
    async entries(ref) {
      return records.get(ref)?.entries ?? {};
    },
  };
}

function randomBase32(length: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) =>
    'abcdefghijklmnopqrstuvwxyz234567'.charAt(byte & 31),
  ).join('');
}
