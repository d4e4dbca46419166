import { readSync } from 'node:fs';
import { nameTree } from '../client/names.ts';
import { LOCAL_LIMITS } from '../extract/limits.ts';
import { unquoteFrom } from '../extract/mbox.ts';
import type { Reader } from '../extract/reader.ts';
import { bytesOf as bytesPrintOf } from '../fingerprint/bytes-print.ts';
import type { Document } from '../fingerprint/document.ts';
import { fingerprint } from '../fingerprint/fingerprint.ts';
import { type Lesson, learn, printMemory } from '../fingerprint/print-memory.ts';
import type { BytesPrint } from '../fingerprint/profile.ts';
import { ssdeepDigest } from '../fingerprint/ssdeep.ts';
import { tlshDigest } from '../fingerprint/tlsh.ts';
import { installKernel, installSha256, noteSha256 } from './kernel.ts';
import { collectGarbage, isSpent, watchMemory } from './memory.ts';
import { installNative } from './native.ts';
import { dropRoom, giveBack, roomFor } from './room.ts';
import { readSource } from './source.ts';
import {
  type AnalyseOptions,
  ASKS,
  type Digests,
  type LocalPrint,
  type Opened,
  PIPE,
  type Posted,
  type Quoted,
  type ReadFile,
  type Task,
  type Taught,
  type WorkerReply,
} from './task.ts';

/**
 * Reads hostile files in a process of its own (`seat.ts`): whatever a file makes its reader
 * do, this process can be killed and holds no secret.
 */

let readPdf: Promise<Reader> | null = null;
const pdf = () => {
  readPdf ??= import('../extract/pdf.ts').then((module) => module.readPdf);
  return readPdf;
};

let analysis: Promise<typeof import('../client/analyse.ts')> | null = null;

/** All files are of one person, who has them. */
let lessons: Lesson[] = [];
const memory = printMemory((lesson) => lessons.push(lesson), process.argv.includes(ASKS));

/** The file opened or taken last. */
let held: { readonly sha256: string; readonly bytes: Uint8Array } | null = null;

/** Bytes from which on room is made before they are read. */
const LARGE = 8 * 1024 * 1024;

/** What came last through the pipe. */
let inbox: Uint8Array | null = null;

async function* nothing(): AsyncGenerator<Uint8Array> {}

async function opened({ file, maxBytes }: Task & { kind: 'open' | 'read' }): Promise<Opened> {
  held = null;
  const found = await readSource(Buffer.from(file), nothing(), maxBytes);
  if (found.kind !== 'read') return found;
  const { bytes, sha256 } = found;
  held = { bytes, sha256 };
  noteSha256(bytes, sha256);
  return { kind: 'read', size: bytes.length, sha256 };
}

/** Without what is left of files before: it would stand beside a large one. */
function makeRoom(): void {
  dropRoom();
  collectGarbage();
}

/** The next bytes of the pipe; those of the task before, which is over, make room for them. */
function piped(length: number): Uint8Array {
  held = null;
  if (inbox) giveBack(inbox);
  inbox = null;
  if (length > LARGE) makeRoom();
  const bytes = roomFor(length);
  inbox = bytes;
  for (let at = 0; at < length; ) {
    const read = readSync(PIPE, bytes, at, length - at, null);
    if (read === 0) throw new Error('the program has ended');
    at += read;
  }
  return bytes;
}

async function taken(task: Posted & { kind: 'take' }): Promise<BytesPrint> {
  const stored = piped(task.piped);
  const bytes = task.quoted ? unquoteFrom(stored) : stored;
  const print = await bytesPrintOf(bytes, memory);
  held = { bytes, sha256: print.sha256 };
  noteSha256(bytes, print.sha256);
  return print;
}

