import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { unquoteFrom } from '../extract/mbox.ts';
import { ssdeepStream } from '../fingerprint/ssdeep-stream.ts';
import type { Coming } from './coming.ts';
import type { Runner } from './pool.ts';
import { giveBack, roomFor } from './room.ts';
import type { AnalyseOptions, Input, LocalPrint, Opened, Outcome, PrintText } from './task.ts';
import { faultOf, isStdin, type Target } from './walk.ts';

/** The bytes of one file, or what can be said of it without them. */
export type Contents =
  | { readonly kind: 'read'; readonly bytes: Uint8Array; readonly sha256: string }
  | Coming
  | Exclude<Opened, { kind: 'read' }>;

/** A file as the program knows it: where its bytes are, for a reader to take them. */
export type Source =
  | (Extract<Opened, { kind: 'read' }> & {
      readonly input: Input;
      /** What became of its analysis, where that came with the bytes. */
      readonly analysed?: Outcome<LocalPrint | PrintText>;
    })
  | Exclude<Opened, { kind: 'read' }>;

/** Bytes that were read. */
export function sizeOf(source: Source): number {
  return source.kind === 'fault' ? 0 : source.size;
}

/** How a file is analysed as it is opened, unless it turns out to be one of those told. */
export type AtOnce = AnalyseOptions & { readonly unless: readonly string[] };

