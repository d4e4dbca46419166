/**
 * The kernels of the fuzzy hashes, in AssemblyScript: what takes the time of a digest or of a
 * comparison, and nothing else. `../kernel.ts` loads the module and gives it its tables.
 */
import { distance, distanceTables } from './distance';
import { minhashTables } from './minhash';
import { readSsdeep, readTlsh, SSDEEP_BYTES, textTables, TLSH_BYTES } from './records';
import { sumAt } from './scan';
import { holdSsdeep, levelHeld, scoreHeld } from './score';
import { tripletTables } from './triplets';
import { WINDOW } from './window';

export { layersRoot, ROOT, SALT } from './committed';
export { DIGEST, digestBlocks, digestEnd, digestStart } from './digest';
export { holdMacKey, MAC_KEY, MACS, macs, REFS, ROWS, references, rows } from './keyed';
export { least, leastStart } from './minhash';
export { PARTS, pieces, piecesEnd, piecesStart } from './pieces';
export { LETTERS, TEXT } from './records';
export { scan, scanStart } from './scan';
export {
  BAND_HASHES,
  bandHashes,
  ENTRIES,
  HIGH,
  KEPT,
  LOW,
  MAX_TOKENS,
  shingles,
  TOKEN_BYTES,
  TOKENS,
  winnow,
} from './shingles';
export { STREAMED, stream, streamEnd, streamLevel, streamStart } from './stream';
export { BUCKETS, PEARSON, triplets, tripletsEnd, tripletsStart } from './triplets';
export { WINDOW, WINDOW_BYTES } from './window';

/** The TLSH digest that others are held against, and a digest of either kind that was just read. */
const TLSH_HELD: usize = memory.data(TLSH_BYTES, 16);
const OTHER: usize = memory.data(SSDEEP_BYTES, 16);

/** Records of a set, then two bytes of result for each, in pages behind everything else. */
let records: usize = 0;
let results: usize = 0;

/** Makes the tables; `PEARSON` and `LETTERS` must be filled. */
export function prepare(): void {
  tripletTables();
  textTables();
  distanceTables();
  minhashTables();
}

/** Rolling sum after the last of the `length` bytes in the window. */
export function windowSum(length: i32): u32 {
  return length == 0 ? 0 : sumAt(WINDOW + length - 1);
}

/** Makes room for a set; false when there is not so much memory. */
export function setRoom(count: i32, bytesEach: i32): bool {
  records = <usize>memory.size() << 16;
  results = records + <usize>count * bytesEach;
  const pages = (<i64>count * (bytesEach + 2) + 0xffff) >> 16;
  return pages < 0x8000 && memory.grow(<i32>pages) >= 0;
}

export function ssdeepBytes(): i32 {
  return SSDEEP_BYTES;
}

export function tlshBytes(): i32 {
  return TLSH_BYTES;
}

export function resultsAt(): usize {
  return results;
}

/** Reads `TEXT` into the set; false for what is no digest. So do the next three. */
export function putSsdeep(index: i32, length: i32): bool {
  return readSsdeep(length, records + <usize>index * SSDEEP_BYTES);
}

export function putTlsh(index: i32, length: i32): bool {
  return readTlsh(length, records + <usize>index * TLSH_BYTES);
}

/** Makes the digest in `TEXT` the one that others are held against. */
export function holdSsdeepText(length: i32): bool {
  if (!readSsdeep(length, OTHER)) return false;
  holdSsdeep(OTHER);
  return true;
}

/** Level of the digest that others are held against. */
export function heldLevel(): i32 {
  return levelHeld();
}

export function holdTlshText(length: i32): bool {
  return readTlsh(length, TLSH_HELD);
}

/** Score of the digest in `TEXT`, -1 for what is none. */
export function scoreText(length: i32): i32 {
  return readSsdeep(length, OTHER) ? scoreHeld(OTHER) : -1;
}

/** Distance of the digest in `TEXT`, -1 for what is none. */
export function distanceText(length: i32, withLength: bool): i32 {
  return readTlsh(length, OTHER) ? distance(TLSH_HELD, OTHER, withLength) : -1;
}

/** Scores of the records `from` to `to` of the set. */
export function scoreSet(from: i32, to: i32): void {
  for (let i = from; i < to; i++) {
    const score = scoreHeld(records + <usize>i * SSDEEP_BYTES);
    store<u16>(results + (<usize>i << 1), <u16>score);
  }
}

/** Distances of all `count` records of the set. */
export function distanceSet(count: i32, withLength: bool): void {
  for (let i = 0; i < count; i++) {
    const apart = distance(TLSH_HELD, records + <usize>i * TLSH_BYTES, withLength);
    store<u16>(results + (<usize>i << 1), <u16>apart);
  }
}
