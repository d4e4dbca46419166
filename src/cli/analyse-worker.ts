import { nameTree } from '../client/names.ts';
import type { Document } from '../fingerprint/document.ts';
import { fingerprint } from '../fingerprint/fingerprint.ts';
import { ssdeepDigest } from '../fingerprint/ssdeep.ts';
import { tlshDigest } from '../fingerprint/tlsh.ts';
import { installKernel, installSha256 } from './kernel.ts';
import { isSpent, watchMemory } from './memory.ts';
import type { Digests, LocalPrint, Quoted, Task, WorkerReply } from './task.ts';

/**
 * Reads hostile files in a process of its own (`seat.ts`): whatever a file makes its reader
 * do, this process can be killed and holds no secret.
 */

const pdf = () => import('../extract/pdf.ts').then((module) => module.readPdf);

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
async function bytesOnly(task: Task & { kind: 'bytes' }): Promise<LocalPrint> {
  const document: Document = {
    name: task.name,
    type: 'application/octet-stream',
    bytes: task.bytes,
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

async function quoted({ bytes, name, asked }: Task & { kind: 'quote' }): Promise<Quoted[]> {
  const [{ extract }, { quotedIn }] = await Promise.all([
    import('../extract/index.ts'),
    import('./quoted.ts'),
  ]);
  const document = await extract(bytes, { name, pdf });
  return asked.map((request) => quotedIn(document, request));
}

async function perform(task: Task): Promise<LocalPrint | Digests | Quoted[]> {
  switch (task.kind) {
    case 'analyse':
      return analysed(task.bytes, task.name);
    case 'bytes':
      return bytesOnly(task);
    case 'digest':
      return digests(task.bytes);
    case 'quote':
      return quoted(task);
  }
}

function reply(message: WorkerReply): void {
  process.send?.(message);
}

process.on('message', (task: Task) => {
  // Bytes arrive as a view into the whole message.
  perform({ ...task, bytes: task.bytes.slice() }).then(
    (value) => reply({ kind: 'done', value, spent: isSpent() }),
    (error: unknown) => reply({ kind: 'failed', detail: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
installKernel();
installSha256();
watchMemory();
reply({ kind: 'ready' });
