import { type ExtractOptions, extract } from '../extract/index.ts';
import type { Document } from '../fingerprint/document.ts';
import { fingerprint } from '../fingerprint/fingerprint.ts';
import { type PrintMemory, printMemory } from '../fingerprint/print-memory.ts';
import type { EntryLists, Fingerprint } from '../fingerprint/profile.ts';

export interface Analysis {
  /** Stays on this machine, like every text in it. */
  readonly document: Document;
  /** What a check sends. */
  readonly fingerprint: Fingerprint;
  /** What a registration sends besides. */
  readonly entries: EntryLists;
}

export interface AnalyseOptions extends ExtractOptions {
  /** What was printed of the files before, which makes equal parts of others cost less. */
  readonly memory?: PrintMemory;
  /** Without a memory: whether the fingerprint is that which a check sends (`asked`). */
  readonly asks?: boolean;
  /** Told when the file is read and its print is still to be taken. */
  readonly extracted?: () => void;
}

/**
 * Reads a file and takes its fingerprint. A file that cannot be read still has one, of its
 * bytes, whose `problem` says why there is no more.
 *
 * @param options local name, and the pdf reader, loaded only when one is met
 */
export async function analyse(bytes: Uint8Array, options: AnalyseOptions): Promise<Analysis> {
  const { memory, asks, extracted, ...rest } = options;
  const document = await extract(bytes, memory ? { ...rest, known: memory.files } : rest);
  extracted?.();
  return { document, ...(await fingerprint(document, memory ?? printMemory(undefined, asks))) };
}
