import { type Analysis, analyse } from '../../client/analyse.ts';
import { blobPrint } from '../../client/stream-print.ts';
// Most of what is leaked is mail: its reader comes with the worker, not two requests behind it.
import '../../extract/eml.ts';
import { LOCAL_LIMITS } from '../../extract/limits.ts';
import type { Alignment } from '../../fingerprint/align.ts';
import { sha256 } from '../../fingerprint/digest.ts';
import type { Document, Text } from '../../fingerprint/document.ts';
import { useKernel } from '../../fingerprint/kernel.ts';
import { locate, locateRelabelled, plainText } from '../../fingerprint/locate.ts';
import { relabel } from '../../fingerprint/locate-labels.ts';
import { partAt } from '../../fingerprint/part-at.ts';
import { excerptsOf } from '../excerpts.ts';
import { MAX_PASSAGES } from '../located.ts';
import { headersOf } from './headers-read.ts';
import type { Opening, ReadReply, ReadRequest } from './protocol.ts';
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
  } catch (error) {
    console.warn(error);
  }
}

/** Text whose entries were asked for last, with the media type of what it is the text of. */
let held: { readonly text: Text; readonly type: string } | null = null;

async function answer(request: ReadRequest): Promise<ReadReply> {
  const { job } = request;
  if (request.kind === 'locate') return locateHeld(job, request.alignment, request.second);
  const tooLarge = request.file.size > LOCAL_LIMITS.maxInputBytes;
  if (tooLarge && request.kind !== 'read') return { kind: 'unread', job, problem: 'over_limit' };
  try {
    if (tooLarge) {
      const fingerprint = await blobPrint(request.file);
      return { kind: 'read', job, fingerprint, partNames: {} };
    }
    if (request.kind === 'digest') {
      const bytes = new Uint8Array(await request.file.arrayBuffer());
      return { kind: 'digest', job, sha256: await sha256(bytes) };
    }
    const { document, fingerprint, entries } = await read(request.file);
    if (request.kind === 'headers') {
      const mail = partAt(document, request.path)?.mail;
      const headers = mail ? headersOf(mail) : [];
      return { kind: 'headers', job, sha256: fingerprint.bytes.sha256, headers };
    }
    if (request.kind === 'read') {
      return { kind: 'read', job, fingerprint, partNames: namesOf(document) };
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
    console.warn(error);
    return { kind: 'unread', job, problem: 'unreadable' };
  }
}

async function read(file: File): Promise<Analysis> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return analyse(bytes, {
    name: file.name,
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

function namesOf(document: Document, path = '', names: Record<string, string> = {}) {
  for (const [index, part] of document.parts.entries()) {
    const at = path === '' ? `${index}` : `${path}/${index}`;
    if (part.name) names[at] = part.name;
    namesOf(part, at, names);
  }
  return names;
}
