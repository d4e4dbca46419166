import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { type LeafType, leafSalt, type NewLeaf, statementCommitment } from '../tlog/leaf.ts';
import type { EventKind, KeysAnswer, LogEntry, LogPlace } from './contract.ts';

/** What the registry needs of the public log. */
export interface LogSink {
  /**
   * Appends leaves in order, all at once.
   *
   * @param key names the change: a repeat under the same key appends nothing and is told where the
   *   first one stands, so whoever crashed in between may try again
   * @throws RegistryError `log_closed` when the log has no key
   */
  append(key: string, leaves: readonly NewLeaf[]): Promise<LogPosition>;
}

/** Where leaves were appended. */
export interface LogPosition {
  /** Entry of the first of them; the others follow it. */
  readonly first: number;
  readonly count: number;
}

/** What anyone may fetch of the log. */
export interface PublicLog {
  /**
   * @param path below the log's prefix, e.g. `checkpoint`, `tile/0/000.p/7` or `timestamps/1205`
   * @returns null for what the log has not
   * @throws RegistryError `log_closed`
   */
  read(path: string): Promise<LogResource | null>;
  /**
   * The first checkpoint with a quorum's cosignatures that holds an entry, as it was then; null where there
   * is none. Left out by logs that nobody witnesses.
   */
  witnessedWith?(index: number): Promise<string | null>;
  /** @throws RegistryError `log_closed` */
  keys(): Promise<LogKeys>;
}

export interface LogResource {
  readonly bytes: Uint8Array;
  readonly type:
    | 'text/plain; charset=utf-8'
    | 'application/octet-stream'
    | 'application/timestamp-reply'
    | 'application/json';
  /** Whether the path can never lead to other bytes. */
  readonly immutable: boolean;
}

export type LogKeys = KeysAnswer['log'];

/** What is kept of a registration, so that its entry can be opened. */
export interface Registered {
  readonly record: string;
  readonly corpus: string;
  readonly registrar: string;
  readonly state: 'authentic' | 'decoy';
  /** The signed text. */
  readonly manifest: string;
  /** 32 bytes. */
  readonly commitment: Uint8Array;
}

/** Statement of a registration; of the content it tells the salted root only. */
export function registrationStatement(of: Registered): string {
  return JSON.stringify({
    record: of.record,
    corpus: of.corpus,
    registrar: of.registrar,
    state: of.state,
    manifest: bytesToHex(sha256(utf8ToBytes(of.manifest))),
    commitment: bytesToHex(of.commitment),
  });
}

/** @param salt the record's own, hex */
export function registrationLeaf(statement: string, salt: string): NewLeaf {
  return leafOf('register', leafSalt(hexToBytes(salt), 'leaf'), statement);
}

/** Without what else is stored beside it. */
export function placeOf({ index, witnessed, witnessed_at }: LogPlace): LogPlace {
  return { index, witnessed, ...(witnessed_at && { witnessed_at }) };
}

/** The entry of a record, opened. */
export function registrationEntry(place: LogPlace, statement: string, salt: string): LogEntry {
  return { ...place, statement, salt: bytesToHex(leafSalt(hexToBytes(salt), 'leaf')) };
}

/** A change of a record's state, as it is stated. */
export interface Changed {
  readonly record: string;
  readonly corpus: string;
  readonly registrar: string;
  readonly kind: EventKind;
  readonly reason: string | null;
}

/** @param salt the record's own, hex */
export function eventLeaf(of: Changed, salt: string): NewLeaf {
  const type = of.kind === 'withdrawn' ? 'withdraw' : 'open';
  return leafOf(type, eventSalt(of.kind, salt), eventStatement(of));
}

/** The entry of an event, opened. */
export function eventEntry(place: LogPlace, of: Changed, salt: string): LogEntry {
  return { ...place, statement: eventStatement(of), salt: bytesToHex(eventSalt(of.kind, salt)) };
}

function eventStatement({ record, corpus, registrar, reason }: Changed): string {
  return JSON.stringify({ record, corpus, registrar, reason });
}

function eventSalt(kind: EventKind, salt: string): Uint8Array {
  return leafSalt(hexToBytes(salt), `event/${kind}`);
}

function leafOf(type: LeafType, salt: Uint8Array, statement: string): NewLeaf {
  return { type, commitment: statementCommitment(type, salt, statement) };
}
