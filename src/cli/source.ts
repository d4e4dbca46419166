import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { faultOf, isStdin } from './walk.ts';

/** The bytes of one file, or what can be said of it without them. */
export type Source =
  | { readonly kind: 'read'; readonly bytes: Uint8Array; readonly sha256: string }
  /** Larger than a file may be to be read: hashed as a stream. */
  | { readonly kind: 'large'; readonly size: number; readonly sha256: string }
  | { readonly kind: 'fault'; readonly detail: string };

/** Reads of 1 MiB keep memory flat whatever the size of the file. */
const CHUNK = 1024 * 1024;

/**
 * Reads a file, or standard input for `-`, keeping up to `maxBytes`. Never throws: faults
 * are part of the answer.
 */
export async function readSource(
  path: Buffer,
  stdin: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<Source> {
  try {
    return await collect(isStdin(path) ? stdin : chunksOf(path), maxBytes);
  } catch (error) {
    if (error instanceof NotAFile) return { kind: 'fault', detail: 'not a regular file' };
    return { kind: 'fault', detail: faultOf(error) };
  }
}

class NotAFile extends Error {}

async function* chunksOf(path: Buffer): AsyncGenerator<Uint8Array> {
  // Without O_NONBLOCK a pipe that took the file's place since the walk would hang the run.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new NotAFile();
    const length = Math.min(CHUNK, Math.max(stats.size, 4096));
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafeSlow(length), 0, length);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

async function collect(chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Source> {
  const hash = createHash('sha256');
  let kept: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    hash.update(chunk);
    size += chunk.length;
    if (size <= maxBytes) kept.push(chunk);
    else kept = [];
  }
  const sha256 = hash.digest('hex');
  if (size > maxBytes) return { kind: 'large', size, sha256 };
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of kept) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return { kind: 'read', bytes, sha256 };
}
