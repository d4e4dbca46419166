import { nameTree } from '../client/names.ts';
import type { Document } from '../fingerprint/document.ts';
import { fingerprint } from '../fingerprint/fingerprint.ts';
import { ssdeepDigest } from '../fingerprint/ssdeep.ts';
import { tlshDigest } from '../fingerprint/tlsh.ts';
import { installKernel, installSha256 } from './kernel.ts';
import { isSpent, watchMemory } from './memory.ts';
import { readSource } from './source.ts';
import type { Digests, Input, LocalPrint, Opened, Quoted, Task, WorkerReply } from './task.ts';

/**
 * Reads hostile files in a process of its own (`seat.ts`): whatever a file makes its reader
 * do, this process can be killed and holds no secret.
 */

const pdf = () => import('../extract/pdf.ts').then((module) => module.readPdf);

/** The file opened last. */
let held: { readonly sha256: string; readonly bytes: Uint8Array } | null = null;

async function* nothing(): AsyncGenerator<Uint8Array> {}

async function opened({ file, maxBytes }: Task & { kind: 'open' }): Promise<Opened> {
  held = null;
  const found = await readSource(Buffer.from(file), nothing(), maxBytes);
  if (found.kind !== 'read') return found;
  const { bytes, sha256 } = found;
  held = { bytes, sha256 };
  return { kind: 'read', size: bytes.length, sha256 };
}

async function bytesOf(input: Input): Promise<Uint8Array> {
  // Bytes arrive as a view into the whole message.
  if ('bytes' in input) return input.bytes.slice();
  const { file, sha256 } = input;
  if (held?.sha256 === sha256) return held.bytes;
  // This process was started for want of the one that opened the file.
  const found = await readSource(Buffer.from(file), nothing(), Number.MAX_SAFE_INTEGER);
  if (found.kind === 'read' && found.sha256 === sha256) return found.bytes;
  throw new Error('the file changed while it was read');
}

async function analysed(bytes: Uint8Array, name: string): Promise<LocalPrint> {
  // Digests alone need none of the readers.
  const { analyse } = await import('../client/analyse.ts');
  const { document, fingerprint: print, entries } = await analyse(bytes, { name, pdf });
  return {
    fingerprint: print,
    entries,
    names: nameTree(document),
    detail: document.detail ?? null,
  };
}

/** Fingerprint of the bytes alone, for a file whose reading was cut short. */
async function bytesOnly(task: Task & { kind: 'bytes' }, bytes: Uint8Array): Promise<LocalPrint> {
  const document: Document = {
    name: task.name,
    type: 'application/octet-stream',
    bytes,
    reading: null,
    mail: null,
    parts: [],
    problem: task.problem,
    detail: task.detail,
  };
  return {
    ...(await fingerprint(document)),
    names: nameTree(document),
    detail: task.detail,
  };
}

function digests(bytes: Uint8Array): Digests {
  return { ssdeep: ssdeepDigest(bytes), tlsh: tlshDigest(bytes) };
}

async function quoted(
  { name, asked }: Task & { kind: 'quote' },
  bytes: Uint8Array,
): Promise<Quoted[]> {
  const [{ extract }, { quotedIn }] = await Promise.all([
    import('../extract/index.ts'),
    import('./quoted.ts'),
  ]);
  const document = await extract(bytes, { name, pdf });
  return asked.map((request) => quotedIn(document, request));
}

async function perform(task: Task): Promise<Opened | LocalPrint | Digests | Quoted[]> {
  if (task.kind === 'open') return opened(task);
  const bytes = await bytesOf(task);
  switch (task.kind) {
    case 'analyse':
      return analysed(bytes, task.name);
    case 'bytes':
      return bytesOnly(task, bytes);
    case 'digest':
      return digests(bytes);
    case 'quote':
      return quoted(task, bytes);
  }
}

function reply(message: WorkerReply): void {
  process.send?.(message);
}

process.on('message', (task: Task) => {
  perform(task).then(
    (value) => reply({ kind: 'done', value, spent: isSpent() }),
    (error: unknown) => reply({ kind: 'failed', detail: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
installKernel();
installSha256();
watchMemory();
reply({ kind: 'ready' });
