import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { type NewLeaf, statementCommitment } from './leaf.ts';

/**
 * The statement that a log makes of the page it serves: whenever the files of the page are others than
 * those stated last, the statement is appended before anything else. Whoever builds the page from its
 * source can tell whether the log has stated what they built, and whether that is what is served
 * (`schema/log.md`, "The page").
 */
export interface BuildStatement {
  /** JSON text, which anyone can write who has built the page. */
  readonly statement: string;
  /** Nothing here is secret, so the salt follows from the statement; hex. */
  readonly salt: string;
  readonly leaf: NewLeaf;
}

/** Where the list of the page's files is served. */
export const BUILD_PATH = '/build.json';

const SALT_PREFIX = utf8ToBytes('empreinte/build/v1\0');

/** @param list what is served at `BUILD_PATH`, byte for byte */
export function buildStatement(list: Uint8Array): BuildStatement {
  const statement = JSON.stringify({ files: bytesToHex(sha256(list)) });
  const salt = sha256(concatBytes(SALT_PREFIX, utf8ToBytes(statement)));
  const commitment = statementCommitment('build', salt, statement);
  return { statement, salt: bytesToHex(salt), leaf: { type: 'build', commitment } };
}
