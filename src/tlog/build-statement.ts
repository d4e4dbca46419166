import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { type PublicStatement, publicStatement } from './public-statement.ts';

/** Where the list of the page's files is served. */
export const BUILD_PATH = '/build.json';

/**
 * The statement that a log makes of the page it serves: whenever the files of the page are others than
 * those stated last, the statement is appended before anything else. Whoever builds the page from its
 * source can tell whether the log has stated what they built, and whether that is what is served
 * (`schema/log.md`, "The page").
 *
 * @param list what is served at `BUILD_PATH`, byte for byte
 */
export function buildStatement(list: Uint8Array): PublicStatement {
  return publicStatement('build', 'build', JSON.stringify({ files: bytesToHex(sha256(list)) }));
}
