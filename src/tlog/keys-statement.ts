import { type PublicStatement, publicStatement } from './public-statement.ts';

/** Public keys, newest first. */
export interface StatedKeys {
  /** Verifier keys of the log (C2SP signed-note). */
  readonly log: readonly string[];
  /** RFC 7638 thumbprints of the keys that sign receipts. */
  readonly receipts: readonly string[];
}

/**
 * The statement that a log makes of the keys it is signed with, and of those of receipts: whenever they
 * are others than those stated last, the statement is the first thing appended. Whoever has pinned
 * the keys before follows from them to the new ones (`schema/log.md`, "Keys").
 */
export function keysStatement({ log, receipts }: StatedKeys): PublicStatement {
  return publicStatement('key', 'keys', JSON.stringify({ log, receipts }));
}
