import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { type NewLeaf, statementCommitment } from './leaf.ts';

/**
 * The statement that a log makes of the keys it is signed with, and of those of receipts: whenever they
 * are others than those stated last, the statement is the first thing appended. Whoever has pinned
 * the keys before follows from them to the new ones (`schema/log.md`, "Keys").
 */

/** Public keys, newest first. */
export interface StatedKeys {
  /** Verifier keys of the log (C2SP signed-note). */
  readonly log: readonly string[];
  /** RFC 7638 thumbprints of the keys that sign receipts. */
  readonly receipts: readonly string[];
}

export interface KeysStatement {
  /** JSON text, which anyone can write who knows the keys. */
  readonly statement: string;
  /** Nothing here is secret, so the salt follows from the statement; hex. */
  readonly salt: string;
  readonly leaf: NewLeaf;
}

const SALT_PREFIX = utf8ToBytes('empreinte/keys/v1\0');

export function keysStatement({ log, receipts }: StatedKeys): KeysStatement {
  const statement = JSON.stringify({ log, receipts });
  const salt = sha256(concatBytes(SALT_PREFIX, utf8ToBytes(statement)));
  const commitment = statementCommitment('key', salt, statement);
  return { statement, salt: bytesToHex(salt), leaf: { type: 'key', commitment } };
}
