import { type Analysis, analyse } from '../../client/analyse.ts';
import { type BlobLike, BlobWindow } from '../../client/blob-window.ts';
import { mayBeOpaque, opaquePrint } from '../../client/opaque-print.ts';
import { type Packed, sizeOf } from '../../client/packed-kind.ts';
import { piecesOfBlob, printOfPieces } from '../../client/stream-print.ts';
// Most of what is leaked is mail: its reader comes with the worker, not two requests behind it.
import '../../extract/eml.ts';
import { LOCAL_LIMITS } from '../../extract/limits.ts';
import { ExtractError } from '../../extract/reader.ts';
import type { Alignment } from '../../fingerprint/align.ts';
import { Sha256, sha256, sha256Stream, useSha256Stream } from '../../fingerprint/digest.ts';
import type { Text } from '../../fingerprint/document.ts';
import { installedKernel, useKernel } from '../../fingerprint/kernel.ts';
import { locate, locateRelabelled, plainText } from '../../fingerprint/locate.ts';
import { relabel } from '../../fingerprint/locate-labels.ts';
import { partAt } from '../../fingerprint/part-at.ts';
import type { Fingerprint } from '../../fingerprint/profile.ts';
import { excerptsOf } from '../excerpts.ts';
import { MAX_PASSAGES } from '../located.ts';
import { sentOf } from '../print-shown.ts';
import { headersOf } from './headers-read.ts';
import { namesOf } from './part-names.ts';
import type { Opening, ReadReply, ReadRequest, SentPlace } from './protocol.ts';
import { pageStarts, whereIn } from './whereabouts.ts';

/**
 * The worker that reads files. Its own response forbids it every connection
 * (`connect-src 'none'`), so what it reads can only go back to the page.
 */
globalThis.addEventListener('message', function open(event) {
  const opening = event.data as Opening | undefined;
  const port = opening?.empreinte === true ? event.ports[0] : undefined;
  if (port === undefined) return;
  globalThis.removeEventListener('message', open);
  installKernel(opening?.kernel ?? null);
  const reply = (message: ReadReply) => port.postMessage(message);
  port.onmessage = ({ data }: MessageEvent<ReadRequest>) => void answer(data).then(reply);
  reply({ kind: 'ready' });
});

/** More hairlines than this would be one grey band. */
const MAX_PAGES = 200;

/** The page fetched it, since this worker may connect to nothing. */
function installKernel(bytes: ArrayBuffer | null): void {
  try {
    // An old browser cannot; plain TypeScript gives the same digests.
    if (bytes === null || !useKernel(new WebAssembly.Module(bytes))) {
      console.warn('The fuzzy hashes run without WebAssembly.');
    }
    const kernel = installedKernel();
    if (kernel) useSha256Stream(() => kernel.digestStream());
  } catch (error) {
    console.warn(error);
  }
}

/** Text whose entries were asked for last, with the media type of what it is the text of. */
let held: { readonly text: Text; readonly type: string } | null = null;

/** Digested by `toil`: five seconds' work, at the 150 MB a second of an ordinary core. */
const TOIL_PIECES = 750;
const TOIL_PIECE = 1024 * 1024;

function toil(): ReadReply {
  const hash = new Sha256();
  const piece = new Uint8Array(TOIL_PIECE);
  for (let i = 0; i < TOIL_PIECES; i++) hash.update(piece);
  return { kind: 'toiled' };
}

/** The archive whose members were asked for last. */
let archive = new BlobWindow(new Blob());

function blobOf(file: File | SentPlace): BlobLike {
  if (file instanceof File) return file;
  if (file.archive !== null) archive = new BlobWindow(file.archive);
  return archive.place(file.start, file.end);
}

