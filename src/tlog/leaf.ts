import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * Entries of the log, described in `schema/log.md`: version, type, time, and a salted commitment to a
 * statement. A statement is JSON text, byte for byte as it was committed; whoever is shown it with
 * its salt can tell that it was logged, and nobody else learns anything from the entry.
 */

const VERSION = 1;
export const LEAF_BYTES = 42;

/** What is stated; numbers never change their meaning. */
export const LEAF_TYPES = {
  register: 1,
  withdraw: 2,
  corpus: 3,
  registrar: 4,
  key: 5,
  open: 6,
  build: 7,
} as const;
export type LeafType = keyof typeof LEAF_TYPES;

/** What is to be appended; the sequencer sets the time. */
export interface NewLeaf {
  readonly type: LeafType;
  /** 32 bytes. */
  readonly commitment: Uint8Array;
}

export interface Leaf extends NewLeaf {
  /** When the sequencer appended it, milliseconds since 1970: stated, not proven. */
  readonly time: number;
}

const PREFIX = utf8ToBytes('empreinte/leaf/v1\0');

/**
 * Commitment to a statement, 32 bytes. The type is part of it, so that no entry can be opened as
 * another kind of statement.
 *
 * @param salt 32 bytes that cannot be guessed
 * @throws RangeError for a salt of another length
 */
export function statementCommitment(
  type: LeafType,
  salt: Uint8Array,
  statement: string,
): Uint8Array {
  if (salt.length !== 32) throw new RangeError('a leaf salt has 32 bytes');
  return sha256(concatBytes(PREFIX, Uint8Array.of(LEAF_TYPES[type]), salt, utf8ToBytes(statement)));
}

/** Salt of a leaf about a record: one secret of the record, and a use that no layer's path is. */
export function leafSalt(
  recordSalt: Uint8Array,
  use: 'leaf' | 'event/withdrawn' | 'event/opened',
): Uint8Array {
  return hmac(sha256, recordSalt, utf8ToBytes(use));
}

/** The entry's bytes. @throws RangeError for a commitment of another length */
export function encodeLeaf({ type, time, commitment }: Leaf): Uint8Array {
  if (commitment.length !== 32) throw new RangeError('a commitment has 32 bytes');
  const bytes = new Uint8Array(LEAF_BYTES);
  bytes[0] = VERSION;
  bytes[1] = LEAF_TYPES[type];
  new DataView(bytes.buffer).setBigUint64(2, BigInt(time));
  bytes.set(commitment, 10);
  return bytes;
}

/** Reads an entry; null for one of another version, type or length. */
export function decodeLeaf(bytes: Uint8Array): Leaf | null {
  if (bytes.length !== LEAF_BYTES || bytes[0] !== VERSION) return null;
  const [type] = Object.entries(LEAF_TYPES).find(([, number]) => number === bytes[1]) ?? [];
  const time = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(2));
  if (type === undefined || !Number.isSafeInteger(time)) return null;
  return { type: type as LeafType, time, commitment: bytes.slice(10) };
}
