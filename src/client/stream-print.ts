import { sha256Stream } from '../fingerprint/digest.ts';
import { type BytesPrint, type Fingerprint, PROFILE } from '../fingerprint/profile.ts';
import { ssdeepStream } from '../fingerprint/ssdeep-stream.ts';
import type { TlshStream } from '../fingerprint/tlsh-stream.ts';
import type { BlobLike } from './blob-window.ts';

/** Bytes asked for at a time. */
const PIECE = 1024 * 1024;

/** Bytes of one stream: those of Chromium 156 stand still at 4 GiB. */
const STREAMED = 1024 ** 3;

/** Fingerprint of a file too large to read: of its bytes, in memory that does not grow. */
export function blobPrint(blob: BlobLike): Promise<Fingerprint> {
  return printOfPieces(piecesOfBlob(blob));
}

/** A stream of a file that gives nothing for so long stands still, milliseconds. */
const STANDS_STILL_MS = 10_000;
/** Streams one after the other that give nothing at all: then the file does not. */
const MAX_STILL = 3;

/**
 * Bytes of a file in pieces, each of which holds until the next is asked for. Where a stream stands still,
 * another goes on from there.
 *
 * @throws Error where the file gives no more
 */
export async function* piecesOfBlob(blob: BlobLike): AsyncGenerator<Uint8Array> {
  let still = 0;
  for (let at = 0; at < blob.size; ) {
    const from = at;
    for await (const piece of piecesOf(blob.slice(at, at + STREAMED).stream())) {
      at += piece.length;
      yield piece;
    }
    still = at === from ? still + 1 : 0;
    if (still === MAX_STILL) throw new Error('the file gives no more');
  }
}

/**
 * All bytes of a blob, in that room where its stream allows it: the array given back stands in for it.
 *
 * @param room as large as the blob
 */
export async function readInto(room: ArrayBuffer, blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  const reader = byobReader(blob.stream());
  if (reader === null) return new Uint8Array(await blob.arrayBuffer());
  let buffer = room;
  let length = 0;
  while (length < blob.size) {
    const { value, done } = await reader.read(new Uint8Array(buffer, length));
    if (value === undefined || done) throw new Error('the file gives no more');
    buffer = value.buffer;
    length += value.length;
  }
  await reader.cancel();
  return new Uint8Array(buffer, 0, length);
}

/** @param pieces each need hold only until the next is asked for */
export async function printOfPieces(pieces: AsyncIterable<Uint8Array>): Promise<Fingerprint> {
  return bytesPrint(await digestsOf(pieces, null));
}

/** Digests of bytes that come in pieces, as of a file that is read whole. */
export async function digestsOf(
  pieces: AsyncIterable<Uint8Array>,
  tlsh: TlshStream | null,
): Promise<BytesPrint> {
  const hash = sha256Stream();
  const fuzzy = ssdeepStream();
  let size = 0;
  for await (const piece of pieces) {
    hash.update(piece);
    fuzzy.update(piece);
    tlsh?.update(piece);
    size += piece.length;
  }
  return { size, sha256: hash.hex(), ssdeep: fuzzy.digest(), tlsh: tlsh?.digest() ?? null };
}

/** What the last stream was read into. */
let spare: ArrayBuffer | null = null;

/**
 * Into one array where the stream allows it, which those of files do: of 1 GB read in arrays of their own
 * Chromium keeps up to 200 MB, and takes four times as long.
 */
async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = byobReader(stream);
  if (reader === null) {
    yield* restOf(stream.getReader());
    return;
  }
  let room = spare ?? new ArrayBuffer(PIECE);
  spare = null;
  for (;;) {
    const next = await unlessStill(reader.read(new Uint8Array(room)));
    if (next === null) reader.cancel().catch(() => {});
    if (next === null || next.done) {
      const given = (next?.value as Uint8Array<ArrayBuffer> | undefined)?.buffer;
      if (given?.byteLength === PIECE) spare = given;
      return;
    }
    yield next.value;
    room = next.value.buffer;
  }
}

/** Null for what is no stream of bytes. */
function byobReader(stream: ReadableStream<Uint8Array>): ReadableStreamBYOBReader | null {
  try {
    return stream.getReader({ mode: 'byob' });
  } catch {
    return null;
  }
}

function unlessStill<T>(read: Promise<T>): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(null), STANDS_STILL_MS);
    read.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** What a reader has not given yet. */
export async function* restOf(
  reader: ReadableStreamDefaultReader<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

/** Fingerprint of a file of which only the bytes were read. */
export function bytesPrint(bytes: BytesPrint): Fingerprint {
  return {
    profile: PROFILE,
    name: null,
    type: 'application/octet-stream',
    bytes,
    content: null,
    mail: null,
    parts: [],
    problem: 'over_limit',
  };
}