async function answer(request: ReadRequest): Promise<ReadReply> {
  if (request.kind === 'toil') return toil();
  const { job } = request;
  if (request.kind === 'locate') return locateHeld(job, request.alignment, request.second);
  if (request.kind === 'members') return listed(request);
  const { packed } = request;
  const { name } = request.file;
  const file = blobOf(request.file);
  const { maxInputBytes, maxMemberBytes } = LOCAL_LIMITS;
  const tooLarge = sizeOf(file, packed) > (packed ? maxMemberBytes : maxInputBytes);
  if (tooLarge && request.kind !== 'read') return { kind: 'unread', job, problem: 'over_limit' };
  try {
    if (tooLarge) return inPieces(job, await printOfPieces(await piecesOf(file, packed)));
    const isLarge = mayBeOpaque(sizeOf(file, packed), packed);
    if (request.kind === 'read' && isLarge) {
      const print = await opaquePrint(await piecesOf(file, packed));
      if (print !== null) return inPieces(job, print);
    }
    if (request.kind === 'digest') {
      if (isLarge) return { kind: 'digest', job, sha256: await digestOf(file, packed) };
      return { kind: 'digest', job, sha256: await sha256(await bytesOf(file, packed)) };
    }
    const { document, fingerprint, entries } = await read(file, name, packed);
    if (request.kind === 'headers') {
      const mail = partAt(document, request.path)?.mail;
      const headers = mail ? headersOf(mail) : [];
      return { kind: 'headers', job, sha256: fingerprint.bytes.sha256, headers };
    }
    if (request.kind === 'read') {
      const partNames = namesOf(document);
      return { kind: 'read', job, print: sentOf(fingerprint), whole: true, partNames };
    }
    const part = partAt(document, request.path);
    held = part?.reading ? { text: part.reading.text, type: part.type } : null;
    const list = entries[request.path];
    return {
      kind: 'entries',
      job,
      sha256: fingerprint.bytes.sha256,
      entries: list?.length ? list : null,
    };
  } catch (error) {
    // Deleted or locked since it was chosen, or a fault of ours: said to be unreadable,
    // which is `undecided`.
    if (error instanceof ExtractError) return { kind: 'unread', job, problem: error.problem };
    console.warn(error);
    return { kind: 'unread', job, problem: 'unreadable' };
  }
}

async function listed(request: Extract<ReadRequest, { kind: 'members' }>): Promise<ReadReply> {
  const { job, file, of, from } = request;
  try {
    const { nextMembers } = await import('./listing.ts');
    return { kind: 'members', job, ...(await nextMembers(file, of, from, readBytes)) };
  } catch (error) {
    console.warn(error);
    return { kind: 'unread', job, problem: 'unreadable' };
  }
}

const inPieces = (job: number, print: Fingerprint): ReadReply => ({
  kind: 'read',
  job,
  print: sentOf(print),
  whole: false,
  partNames: {},
});

async function piecesOf(
  file: BlobLike,
  packed: Packed | null,
): Promise<AsyncGenerator<Uint8Array>> {
  if (packed === null) return piecesOfBlob(file);
  return (await import('../../client/packed.ts')).unpackedPieces(file, packed);
}

async function digestOf(file: BlobLike, packed: Packed | null): Promise<string> {
  const hash = sha256Stream();
  for await (const piece of await piecesOf(file, packed)) hash.update(piece);
  return hash.hex();
}

async function bytesOf(file: BlobLike, packed: Packed | null): Promise<Uint8Array> {
  if (packed === null) return new Uint8Array(await file.arrayBuffer());
  return (await import('../../client/packed.ts')).unpacked(file, packed);
}

async function read(file: BlobLike, name: string, packed: Packed | null): Promise<Analysis> {
  return readBytes(await bytesOf(file, packed), name);
}

function readBytes(bytes: Uint8Array, name: string): Promise<Analysis> {
  return analyse(bytes, {
    name,
    pdf: async () => (await import('../../extract/pdf.ts')).readPdf,
  });
}

function locateHeld(job: number, alignment: Alignment, second?: Alignment): ReadReply {
  try {
    if (held === null) return { kind: 'unfit', job };
    const { text, type } = held;
    const again = second ? null : (relabel(text, alignment)?.entries ?? null);
    const altered = second ? locateRelabelled(text, alignment, second) : locate(text, alignment);
    const plain = plainText(text);
    const all = Math.max(1, plain.length);
    const paged = type === 'application/pdf' ? pageStarts(text).slice(1) : [];
    const shown = altered.slice(0, MAX_PASSAGES);
    return {
      kind: 'located',
      job,
      passages: altered.length,
      places: shown.map(({ start }) => start / all),
      pages: paged.slice(0, MAX_PAGES).map((start) => start / all),
      excerpts: excerptsOf(plain, shown, whereIn(text, type)),
      again,
    };
  } catch (error) {
    if (!(error instanceof RangeError)) console.warn(error);
    return { kind: 'unfit', job };
  }
}