/** Contents of which all is at hand. */
export function contentsFrom(bytes: Uint8Array): Exclude<Contents, Coming> {
  return { kind: 'read', bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/**
 * Has a file read by a reader process; standard input and members of archives, which have no path,
 * are read here, and large members go through to a reader.
 *
 * @param analysis has the reader analyse the file as well, before it is known whether that is needed
 * @param keeps the bytes are needed for longer than the reader is lent
 */
export async function openSource(
  { path, member, fault }: Target,
  stdin: AsyncIterable<Uint8Array>,
  maxBytes: number,
  runner: Runner,
  {
    analysis = null,
    keeps = false,
  }: { readonly analysis?: AtOnce | null; readonly keeps?: boolean } = {},
): Promise<Source> {
  if (fault) return { kind: 'fault', detail: fault };
  if (member || isStdin(path)) {
    const told = member?.contents ?? (await readSource(path, stdin, maxBytes));
    if (told.kind === 'coming' && !keeps) return await passOn(told, runner);
    const found = told.kind === 'coming' ? await kept(told, maxBytes) : told;
    if (found.kind !== 'read') return found;
    const { bytes, sha256 } = found;
    return { kind: 'read', size: bytes.length, sha256, input: { bytes } };
  }
  const both = analysis && (await runner.read({ ...analysis, kind: 'read', file: path, maxBytes }));
  if (both?.kind === 'done') {
    const { opened, print } = both.value;
    if (opened.kind !== 'read') return opened;
    if (print === null) return sourceAt(path, opened);
    return { ...sourceAt(path, opened), analysed: { kind: 'done', value: print } };
  }
  const opened = await runner.open({ kind: 'open', file: path, maxBytes });
  if (opened.kind !== 'done') return { kind: 'fault', detail: opened.detail };
  const found = opened.value;
  if (found.kind !== 'read') return found;
  return both ? { ...sourceAt(path, found), analysed: both } : sourceAt(path, found);
}

function sourceAt(path: Buffer, found: Extract<Opened, { kind: 'read' }>) {
  return { ...found, input: { file: path, sha256: found.sha256 } };
}

async function passOn(coming: Coming, runner: Runner): Promise<Source> {
  try {
    const taken = await runner.take(coming);
    if (taken.kind !== 'done') return { kind: 'fault', detail: taken.detail };
    const { size, sha256 } = taken.value;
    return { kind: 'read', size, sha256, input: { held: sha256, print: taken.value } };
  } catch (error) {
    return { kind: 'fault', detail: (error as Error).message };
  }
}

async function kept(coming: Coming, maxBytes: number): Promise<Exclude<Contents, Coming>> {
  try {
    const found = await collect(coming.chunks(), maxBytes, coming.length);
    return coming.quoted && found.kind === 'read' ? contentsFrom(unquoteFrom(found.bytes)) : found;
  } catch (error) {
    return { kind: 'fault', detail: (error as Error).message };
  }
}

/** Reads of 1 MiB keep memory flat whatever the size of the file. */
export const CHUNK = 1024 * 1024;

/**
 * Reads a file, or standard input for `-`, keeping up to `maxBytes`. Never throws: faults
 * are part of the answer.
 */
export async function readSource(
  path: Buffer,
  stdin: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<Exclude<Contents, Coming>> {
  try {
    if (isStdin(path)) return await collect(stdin, maxBytes);
    // Without O_NONBLOCK a pipe that took the file's place since the walk would hang the run.
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = fstatSync(file);
      if (!stats.isFile()) throw new NotAFile();
      const { size } = stats;
      const buffer = Buffer.allocUnsafeSlow(Math.min(CHUNK, Math.max(size, 4096)));
      // One known to be large need not be kept up to the limit first.
      return await collect(chunksOf(file, buffer), maxBytes, size);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (error instanceof NotAFile) return { kind: 'fault', detail: 'not a regular file' };
    return { kind: 'fault', detail: faultOf(error) };
  }
}

class NotAFile extends Error {}

/**
 * Chunks of a file, each of which overwrites the one before. At once: who reads files has nothing else
 * to do meanwhile, and a turn of the event loop a call is most of what a small file takes to read.
 */
async function* chunksOf(file: number, buffer: Buffer): AsyncGenerator<Uint8Array> {
  for (;;) {
    const bytesRead = readSync(file, buffer, 0, buffer.length, null);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

/**
 * Chunks of a part of a file, which stays open.
 *
 * @param into what each chunk overwrites, where none is kept until the next
 */
export async function* chunksIn(
  file: FileHandle,
  start: number,
  end: number,
  into?: Buffer,
): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; ) {
    const buffer = into ?? Buffer.allocUnsafeSlow(CHUNK);
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, end - at), at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/**
 * What a stream holds; its bytes are kept as long as they fit.
 *
 * @param chunks need hold only until the next is asked for
 * @param length of the stream, where it is told: its bytes are then in memory once
 */
export async function collect(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
  length?: number,
): Promise<Exclude<Contents, Coming>> {
  if (length !== undefined && length > maxBytes) return digested(chunks[Symbol.asyncIterator]());
  const hash = createHash('sha256');
  let bytes = roomFor(length ?? CHUNK);
  let size = 0;
  const rest = chunks[Symbol.asyncIterator]();
  for (let next = await rest.next(); !next.done; next = await rest.next()) {
    const chunk = next.value;
    if (size + chunk.length > maxBytes) return digested(rest, [bytes.subarray(0, size), chunk]);
    if (size + chunk.length > bytes.length) {
      const room = Math.min(maxBytes, Math.max(2 * bytes.length, size + chunk.length));
      const grown = roomFor(room);
      grown.set(bytes.subarray(0, size));
      giveBack(bytes);
      bytes = grown;
    }
    bytes.set(chunk, size);
    size += chunk.length;
    hash.update(chunk);
  }
  return { kind: 'read', bytes: bytes.subarray(0, size), sha256: hash.digest('hex') };
}

/** Digests `first`, which is emptied, and what follows, in memory that does not grow. */
async function digested(
  chunks: AsyncIterator<Uint8Array>,
  first: Uint8Array[] = [],
): Promise<Exclude<Contents, Coming>> {
  const hash = createHash('sha256');
  const fuzzy = ssdeepStream();
  let size = 0;
  const take = (chunk: Uint8Array) => {
    hash.update(chunk);
    fuzzy.update(chunk);
    size += chunk.length;
  };
  for (const chunk of first.splice(0)) {
    take(chunk);
    // Other files go on meanwhile.
    await new Promise((done) => setImmediate(done));
  }
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) take(next.value);
  return { kind: 'large', size, sha256: hash.digest('hex'), ssdeep: fuzzy.digest() };
}
