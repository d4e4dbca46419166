/**
 * Deflated data of any size, in memory that does not grow: what is made goes into one array, and is read
 * before more is made. Of a `DecompressionStream` Chromium keeps up to 100 MB, and fflate makes
 * new arrays.
 */
import {
  Z_BUF_ERROR,
  Z_NO_FLUSH,
  Z_OK,
  Z_STREAM_END,
  ZStream,
  zlibInflate,
  zlibInflateInit2,
  zlibInflateReset,
} from 'pako';
import { ExtractError } from './reader.ts';

/** Given at a time. */
const CHUNK = 128 * 1024;
/** What zlib calls `windowBits`: 32 KiB of window, without a wrapper and in gzip's. */
const RAW = -15;
const GZIP = 15 + 16;

/**
 * What a stream of deflate (RFC 1951) inflates to, in pieces that hold until the next is asked for.
 *
 * @param pieces each need hold only until the next is asked for
 * @throws ExtractError `unreadable`, also where anything follows the stream
 */
export function inflatedPieces(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  return inflated(pieces, RAW);
}

/** The same of the members of a gzip file (RFC 1952), one after the other. */
export function gunzipped(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  return inflated(pieces, GZIP);
}

async function* inflated(
  pieces: AsyncIterable<Uint8Array>,
  wrapper: typeof RAW | typeof GZIP,
): AsyncGenerator<Uint8Array> {
  const stream = new ZStream();
  const output = new Uint8Array(CHUNK);
  zlibInflateInit2(stream, wrapper);
  let ended = false;
  for await (const piece of pieces) {
    stream.input = piece;
    stream.next_in = 0;
    stream.avail_in = piece.length;
    // What was made may not fit, though all that came is read.
    for (let isFull = false; stream.avail_in > 0 || isFull; ) {
      if (ended) {
        if (wrapper === RAW) throw damaged();
        zlibInflateReset(stream);
      }
      stream.output = output;
      stream.next_out = 0;
      stream.avail_out = CHUNK;
      const status = zlibInflate(stream, Z_NO_FLUSH);
      if (status !== Z_OK && status !== Z_STREAM_END && status !== Z_BUF_ERROR) throw damaged();
      ended = status === Z_STREAM_END;
      isFull = !ended && stream.avail_out === 0;
      if (stream.next_out > 0) yield output.subarray(0, stream.next_out);
    }
  }
  if (!ended) throw damaged();
}

function damaged(): ExtractError {
  return new ExtractError('unreadable', 'The compressed data are damaged.');
}
