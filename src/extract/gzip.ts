/**
 * Gzip (RFC 1952): an archive of one file. A tar inside is opened with it, so that the same
 * files in a `.tar`, a `.tar.gz` and a `.zip` are the same parts.
 *
 * fflate checks neither checksum nor length; both are checked here, for every member.
 */
import { Gunzip } from 'fflate';
import { crc32 } from '../fingerprint/crc32.ts';
import { decodeUtf8 } from './charset.ts';
import { growing } from './growing.ts';
import { type Context, ExtractError, type Extracted, type Reader } from './reader.ts';
import { isTar } from './tar-header.ts';

/** Small files may compress well; only larger ones are bombs. As for members of a zip. */
const RATIO_FREE_BYTES = 1024 * 1024;
/** Compressed bytes inflated at a time: what may be made beyond a limit is 1032 times this. */
const PIECE = 8192;
/** CRC-32 and length behind every member. */
const TRAILER = 8;

const DAMAGED = 'The gzip file is damaged, or something follows it.';

/** Flags of RFC 1952, 2.3.1; the three highest bits must be zero. */
const FHCRC = 2;
const FEXTRA = 4;
const FNAME = 8;
const FCOMMENT = 16;
const RESERVED = 0xe0;

/** Reads a gzip file; see `Reader`. */
export const readGzip: Reader = async (bytes, context): Promise<Extracted> => {
  if (context.archiveDepth >= context.limits.maxArchiveDepth) {
    throw new ExtractError('over_limit', 'Archives are nested too deeply.');
  }
  const { data, name } = gunzip(bytes, context);
  if (isTar(data)) {
    const { readTar } = await import('./tar.ts');
    return await readTar(data, context);
  }
  return { reading: null, mail: null, parts: [await context.nested(data, name, 'archive')] };
};

interface Gunzipped {
  readonly data: Uint8Array;
  /** Of the first member's header; a label only. */
  readonly name: string | null;
}

/**
 * Inflates all members, one after the other, and charges them to the submission's budget.
 *
 * @throws ExtractError `over_limit`, or `unreadable` for damage and for anything behind the
 *   last member
 */
function gunzip(bytes: Uint8Array, { limits, budget }: Context): Gunzipped {
  const { name } = header(bytes, 0);
  const out = growing();
  const room = Math.min(limits.maxMemberBytes, limits.maxTotalBytes - budget.decompressedBytes);
  let pushed = 0;
  let memberStart = 0;
  let members = 1;
  const stream = new Gunzip((chunk) => {
    const length = out.length + chunk.length;
    if (length > room) {
      throw new ExtractError('over_limit', 'The gzip file holds more data than the limit.');
    }
    if (length > RATIO_FREE_BYTES && length > pushed * limits.maxRatio) {
      throw new ExtractError('over_limit', 'The gzip file is compressed beyond the limit.');
    }
    out.add(chunk);
  });
  const endMember = (end: number) => {
    checkTrailer(bytes, end, out.bytes().subarray(memberStart));
    memberStart = out.length;
  };
  stream.onmember = (offset) => {
    if (++members > limits.maxMembers) {
      throw new ExtractError('over_limit', `The file has more than ${limits.maxMembers} members.`);
    }
    header(bytes, offset);
    endMember(offset);
  };
  try {
    for (let at = 0; at < bytes.length; at += PIECE) {
      pushed = Math.min(bytes.length, at + PIECE);
      stream.push(bytes.subarray(at, pushed), pushed === bytes.length);
    }
  } catch (error) {
    if (error instanceof ExtractError) throw error;
    throw new ExtractError('unreadable', DAMAGED, { cause: error });
  }
  endMember(bytes.length);
  budget.decompressedBytes += out.length;
  return { data: out.bytes(), name };
}

/** Whether the member that ends at `end` is as its trailer says (RFC 1952, 2.3.1). */
function checkTrailer(bytes: Uint8Array, end: number, data: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = end - TRAILER;
  // The length is kept modulo 2^32, which no limit here lets a file reach.
  if (view.getUint32(at, true) !== crc32(data) || view.getUint32(at + 4, true) !== data.length) {
    throw new ExtractError('unreadable', DAMAGED);
  }
}

/** Checks a member's header. */
function header(bytes: Uint8Array, start: number): { name: string | null } {
  const flags = bytes[start + 3] ?? 0xff;
  const magic = bytes[start] === 0x1f && bytes[start + 1] === 0x8b && bytes[start + 2] === 8;
  if (!magic || (flags & RESERVED) !== 0) damaged();
  let at = start + 10;
  if (flags & FEXTRA) at += 2 + (bytes[at] ?? 0) + (bytes[at + 1] ?? 0) * 256;
  let name: string | null = null;
  for (const flag of [FNAME, FCOMMENT]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) damaged();
    const raw = bytes.subarray(at, end);
    // ISO 8859-1 by the RFC, UTF-8 by most programs.
    if (flag === FNAME) name = decodeUtf8(raw) ?? String.fromCharCode(...raw.subarray(0, 4096));
    at = end + 1;
  }
  if (flags & FHCRC) {
    const low = crc32(bytes.subarray(start, at)) & 0xffff;
    if ((bytes[at] ?? 0) + (bytes[at + 1] ?? 0) * 256 !== low) damaged();
    at += 2;
  }
  if (at + TRAILER > bytes.length) damaged();
  return { name };
}

function damaged(): never {
  throw new ExtractError('unreadable', DAMAGED);
}