async function bytesOf(
  task: Exclude<Posted, { kind: 'open' | 'read' | 'take' }>,
): Promise<Uint8Array> {
  if ('held' in task) {
    if (held?.sha256 === task.held) return held.bytes;
    throw new Error('what was taken is gone');
  }
  if ('piped' in task) return piped(task.piped);
  // Bytes arrive as a view into the whole message.
  if ('bytes' in task) return task.bytes.slice();
  const { file, sha256 } = task;
  if (held?.sha256 === sha256) return held.bytes;
  // This process was started for want of the one that opened the file.
  const found = await readSource(Buffer.from(file), nothing(), Number.MAX_SAFE_INTEGER);
  if (found.kind === 'read' && found.sha256 === sha256) return found.bytes;
  throw new Error('the file changed while it was read');
}

async function analysed(
  bytes: Uint8Array,
  { name, entries: wanted }: AnalyseOptions,
): Promise<LocalPrint> {
  // Digests alone need none of the readers.
  analysis ??= import('../client/analyse.ts');
  const { analyse } = await analysis;
  const {
    document,
    fingerprint: print,
    entries,
  } = await analyse(bytes, {
    name,
    pdf,
    memory,
    // Of a large text reading leaves as much behind as it keeps.
    ...(bytes.length > LARGE && { extracted: collectGarbage }),
  });
  return {
    fingerprint: print,
    entries: wanted ? entries : {},
    names: nameTree(document),
    detail: document.detail ?? null,
  };
}

async function readAtOnce(task: Task & { kind: 'read' }): Promise<ReadFile> {
  const found = await opened(task);
  const wanted = held && !task.unless.includes(held.sha256) ? held : null;
  if (wanted === null) return { opened: found, print: null };
  const print = await analysed(wanted.bytes, task);
  if (task.entries) return { opened: found, print };
  const { fingerprint, names, detail } = print;
  const { problem } = fingerprint;
  return { opened: found, print: { json: JSON.stringify(fingerprint), problem, names, detail } };
}

/** Fingerprint of the bytes alone, for a file whose reading was cut short. */
async function bytesOnly(task: Posted & { kind: 'bytes' }, bytes: Uint8Array): Promise<LocalPrint> {
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
    ...(await fingerprint(document, memory)),
    names: nameTree(document),
    detail: task.detail,
  };
}

function digests(bytes: Uint8Array): Digests {
  return { ssdeep: ssdeepDigest(bytes), tlsh: tlshDigest(bytes) };
}

async function quoted(
  { name, asked }: Posted & { kind: 'quote' },
  bytes: Uint8Array,
): Promise<Quoted[]> {
  const [{ extract }, { quotedIn }] = await Promise.all([
    import('../extract/index.ts'),
    import('./quoted.ts'),
  ]);
  const document = await extract(bytes, { name, pdf });
  return asked.map((request) => quotedIn(document, request));
}

async function perform(
  task: Posted,
): Promise<Opened | ReadFile | BytesPrint | LocalPrint | Digests | Quoted[]> {
  if (task.kind === 'open') return opened(task);
  if (task.kind === 'read') return readAtOnce(task);
  if (task.kind === 'take') return taken(task);
  const bytes = await bytesOf(task);
  switch (task.kind) {
    case 'analyse':
      return analysed(bytes, task);
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

async function answer(task: Posted): Promise<void> {
  try {
    const value = await perform(task);
    if ((inbox ?? held?.bytes ?? []).length > LARGE) collectGarbage();
    reply({ kind: 'done', value, spent: isSpent(), ...(lessons.length > 0 && { lessons }) });
    lessons = [];
  } catch (error) {
    reply({ kind: 'failed', detail: String(error) });
  }
}

/** The task told last; one is told before the last is done, so that the next one is at hand. */
let last = Promise.resolve();

process.on('message', (task: Posted | Taught) => {
  if (task.kind !== 'learn') last = last.then(() => answer(task));
  else for (const lesson of task.lessons) learn(memory, lesson, LOCAL_LIMITS);
});
process.on('disconnect', () => process.exit());
installKernel();
installSha256();
installNative();
watchMemory();
reply({ kind: 'ready' });
