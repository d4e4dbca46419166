import { growing } from '../extract/growing.ts';
import { gunzipped } from '../extract/inflate-stream.ts';
import { LOCAL_LIMITS } from '../extract/limits.ts';
import { unquoteFrom } from '../extract/mbox.ts';
import { mailPlaces, mboxMails } from '../extract/mbox-stream.ts';
import { fromLine, headerStart } from '../extract/sniff-mail.ts';
import { isTar } from '../extract/tar-header.ts';
import { type TarInput, TarStream, tarEntries } from '../extract/tar-stream.ts';
import { ZIP_TAIL, type ZipEntry, zipEnd, zipEntries } from '../extract/zip-central.ts';
import type { Problem } from '../fingerprint/document.ts';
import type { Fingerprint } from '../fingerprint/profile.ts';
import { roomFor } from './blob-bytes.ts';
import { RATIO_FREE_BYTES } from './packed.ts';
import type { Packed } from './packed-kind.ts';
import { piecesOfBlob, printOfPieces, readInto } from './stream-print.ts';

/**
 * Members of archives and mailboxes that are too large to be read as a whole, one after the other: mostly
 * places in the file, so that what is in memory is the member that is being read.
 */
export interface BlobMember {
  /** As the archive names it, a label only; a number for a mail of a mailbox. */
  readonly name: string;
  readonly contents: BlobContents;
}

export type BlobContents =
  /** Where it stands in the file: of 20,000, blobs would take kilobytes each, in the browser's process as well. */
  | {
      readonly kind: 'range';
      readonly start: number;
      readonly end: number;
      readonly packed: Packed;
    }
  /** Its bytes, which are in memory and are to be let go of soon: they cannot be had out of the file alone. */
  | { readonly kind: 'passing'; readonly blob: Blob; readonly packed: Packed }
  /** Not to be had later, and too much to be kept: it holds until the next member is asked for. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** Read on the way; of one larger than a member may be, only its bytes. */
  | {
      readonly kind: 'print';
      readonly fingerprint: Fingerprint;
      readonly partNames: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'fault'; readonly problem: Problem };

/** Bytes by which a file tells its format. */
const HEAD = 4096;
/** A member that cannot be had later is kept up to this, bytes. */
const MAX_PASSING = 4 * 1024 * 1024;
/** Of a directory: as much as a member may have. */
const MAX_DIRECTORY = LOCAL_LIMITS.maxMemberBytes;

/**
 * Members of a file. What makes the rest of it unreadable, or is beyond the number of members that are
 * read, is a last member without a name.
 *
 * @param fileName gives a gzip file's only member its name
 * @returns null for what is neither a zip, a tar, a compressed one, nor a mailbox
 */
export async function blobMembers(
  file: Blob,
  fileName: string,
): Promise<AsyncGenerator<BlobMember> | null> {
  const head = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
  const members = listed(file, head, fileName);
  return members && limited(members);
}

function listed(file: Blob, head: Uint8Array, name: string): AsyncGenerator<BlobMember> | null {
  if ([0x50, 0x4b, 3, 4].every((byte, i) => head[i] === byte)) return zipMembers(file);
  if (head[0] === 0x1f && head[1] === 0x8b) return gzipMembers(file, name);
  if (isTar(head)) return tarPlaces(file);
  if (fromLine(head) !== null) return mboxPlaces(file);
  return null;
}

async function* limited(members: AsyncGenerator<BlobMember>): AsyncGenerator<BlobMember> {
  let count = 0;
  try {
    for await (const member of members) {
      if (++count > LOCAL_LIMITS.maxMembers) {
        yield { name: '', contents: { kind: 'fault', problem: 'over_limit' } };
        return;
      }
      yield member;
    }
  } catch {
    // Whatever is wrong with it, it cannot be read any further.
    yield { name: '', contents: { kind: 'fault', problem: 'unreadable' } };
  }
}

const NO_FILE: BlobContents = { kind: 'fault', problem: 'unreadable' };

const STORED: Packed = { kind: 'stored' };

const range = (start: number, end: number, packed: Packed = STORED): BlobContents => ({
  kind: 'range',
  start,
  end,
  packed,
});

/** Bytes looked at around a header, which is no longer, so that small members behind it need no look of their own. */
const WINDOW = 64 * 1024;

/** A file in which headers are read and data passed over. */
class TarFile implements TarInput {
  readonly #file: Blob;
  /** One array for all: of arrays of their own 55 MB gather before they are collected (measured). */
  #room = new ArrayBuffer(WINDOW);
  #window = new Uint8Array(0);
  #from = 0;
  at = 0;

  constructor(file: Blob) {
    this.#file = file;
  }

