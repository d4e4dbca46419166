import * as z from 'zod';
import type { Fingerprint as FingerprintValue } from '../fingerprint/profile.ts';
import { oneLine } from './contract-admin.ts';
import { BatchLog, LogEntry } from './contract-log.ts';
import { base64, Fingerprint, partPath, sha256 } from './contract-print.ts';

/** Fingerprints one `POST /v1/batches` may carry. */
export const MAX_BATCH_ITEMS = 500;

/**
 * What a registrar signs for a batch: the JSON text of this value, byte for byte, under
 * the SSH signature namespace `empreinte-manifest@v1`.
 */
export const Manifest = z.strictObject({
  /** Origin of the registry it is meant for, e.g. `https://registre.example`. */
  origin: z.string().min(1).max(200),
  environment: z.enum(['production', 'staging', 'local']),
  corpus: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  batch: z.uuid(),
  /** Counts up by one per key and client run, from 0. */
  sequence: z.int().min(0),
  /** SHA-256 of the manifest before this one in the run; null for the first. */
  previous: sha256.nullable(),
  /** UTC instant after which the manifest is void; at most seven days ahead when it arrives. */
  expires: z.iso.datetime(),
  state: z.enum(['authentic', 'decoy']),
  /** 32 random bytes, hex; keeps the manifest's digest from confirming a guess. */
  nonce: z.string().regex(/^[0-9a-f]{64}$/),
  count: z.int().min(1).max(MAX_BATCH_ITEMS),
  /** RFC 6962 root over the items' salted commitments, in order. */
  root: sha256,
});
export type Manifest = z.infer<typeof Manifest>;

export const BatchItem = z.strictObject({
  /** The caller's own name for the item, echoed in the answer and not stored. */
  id: z.string().min(1).max(200),
  /** 32 random bytes, hex, made by the registrar's client; salts the commitments. */
  salt: sha256,
  fingerprint: Fingerprint,
  /** Ordered entries by part path: base64 of 16-bit little-endian values. */
  entries: z.record(partPath, base64),
});
export type BatchItem = Omit<z.infer<typeof BatchItem>, 'fingerprint'> & {
  fingerprint: FingerprintValue;
};

export const BatchRequest = z.strictObject({
  /** JSON text of a `Manifest`, the bytes that were signed. */
  manifest: z.string().min(2).max(4000),
  /** OpenSSH armored signature over `manifest`; without it the batch is refused. */
  signature: z.string().max(4000).optional(),
  /** Parsed one by one, so that one bad item names itself and loses no other. */
  items: z.array(z.unknown()).min(1).max(MAX_BATCH_ITEMS),
});
export type BatchRequest = z.infer<typeof BatchRequest>;

/** Where in a request something is wrong: an RFC 6901 pointer and a sentence. */
export const Fault = z.strictObject({ pointer: z.string(), detail: z.string() });
export type Fault = z.infer<typeof Fault>;

export const BatchItemResult = z.strictObject({
  id: z.string().nullable(),
  status: z.enum(['registered', 'already_registered', 'failed']),
  /** The record, new or already there; null for a failed item. */
  record: z.string().nullable(),
  /** Entry of the record in the public log; null for a failed item. */
  log_index: z.int().min(0).nullable(),
  errors: z.array(Fault),
});
export type BatchItemResult = z.infer<typeof BatchItemResult>;

export const BatchAnswer = z.strictObject({
  batch: z.string(),
  corpus: z.string(),
  results: z.array(BatchItemResult),
  /** Null for a batch that was registered before the registry kept a log. */
  log: BatchLog.nullable(),
});
export type BatchAnswer = z.infer<typeof BatchAnswer>;

/** What a registrant says of a record afterwards. */
export const EventKind = z.enum(['opened', 'withdrawn']);
export type EventKind = z.infer<typeof EventKind>;

/** One line in the registrar's own words, shown to whoever asks for the record. */
const reason = oneLine(200);

/** That a decoy is one. A record is withdrawn by a statement, which the keyholders sign. */
export const EventRequest = z.strictObject({
  kind: z.literal('opened'),
  reason: reason.nullable().optional(),
});
export type EventRequest = z.infer<typeof EventRequest>;

export const RecordEvent = z.strictObject({
  kind: EventKind,
  /** UTC instant. */
  at: z.string(),
  reason: z.string().nullable(),
  /** Null for one that was noted before the registry kept a log. */
  log: LogEntry.nullable(),
});
export type RecordEvent = z.infer<typeof RecordEvent>;

export const RecordAnswer = z.strictObject({
  record: z.string(),
  corpus: z.string(),
  registrant: z.string(),
  registered_at: z.string(),
  /** What kind of document: its media type's family, nothing of its content. */
  kind: z.enum(['mail', 'text', 'pdf', 'office', 'web', 'archive', 'image', 'other']),
  state: z.enum(['authentic', 'decoy', 'withdrawn']),
  /** From the first; empty for most records. */
  events: z.array(RecordEvent),
  /** Null for a record that was registered before the registry kept a log. */
  log: LogEntry.nullable(),
});
export type RecordAnswer = z.infer<typeof RecordAnswer>;
