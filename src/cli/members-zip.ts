import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import yauzl from 'yauzl';
import { LOCAL_LIMITS } from '../extract/limits.ts';
import { memberName } from '../extract/zip-name.ts';
import { contentsOf, isLeft, type Member, RATIO_FREE_BYTES } from './members.ts';

/** Flag for names in UTF-8 (APPNOTE 4.4.4). */
const UTF8_FLAG = 1 << 11;

/** Files of a zip, in the order of its directory, which alone is believed. */
export async function* zipMembers(file: FileHandle): AsyncGenerator<Member> {
  const zip = await new Promise<yauzl.ZipFile>((done, fail) => {
    const options = { lazyEntries: true, autoClose: false, decodeStrings: false };
    yauzl.fromFd(file.fd, options, (error, opened) => (error ? fail(error) : done(opened)));
  });
  try {
    for (let left = zip.entryCount; left > 0; left--) {
      const entry = await nextOf(zip);
      if (entry === null) return;
      const raw = entry.fileName as unknown as Buffer;
      const name = memberName(raw, (entry.generalPurposeBitFlag & UTF8_FLAG) !== 0);
      if (/[/\\]$/.test(name)) continue;
      yield* read(zip, entry, name);
    }
  } finally {
    await file.close();
  }
}

function nextOf(zip: yauzl.ZipFile): Promise<yauzl.Entry | null> {
  return new Promise((done, fail) => {
    const settle = (entry: yauzl.Entry | null, error?: Error) => {
      zip.removeAllListeners();
      if (error) fail(error);
      else done(entry);
    };
    zip.once('entry', (entry: yauzl.Entry) => settle(entry));
    zip.once('end', () => settle(null));
    zip.once('error', (error: Error) => settle(null, error));
    zip.readEntry();
  });
}

async function* read(zip: yauzl.ZipFile, entry: yauzl.Entry, name: string): AsyncGenerator<Member> {
  const { compressedSize, uncompressedSize } = entry;
  const fault = (detail: string): Member => ({ name, contents: { kind: 'fault', detail } });
  if (entry.isEncrypted()) return yield fault('protected by a password');
  if (
    uncompressedSize > RATIO_FREE_BYTES &&
    uncompressedSize > compressedSize * LOCAL_LIMITS.maxRatio
  ) {
    return yield fault('compressed beyond the limit');
  }
  const pieces = inflated(zip, entry);
  let contents: Member['contents'];
  try {
    contents = await contentsOf(pieces, uncompressedSize);
  } catch (error) {
    return yield fault((error as Error).message);
  }
  yield { name, contents };
  await isLeft(contents);
  await pieces.return(undefined);
}

/** @throws Error that says of the member what is wrong */
async function* inflated(zip: yauzl.ZipFile, entry: yauzl.Entry): AsyncGenerator<Uint8Array> {
  let checksum = 0;
  try {
    const stream = await new Promise<AsyncIterable<Buffer>>((done, fail) => {
      zip.openReadStream(entry, (error, opened) => (error ? fail(error) : done(opened)));
    });
    for await (const chunk of stream) {
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
  } catch (error) {
    throw new Error(`cannot be unpacked: ${(error as Error).message}`, { cause: error });
  }
  if (checksum !== entry.crc32) throw new Error('damaged');
}
