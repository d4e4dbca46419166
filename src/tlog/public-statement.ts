import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { type NewLeaf, statementCommitment } from './leaf.ts';

/** A statement that the log makes of its own accord, of what is public anyway. */
export interface PublicStatement {
  /** JSON text, which anyone can write who knows what it is of. */
  readonly statement: string;
  /** Nothing here is secret, so the salt follows from the statement; hex. */
  readonly salt: string;
  readonly leaf: NewLeaf;
}

/** @param domain goes into the salt, after `empreinte/` and before the version (`schema/log.md`) */
export function publicStatement(
  type: 'key' | 'build',
  domain: string,
  statement: string,
): PublicStatement {
  const salt = sha256(concatBytes(utf8ToBytes(`empreinte/${domain}/v1\0`), utf8ToBytes(statement)));
  const commitment = statementCommitment(type, salt, statement);
  return { statement, salt: bytesToHex(salt), leaf: { type, commitment } };
}
