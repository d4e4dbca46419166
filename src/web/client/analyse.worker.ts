import { type Analysis, analyse } from '../../client/analyse.ts';
import { LOCAL_LIMITS } from '../../extract/limits.ts';
import type { Alignment } from '../../fingerprint/align.ts';
import type { Document, Text } from '../../fingerprint/document.ts';
import { useKernel } from '../../fingerprint/kernel.ts';
import { locate, locateRelabelled, plainText } from '../../fingerprint/locate.ts';
import { relabel } from '../../fingerprint/locate-labels.ts';
import { partAt } from '../../fingerprint/part-at.ts';
import { excerptsOf } from '../excerpts.ts';
import { MAX_PASSAGES } from '../located.ts';
import type { Opening, ReadReply, ReadRequest } from './protocol.ts';

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

/** Text of the file whose entries were asked for last. */
let held: Text | null = null;

async function answer(request: ReadRequest): Promise<ReadReply> {
  const { job } = request;
  if (request.kind === 'locate') return locateHeld(job, request.alignment, request.second);
  if (request.file.size > LOCAL_LIMITS.maxInputBytes) {
    return { kind: 'unread', job, problem: 'over_limit' };
  }
  try {
    const { document, fingerprint, entries } = await read(request.file);
    if (request.kind === 'read') {
      return { kind: 'read', job, fingerprint, partNames: namesOf(document) };
    }
    held = partAt(document, request.path)?.reading?.text ?? null;
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
    const again = second ? null : (relabel(held, alignment)?.entries ?? null);
    const altered = second ? locateRelabelled(held, alignment, second) : locate(held, alignment);
    const plain = plainText(held);
    const shown = altered.slice(0, MAX_PASSAGES);
    return {
      kind: 'located',
      job,
      passages: altered.length,
      places: shown.map(({ start }) => start / Math.max(1, plain.length)),
      excerpts: excerptsOf(plain, shown),
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
