import { type FileHandle, open } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { LOCAL_LIMITS } from '../extract/limits.ts';
import { fromLine } from '../extract/sniff-mail.ts';
import { isTar } from '../extract/tar-header.ts';
import { Coming } from './coming.ts';
import { mboxMembers, mboxPlaces } from './members-mbox.ts';
import { tarMembers } from './members-tar.ts';
import { zipMembers } from './members-zip.ts';
import { keepYoungSmall } from './memory.ts';
import { CHUNK, type Contents, chunksIn, collect } from './source.ts';
import type { Target } from './walk.ts';

/**
 * Members of archives and mailboxes that are too large to be read as a whole, one after the other:
 * what is in memory is one member, whatever the size of the file.
 */
export interface Member {
  /** As the archive names it; a number for a mail of a mailbox. */
  readonly name: string;
  readonly contents: Contents;
}

/** Bytes by which a file tells its format. */
const HEAD = 4096;

/**
 * Members of the file as files of their own, under names of the form `dump.zip!/folder/mail.eml`.
 * What makes the rest of it unreadable is a last member with a fault.
 *
 * @returns null for what is neither a zip, a tar, a compressed one, nor a mailbox
 */
export async function membersOf(container: Buffer): Promise<AsyncIterable<Target> | null> {
  const file = await open(container).catch(() => null);
  const members = file && (await listed(file, container));
  if (members) keepYoungSmall();
  return members && targetsOf(members, container);
}

async function* targetsOf(members: AsyncIterable<Member>, container: Buffer) {
  let index = 0;
  const named = ({ name, contents }: Member): Target => ({
    path: Buffer.concat([container, Buffer.from(`!/${name}`)]),
    member: { container, index: index++, contents },
  });
  try {
    for await (const member of members) yield named(member);
  } catch (error) {
    const detail = `cannot be read any further: ${(error as Error).message}`;
    yield named({ name: '', contents: { kind: 'fault', detail } });
  }
}

async function listed(file: FileHandle, path: Buffer): Promise<AsyncIterable<Member> | null> {
  const head = Buffer.alloc(HEAD);
  const { bytesRead } = await file.read(head, 0, HEAD, 0).catch(() => ({ bytesRead: 0 }));
  const start = head.subarray(0, bytesRead);
  if (start.toString('latin1', 0, 4) === 'PK\x03\x04') return zipMembers(file);
  if (start[0] === 0x1f && start[1] === 0x8b) return gunzipped(file, path);
  if (isTar(start)) return tarMembers(chunksOf(file, Buffer.allocUnsafeSlow(CHUNK)));
  if (fromLine(start) !== null) return mboxPlaces(file);
  await file.close();
  return null;
}

/** @param into what each chunk overwrites, where none is kept until the next */
async function* chunksOf(file: FileHandle, into?: Buffer): AsyncGenerator<Uint8Array> {
  try {
    yield* chunksIn(file, 0, Number.POSITIVE_INFINITY, into);
  } finally {
    await file.close();
  }
}

/** A gzip file is one member, unless that is a tar or a mailbox. */
async function* gunzipped(file: FileHandle, path: Buffer): AsyncGenerator<Member> {
  let packed = 0;
  async function* counted() {
    for await (const chunk of chunksOf(file)) {
      packed += chunk.length;
      yield chunk;
    }
  }
  async function* inflated(): AsyncGenerator<Uint8Array> {
    let length = 0;
    // Ends the reading, too, when nobody wants more.
    const gunzip = pipeline(Readable.from(counted()), createGunzip(), () => {});
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > RATIO_FREE_BYTES && length > packed * LOCAL_LIMITS.maxRatio) {
        throw new Error('it is compressed beyond the limit');
      }
      yield chunk;
    }
  }
  const stream = inflated();
  const first = await stream.next();
  const head = first.done ? new Uint8Array(0) : first.value;
  async function* whole() {
    yield head;
    yield* stream;
  }
  if (isTar(head)) yield* tarMembers(whole());
  else if (fromLine(head) !== null) yield* mboxMembers(whole());
  else {
    const name = path.toString().replace(/^.*\//, '').replace(/\.gz$/i, '');
    yield { name, contents: await contentsOf(whole()) };
  }
}

/** Small files may compress well; only larger ones are bombs. As for members of a zip. */
export const RATIO_FREE_BYTES = 1024 * 1024;

/** A larger member is not kept here. */
export const KEPT = 1024 * 1024;

/**
 * A member's bytes, or how they can be had; of one over the limit for members, the digests of a stream.
 *
 * @param length as the archive tells it
 */
export async function contentsOf(
  chunks: AsyncIterable<Uint8Array>,
  length?: number,
): Promise<Contents> {
  const most = LOCAL_LIMITS.maxMemberBytes;
  if (length !== undefined && length > KEPT && length <= most) return new Coming(chunks, length);
  return collect(chunks, most, length);
}

/** Resolves when the archive may be read on. */
export async function isLeft(contents: Contents): Promise<void> {
  if (contents.kind === 'coming') await contents.left;
}
