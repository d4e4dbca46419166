import type { EntryLists, Fingerprint } from '../fingerprint/profile.ts';
import type { NewLeaf } from '../tlog/leaf.ts';
import type { AdminStore } from './admin-store.ts';
import type {
  BatchItemResult,
  BatchLog,
  Corpus,
  CorpusRequest,
  EventKind,
  LogPlace,
} from './contract.ts';
import type { ReceiptStore } from './kept-receipts.ts';
import type { LogSink } from './log.ts';

/**
 * What the registry needs of a database. Keys, seals and masks are the store's business: it
 * is handed plain features and plain fingerprints and must keep neither.
 *
 * A feature is a string with its layer in front (`body:` and a digest, `sketch:` and a
 * shingle), so that equal values of two layers are two features.
 */
export interface Store extends LogSink, AdminStore, ReceiptStore {
  /** All corpora with the number of authentic, live documents of each, by id. */
  corpora(): Promise<Corpus[]>;
  putCorpus(id: string, corpus: CorpusRequest): Promise<void>;

  /** What is stored under a batch's UUID, in whatever state. */
  batch(uuid: string): Promise<StoredBatch | null>;
  /**
   * Registers a batch and answers item by item, in order. Idempotent by UUID: after a crash
   * at any point the same call completes the batch; once complete it returns the same answer.
   * The first of two batches that hold the same document gets the record. Each new record has
   * its entry in the log before it is found by anything.
   *
   * A freeze stops it in the same transaction: once frozen, no batch of a registrar takes its place or becomes
   * one that goes live; one that had before is finished, one that had its place only goes on by the
   * same call after the freeze.
   *
   * @throws RegistryError `log_closed`, `frozen`; having stored nothing, `batch_conflict` when other bytes
   *   have the batch's UUID, `manifest_out_of_sequence` when its manifest does not follow one that
   *   was taken, or another follows that one already
   */
  commit(batch: NewBatch): Promise<Committed>;

  /** Records under each of the exact features, at most `limit` each; unknown features are left out. */
  tags(features: readonly string[], limit: number): Promise<Map<string, Ref[]>>;
  /** The same for the features of near look-ups. */
  postings(features: readonly string[], limit: number): Promise<Map<string, Ref[]>>;
  /** Those of the records that are of one of these corpora. */
  within(refs: readonly Ref[], corpora: readonly string[]): Promise<Set<Ref>>;
  /** Opens records; those that the public must not see (pending, unopened decoys) are left out. */
  open(refs: readonly Ref[]): Promise<Map<Ref, StoredRecord>>;
  /** One record by its public id, under the same rule. */
  record(id: string): Promise<StoredRecord | null>;
  /** One record whoever may see it, for the registrars of its corpus; null while it is pending. */
  held(id: string): Promise<HeldRecord | null>;
  /**
   * Notes that a decoy was opened, and what it is found by from then on, all at once or not at
   * all. A repeat changes nothing. Its entry stands in the log first.
   *
   * @throws RegistryError `frozen`, with no entry, or `log_closed`
   */
  note(event: NewEvent): Promise<void>;
  /** The ordered entries of an open record. */
  entries(ref: Ref): Promise<EntryLists>;
}

/** The store's own number for a record; never shown outside. */
export type Ref = number;

export interface Registrar {
  readonly id: string;
  readonly name: string;
  readonly corpus: string;
  /** OpenSSH public key line. */
  readonly sshKey: string;
}

export interface StoredBatch {
  /** Lower-case hex SHA-256 of the request body it came in. */
  readonly digest: string;
  readonly registrar: string;
  /** Null while the batch is not complete. */
  readonly committed: Committed | null;
}

/** What a registrar is told of a batch. */
export interface Committed {
  readonly outcomes: Outcome[];
  /** Null for batches from before the log. */
  readonly log: BatchLog | null;
}

/** An item's result without the caller's name for it, which is not stored. */
export type Outcome = Omit<BatchItemResult, 'id'>;

export interface NewBatch {
  readonly uuid: string;
  /** Lower-case hex SHA-256 of the request body. */
  readonly digest: string;
  readonly registrar: string;
  readonly corpus: string;
  /** The signed text, byte for byte, and its signature. */
  readonly manifest: string;
  readonly signature: string;
  /** Place of the manifest in its run; null for batches of the registry's own. */
  readonly chained: Chained | null;
  readonly state: 'authentic' | 'decoy';
  /** UTC instant, the time of registration. */
  readonly at: string;
  /** In the order of the request; a failed item stands as its outcome. */
  readonly items: readonly (NewRecord | Outcome)[];
}

/** Manifests of one key form runs: each names the one before it, and no two the same. */
export interface Chained {
  /** Raw Ed25519 public key, lower-case hex. */
  readonly key: string;
  readonly sequence: number;
  /** Lower-case hex SHA-256 of the manifest. */
  readonly digest: string;
  /** That of the one before it, of the same key and the sequence before; null for the first. */
  readonly previous: string | null;
}

export interface NewRecord {
  /** Feature that only one live record may have: the corpus and the document's bytes. */
  readonly claim: string;
  readonly fingerprint: Fingerprint;
  /** Lower-case hex, 32 bytes. */
  readonly salt: string;
  /** `recordCommitment` of the two, 32 bytes. */
  readonly commitment: Uint8Array;
  readonly entries: EntryLists;
  readonly tags: readonly string[];
  readonly postings: readonly string[];
}

/** A record as the public may see it, with the fingerprint unsealed. */
export interface StoredRecord {
  readonly ref: Ref;
  /** `rec_` and 26 base32 characters. */
  readonly id: string;
  readonly corpus: string;
  readonly state: 'authentic' | 'decoy' | 'withdrawn';
  /** UTC instant. */
  readonly registeredAt: string;
  /** From the first. */
  readonly events: readonly StoredEvent[];
  /** Its entry in the log with what opens it; null from before the log. */
  readonly log: (LogPlace & { readonly statement: string }) | null;
  readonly fingerprint: Fingerprint;
  readonly salt: string;
}

export interface StoredEvent {
  readonly kind: EventKind;
  /** UTC instant. */
  readonly at: string;
  readonly registrar: string;
  readonly reason: string | null;
  readonly log: LogPlace | null;
}

/** A receipt that its caller chose to keep. */
export interface StoredReceipt {
  /** The receipt's own id. */
  readonly id: string;
  /** Compact JWS. */
  readonly receipt: string;
  /** UTC instants. */
  readonly keptAt: string;
  readonly expiresAt: string;
}

export interface HeldRecord extends StoredRecord {
  /** A decoy that was not opened: for everybody else it does not exist. */
  readonly hidden: boolean;
}

export interface NewEvent {
  readonly ref: Ref;
  /** UTC instant. */
  readonly at: string;
  readonly registrar: string;
  readonly reason: string | null;
  readonly leaf: NewLeaf;
  /** What the decoy is found by from now on. */
  readonly tags: readonly string[];
  readonly postings: readonly string[];
}
