/** Inflates zip members (RFC 1951) under the limits, believing no size field. */
import { Inflate } from 'fflate';
import { crc32 } from '../fingerprint/crc32.ts';
import { inflatedAtOnce } from './inflate.ts';
import { type Context, ExtractError } from './reader.ts';
import type { ZipMember } from './zip.ts';

/** A deflate stream can grow 1032-fold at most: 258 bytes from two bits, and the codes. */
const MAX_DEFLATE_RATIO = 1032;
/** Small members may compress well; only larger ones are bombs. */
const RATIO_FREE_BYTES = 1024 * 1024;
/** Compressed bytes inflated at a time: what may be made beyond a limit is 1032 times this. */
const PIECE = 8192;

/**
 * Inflates one member and charges it to the submission's budget.
 *
 * The declared size is an upper bound only: bytes are counted as they come, and both their
 * number and their CRC-32 must be as declared.
 *
 * @throws ExtractError `encrypted`, `over_limit`, or `unreadable`
 */
export function inflateMember(bytes: Uint8Array, member: ZipMember, context: Context): Uint8Array {
  const { limits, budget } = context;
  if (member.encrypted) {
    throw new ExtractError('encrypted', 'The zip file is protected by a password.');
  }
  const { size, compressedSize, method } = member;
  if (size > limits.maxMemberBytes || budget.decompressedBytes + size > limits.maxTotalBytes) {
    throw new ExtractError('over_limit', 'The zip file holds more data than the limit.');
  }
  if (size > RATIO_FREE_BYTES && size > compressedSize * limits.maxRatio) {
    throw new ExtractError('over_limit', 'A member is compressed beyond the limit.');
  }
  budget.decompressedBytes += size;
  const data = bytes.subarray(member.dataOffset, member.dataOffset + compressedSize);
  let out: Uint8Array;
  if (method === 0) out = data;
  else if (method === 8) out = inflated(data, size);
  else throw new ExtractError('unreadable', `Compression method ${method} is not supported.`);
  if (out.length !== size || crc32(out) !== member.crc32) {
    throw new ExtractError('unreadable', 'A member of the zip file is damaged.');
  }
  return out;
}

function inflated(data: Uint8Array, size: number): Uint8Array {
  const out = inflatedAtOnce(data, size);
  return out?.length === size ? out : inflate(data, size);
}

function inflate(data: Uint8Array, size: number): Uint8Array {
  if (size > data.length * MAX_DEFLATE_RATIO) {
    throw new ExtractError('unreadable', 'The zip file declares a size that its data cannot have.');
  }
  const out = new Uint8Array(size);
  let length = 0;
  const stream = new Inflate((chunk) => {
    if (length + chunk.length > size) {
      throw new ExtractError('unreadable', 'A member is longer than the zip file declares.');
    }
    out.set(chunk, length);
    length += chunk.length;
  });
  try {
    for (let at = 0; at < data.length; at += PIECE) {
      stream.push(data.subarray(at, at + PIECE), at + PIECE >= data.length);
    }
  } catch (error) {
    if (error instanceof ExtractError) throw error;
    throw new ExtractError('unreadable', 'The compressed data are damaged.', { cause: error });
  }
  return out.subarray(0, length);
}