  async exactly(length: number): Promise<Uint8Array | null> {
    const { at } = this;
    if (at + length > this.#file.size) return null;
    if (at < this.#from || at + length > this.#from + this.#window.length) {
      this.#window = await readInto(this.#room, this.#file.slice(at, at + WINDOW));
      this.#room = this.#window.buffer;
      this.#from = at;
    }
    this.at += length;
    return this.#window.slice(at - this.#from, at - this.#from + length);
  }
}

async function* tarPlaces(file: Blob): AsyncGenerator<BlobMember> {
  const input = new TarFile(file);
  for await (const { name, length, kind } of tarEntries(input)) {
    const { at } = input;
    if (at + length > file.size) throw new Error('it is cut off');
    if (kind === 'file') yield { name, contents: range(at, at + length) };
    else if (kind === 'other') yield { name, contents: NO_FILE };
    input.at = at + length;
  }
}

async function* mboxPlaces(file: Blob): AsyncGenerator<BlobMember> {
  let number = 0;
  for await (const { start, end } of mailPlaces(piecesOfBlob(file))) {
    const name = `${++number}.eml`;
    const isLarge = end - start > LOCAL_LIMITS.maxMemberBytes;
    if (isLarge) yield { name, contents: { kind: 'fault', problem: 'over_limit' } };
    else yield { name, contents: range(start, end, { kind: 'quoted' }) };
  }
}

async function* zipMembers(file: Blob): AsyncGenerator<BlobMember> {
  const tail = file.slice(Math.max(0, file.size - ZIP_TAIL));
  const end = zipEnd(new Uint8Array(await tail.arrayBuffer()), file.size);
  if (end.size > MAX_DIRECTORY) throw new Error('its directory is larger than the limit');
  const directory = file.slice(end.offset, end.offset + end.size);
  const bytes = new Uint8Array(await directory.arrayBuffer());
  for (const entry of zipEntries(bytes, end)) {
    if (/[/\\]$/.test(entry.name)) continue;
    yield { name: entry.name, contents: zipped(entry, end.offset) };
  }
}

function zipped(entry: ZipEntry, directoryAt: number): BlobContents {
  const { size, compressedSize, method, crc32, headerOffset } = entry;
  if (entry.encrypted) return { kind: 'fault', problem: 'encrypted' };
  if (size > RATIO_FREE_BYTES && size > compressedSize * LOCAL_LIMITS.maxRatio) {
    return { kind: 'fault', problem: 'over_limit' };
  }
  const packed = { kind: 'zipped', method, size, compressedSize, crc32 } as const;
  return range(headerOffset, directoryAt, packed);
}

/** A gzip file is one member, unless that is a tar or a mailbox. */
async function* gzipMembers(file: Blob, name: string): AsyncGenerator<BlobMember> {
  const chunks = inflatedWithin(file);
  const head = await headOf(chunks);
  async function* whole() {
    yield head;
    yield* chunks;
  }
  if (isTar(head)) yield* tarPassing(whole());
  else if (fromLine(head) !== null) yield* mboxPassing(whole());
  else yield { name: name.replace(/\.gz$/i, ''), contents: await passing(whole()) };
}

/** As much as tells a format, where there is as much: members of a gzip file may be short. */
async function headOf(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  const head = growing();
  while (head.length < HEAD) {
    const next = await chunks.next();
    if (next.done) break;
    head.add(next.value);
  }
  return head.bytes();
}

async function* inflatedWithin(file: Blob): AsyncGenerator<Uint8Array> {
  let packed = 0;
  async function* counted() {
    for await (const piece of piecesOfBlob(file)) {
      packed += piece.length;
      yield piece;
    }
  }
  let length = 0;
  for await (const chunk of gunzipped(counted())) {
    length += chunk.length;
    if (length > RATIO_FREE_BYTES && length > packed * LOCAL_LIMITS.maxRatio) {
      throw new Error('it is compressed beyond the limit');
    }
    yield chunk;
  }
}

async function* tarPassing(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<BlobMember> {
  const input = new TarStream(chunks);
  try {
    for await (const { name, length, kind } of tarEntries(input)) {
      const pieces = input.take(length);
      if (kind === 'file') yield { name, contents: await passing(pieces) };
      else for await (const _ of pieces);
      if (kind === 'other') yield { name, contents: NO_FILE };
    }
  } finally {
    await input.close();
  }
}

async function* mboxPassing(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<BlobMember> {
  let number = 0;
  for await (const { bytes } of mboxMails(chunks)) {
    const name = `${++number}.eml`;
    if (bytes === null) yield { name, contents: { kind: 'fault', problem: 'over_limit' } };
    else {
      const mail = unquoteFrom(bytes.subarray(headerStart(bytes, 0)));
      yield { name, contents: await passing(once(mail)) };
    }
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Kept as far as a member may be large, else digested. */
async function passing(pieces: AsyncIterable<Uint8Array>): Promise<BlobContents> {
  const rest = pieces[Symbol.asyncIterator]();
  const { maxMemberBytes } = LOCAL_LIMITS;
  let out = new Uint8Array(MAX_PASSING);
  let length = 0;
  for (let next = await rest.next(); !next.done; next = await rest.next()) {
    const piece = next.value;
    if (length + piece.length > maxMemberBytes) {
      const all = joined([out.subarray(0, length), piece], rest);
      return { kind: 'print', fingerprint: await printOfPieces(all), partNames: {} };
    }
    if (length + piece.length > out.length) {
      const roomy = roomFor(maxMemberBytes);
      roomy.set(out.subarray(0, length));
      out = roomy;
    }
    out.set(piece, length);
    length += piece.length;
  }
  const bytes = out.subarray(0, length);
  if (length > MAX_PASSING) return { kind: 'bytes', bytes };
  return { kind: 'passing', blob: new Blob([bytes]), packed: STORED };
}

async function* joined(
  first: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* first;
  for (let more = await rest.next(); !more.done; more = await rest.next()) yield more.value;
}
