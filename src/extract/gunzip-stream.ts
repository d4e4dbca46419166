/** Gzip files (RFC 1952) of any size, in memory that does not grow; `gzip.ts` reads those that fit. */
import { crc32 } from '../fingerprint/crc32.ts';
import { ByteInput } from './byte-input.ts';
import { GZIP_TRAILER, type GzipHeader, gzipHeader } from './gzip-header.ts';
import { damaged } from './huffman.ts';
import { inflatedFrom } from './inflate-stream.ts';
import { Inflater } from './inflater.ts';

/**
 * What the members of a gzip file inflate to, one after the other, in pieces that hold until the next is
 * asked for.
 *
 * @throws ExtractError `unreadable` for damage, and for anything behind the last member
 */
export async function* gunzipped(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const input = new ByteInput(pieces);
  const inflater = new Inflater(input);
  try {
    do {
      input.at = (await header(input)).end;
      let checksum = 0;
      let size = 0;
      for await (const piece of inflatedFrom(input, inflater)) {
        checksum = crc32(piece, checksum);
        size += piece.length;
        yield piece;
      }
      await checkTrailer(input, checksum, size);
    } while (await isMore(input));
  } finally {
    await input.close();
  }
}

async function header(input: ByteInput): Promise<GzipHeader> {
  const here = () => gzipHeader(input.bytes.subarray(0, input.end), input.at);
  const found = here();
  if (found !== null) return found;
  await input.fill();
  const whole = here();
  if (whole === null) throw damaged();
  return whole;
}

async function isMore(input: ByteInput): Promise<boolean> {
  if (input.at === input.end) await input.fill();
  return input.at < input.end;
}

/** Whether a member is as the trailer behind it says. */
async function checkTrailer(input: ByteInput, checksum: number, size: number): Promise<void> {
  if (input.end - input.at < GZIP_TRAILER) await input.fill();
  const { buffer, byteOffset } = input.bytes.subarray(input.at, input.end);
  if (input.end - input.at < GZIP_TRAILER) throw damaged();
  const view = new DataView(buffer, byteOffset, GZIP_TRAILER);
  if (view.getUint32(0, true) !== checksum || view.getUint32(4, true) !== size % 2 ** 32) {
    throw damaged();
  }
  input.at += GZIP_TRAILER;
}
