import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { SsdeepStream } from '../fingerprint/ssdeep-stream.ts';
import type { Runner } from './pool.ts';
import type { Input, Opened } from './task.ts';
import { faultOf, isStdin, type Target } from './walk.ts';

/** The bytes of one file, or what can be said of it without them. */
export type Contents =
  | { readonly kind: 'read'; readonly bytes: Uint8Array; readonly sha256: string }
  | Exclude<Opened, { kind: 'read' }>;

/** A file as the program knows it: where its bytes are, for a reader to take them. */
export type Source =
  | (Extract<Opened, { kind: 'read' }> & { readonly input: Input })
  | Exclude<Opened, { kind: 'read' }>;

/** Contents of which all is at hand. */
export function contentsFrom(bytes: Uint8Array): Contents {
  return { kind: 'read', bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/**
 * Has a file read by a reader process; standard input and members of archives, which have no path,
 * are read here.
 */
export async function openSource(
  { path, member, fault }: Target,
  stdin: AsyncIterable<Uint8Array>,
  maxBytes: number,
  runner: Runner,
): Promise<Source> {
  if (fault) return { kind: 'fault', detail: fault };
  if (member || isStdin(path)) {
    const found = member?.contents ?? (await readSource(path, stdin, maxBytes));
    if (found.kind !== 'read') return found;
    const { bytes, sha256 } = found;
    return { kind: 'read', size: bytes.length, sha256, input: { bytes } };
  }
  const opened = await runner.open({ kind: 'open', file: path, maxBytes });
  if (opened.kind !== 'done') return { kind: 'fault', detail: opened.detail };
  const found = opened.value;
  return found.kind === 'read' ? { ...found, input: { file: path, sha256: found.sha256 } } : found;
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
): Promise<Contents> {
  try {
    if (isStdin(path)) return await collect(stdin, maxBytes);
    // Without O_NONBLOCK a pipe that took the file's place since the walk would hang the run.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = await file.stat();
      if (!stats.isFile()) throw new NotAFile();
      // One known to be large need not be kept up to the limit first.
      if (stats.size > maxBytes) return await digested(chunksOf(file, Buffer.allocUnsafe(CHUNK)));
      const length = Math.min(CHUNK, Math.max(stats.size, 4096));
      return await collect(chunksOf(file, length), maxBytes);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof NotAFile) return { kind: 'fault', detail: 'not a regular file' };
    return { kind: 'fault', detail: faultOf(error) };
  }
}

class NotAFile extends Error {}

/** @param into length of fresh chunks, or the buffer that each chunk overwrites */
async function* chunksOf(file: FileHandle, into: number | Buffer): AsyncGenerator<Uint8Array> {
  for (;;) {
    const buffer = typeof into === 'number' ? Buffer.allocUnsafeSlow(into) : into;
    const { bytesRead } = await file.read(buffer, 0, buffer.length);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

/** What a stream holds; its bytes are kept as long as they fit. */
export async function collect(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<Contents> {
  const hash = createHash('sha256');
  const kept: Uint8Array[] = [];
  let size = 0;
  const rest = chunks[Symbol.asyncIterator]();
  for (let next = await rest.next(); !next.done; next = await rest.next()) {
    kept.push(next.value);
    size += next.value.length;
    if (size > maxBytes) return digested(rest, kept);
    hash.update(next.value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of kept) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return { kind: 'read', bytes, sha256: hash.digest('hex') };
}

/** Digests `first`, which is emptied, and what follows, in memory that does not grow. */
async function digested(
  chunks: AsyncIterator<Uint8Array>,
  first: Uint8Array[] = [],
): Promise<Contents> {
  const hash = createHash('sha256');
  const fuzzy = new SsdeepStream();
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
