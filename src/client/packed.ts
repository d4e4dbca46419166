import { inflatedPieces } from '../extract/inflate-stream.ts';
import { LOCAL_LIMITS } from '../extract/limits.ts';
import { unquoteFrom } from '../extract/mbox.ts';
import { ExtractError } from '../extract/reader.ts';
import { LOCAL_LENGTH, localLength } from '../extract/zip-central.ts';
import { crc32 } from '../fingerprint/crc32.ts';
import { bytesOfBlob, roomFor } from './blob-bytes.ts';
import type { BlobLike } from './blob-window.ts';
import { type Packed, sizeOf } from './packed-kind.ts';
import { piecesOfBlob } from './stream-print.ts';

/** Small members may compress well; only larger ones are bombs. */
export const RATIO_FREE_BYTES = 1024 * 1024;

/**
 * A member's bytes.
 *
 * @throws ExtractError `over_limit`, or `unreadable` for what is not as the archive says
 */
export async function unpacked(blob: BlobLike, packed: Packed): Promise<Uint8Array> {
  const size = sizeOf(blob, packed);
  if (size > LOCAL_LIMITS.maxMemberBytes) throw tooLarge();
  if (packed.kind === 'stored') return await bytesOfBlob(blob);
  if (packed.kind === 'quoted') return unquoteFrom(await bytesOfBlob(blob));
  const out = roomFor(size);
  let at = 0;
  for await (const piece of unpackedPieces(blob, packed)) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

/**
 * The same in pieces, of any length; each need be read before the next is asked for.
 *
 * @throws ExtractError as above, the last piece included
 */
export async function* unpackedPieces(blob: BlobLike, packed: Packed): AsyncGenerator<Uint8Array> {
  if (packed.kind !== 'zipped') {
    yield* piecesOfBlob(blob);
    return;
  }
  const { method, size, compressedSize } = packed;
  const header = new Uint8Array(await blob.slice(0, LOCAL_LENGTH).arrayBuffer());
  const from = localLength(header);
  if (from === null || from + compressedSize > blob.size) throw damaged();
  if (method !== 0 && method !== 8) {
    throw new ExtractError('unreadable', `Compression method ${method} is not supported.`);
  }
  if (size > RATIO_FREE_BYTES && size > compressedSize * LOCAL_LIMITS.maxRatio) throw tooLarge();
  const data = blob.slice(from, from + compressedSize);
  let length = 0;
  let checksum = 0;
  for await (const piece of method === 0
    ? piecesOfBlob(data)
    : inflatedPieces(piecesOfBlob(data))) {
    length += piece.length;
    if (length > size) throw damaged();
    checksum = crc32(piece, checksum);
    yield piece;
  }
  if (length !== size || checksum !== packed.crc32) throw damaged();
}

function damaged(): ExtractError {
  return new ExtractError('unreadable', 'A member of the zip file is damaged.');
}

function tooLarge(): ExtractError {
  return new ExtractError('over_limit', 'A member is larger, or compressed more, than the limit.');
}
