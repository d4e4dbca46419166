import type { Fingerprint } from '../fingerprint/profile.ts';
import { blobPrint, printOfPieces, restOf } from './stream-print.ts';

/** The bytes of a file, in whatever form the runtime has them. A `File` brings its own name. */
export type FileBytes = Blob | Uint8Array | ArrayBuffer | ReadableStream<Uint8Array>;

/** A file with the name that it has here, which tells some text formats apart and is never sent. */
export interface NamedFile {
  readonly name?: string | undefined;
  readonly data: FileBytes;
}

export type FileInput = FileBytes | NamedFile;

/** A file as it is to be read: all of it, or digests where it is larger than what is read. */
export type Taken = { readonly name: string | null } & (
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  | { readonly kind: 'large'; readonly fingerprint: Fingerprint }
  /** Its bytes could not be had. */
  | { readonly kind: 'fault'; readonly detail: string }
);

/**
 * Takes in a file. One over `maxBytes` is digested as a stream, in memory that does not grow: SHA-256
 * and ssdeep of its bytes, which can still be recognised.
 *
 * @throws TypeError for what is no file
 */
export async function takeIn(input: FileInput, maxBytes: number): Promise<Taken> {
  const { data, name = null } = isNamed(input) ? input : { data: input };
  const read = readerOf(data, maxBytes);
  if (!read) throw new TypeError(`a file is ${FORMS}`);
  const called = name ?? ('name' in data && typeof data.name === 'string' ? data.name : null);
  try {
    return { ...(await read()), name: called };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { kind: 'fault', detail, name: called };
  }
}

const FORMS = 'a Blob, a Uint8Array, an ArrayBuffer or a ReadableStream';

type Had = { kind: 'read'; bytes: Uint8Array } | { kind: 'large'; fingerprint: Fingerprint };

/** Null for what is none of them. */
function readerOf(data: FileBytes, maxBytes: number): (() => Promise<Had>) | null {
  if (data instanceof ReadableStream) return () => streamed(data.getReader(), maxBytes);
  if (data instanceof Blob && data.size <= maxBytes) {
    return async () => ({ kind: 'read', bytes: new Uint8Array(await data.arrayBuffer()) });
  }
  if (data instanceof Blob) return () => large(blobPrint(data));
  const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : data;
  if (!(bytes instanceof Uint8Array)) return null;
  if (bytes.length <= maxBytes) return async () => ({ kind: 'read', bytes });
  return () => large(blobPrint(new Blob([bytes as Uint8Array<ArrayBuffer>])));
}

function isNamed(input: FileInput): input is NamedFile {
  return typeof input === 'object' && input !== null && 'data' in input;
}

async function streamed(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  maxBytes: number,
): Promise<Had> {
  const kept: Uint8Array[] = [];
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    // The chunk may be a view that its source writes into again.
    kept.push(next.value.slice());
    size += next.value.length;
    if (size > maxBytes) return large(printOfPieces(rest(reader, kept)));
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of kept) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return { kind: 'read', bytes };
}

/** @param first what was read already; it is emptied */
async function* rest(reader: ReadableStreamDefaultReader<Uint8Array>, first: Uint8Array[]) {
  yield* first.splice(0);
  yield* restOf(reader);
}

async function large(print: Promise<Fingerprint>): Promise<Had> {
  return { kind: 'large', fingerprint: await print };
}
