import { analyse } from '../../client/analyse.ts';
import { LOCAL_LIMITS } from '../../extract/limits.ts';
import type { Document } from '../../fingerprint/document.ts';
import type { ReadReply, ReadRequest } from './protocol.ts';

/**
 * The worker that reads files. Its own response forbids it every connection
 * (`connect-src 'none'`), so what it reads can only go back to the page.
 */
globalThis.addEventListener('message', function open(event) {
  const port = event.data?.empreinte === true ? event.ports[0] : undefined;
  if (port === undefined) return;
  globalThis.removeEventListener('message', open);
  const reply = (message: ReadReply) => port.postMessage(message);
  port.onmessage = ({ data }: MessageEvent<ReadRequest>) => void read(data).then(reply);
  reply({ kind: 'ready' });
});

async function read({ job, file }: ReadRequest): Promise<ReadReply> {
  if (file.size > LOCAL_LIMITS.maxInputBytes) {
    return { kind: 'unread', job, problem: 'over_limit' };
  }
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const { document, fingerprint } = await analyse(bytes, {
      name: file.name,
      pdf: async () => (await import('../../extract/pdf.ts')).readPdf,
    });
    return { kind: 'read', job, fingerprint, partNames: namesOf(document) };
  } catch (error) {
    // Deleted or locked since it was chosen, or a fault of ours: said to be unreadable,
    // which is `undecided`.
    console.warn(error);
    return { kind: 'unread', job, problem: 'unreadable' };
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
