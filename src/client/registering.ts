import type { Analysis } from './analyse.ts';
import { ApiError } from './api-error.ts';
import type { Client } from './client.ts';
import type { FileInput } from './file-input.ts';
import { inGroups, mapInOrder } from './in-order.ts';
import { startRun } from './manifest.ts';
import type { Registered, RegisterOptions } from './signer.ts';

/** Items that one batch may carry. */
const MAX_ITEMS = 500;
/** Well under the 16 MiB that the registry reads of a body. */
const MAX_CHARACTERS = 8 * 1024 * 1024;
const DEFAULT_CONCURRENCY = 4;
/** Batches are signed one after the other: waiting for a full one costs nobody anything. */
const PATIENCE_MS = 2000;

interface Read {
  readonly name: string | null;
  /** Null where it failed. */
  readonly analysis: Analysis | null;
  readonly failed: ApiError | null;
}

/** A wider set of options than the caller's: `origin` is known by now. */
type Run = RegisterOptions & { readonly origin: string };

/**
 * Reads, signs and sends; lazily and in the order of the files.
 *
 * @throws ApiError where a batch is refused as a whole or the registry cannot be asked
 */
export async function* registerAll(
  client: Client,
  files: Iterable<FileInput> | AsyncIterable<FileInput>,
  analyse: (file: FileInput) => Promise<Analysis>,
  { concurrency = DEFAULT_CONCURRENCY, state = 'authentic', ...options }: Run,
): AsyncGenerator<Registered> {
  const run = startRun({ ...options, state });
  const read = mapInOrder(files, concurrency, async (file): Promise<Read> => {
    try {
      const analysis = await analyse(file);
      return { name: analysis.document.name, analysis, failed: null };
    } catch (error) {
      if (error instanceof ApiError) return { name: null, analysis: null, failed: error };
      throw error;
    }
  });
  const groups = inGroups(read, {
    items: MAX_ITEMS,
    size: MAX_CHARACTERS,
    sizeOf: charactersOf,
    patienceMs: PATIENCE_MS,
  });
  for await (const group of groups) {
    const sent = group.flatMap(({ analysis }) => (analysis ? [analysis] : []));
    const results = sent.length > 0 ? await send(sent) : [];
    let next = 0;
    for (const { name, analysis, failed } of group) {
      const result = analysis ? results[next++] : undefined;
      yield result
        ? {
            name,
            status: result.status,
            record: result.record,
            errors: result.errors,
            problem: analysis?.fingerprint.problem ?? null,
          }
        : failedOf(name, failed);
    }
  }

  async function send(sent: readonly Analysis[]) {
    const items = sent.map(({ fingerprint, entries }, i) => ({
      id: String(i),
      fingerprint,
      entries,
    }));
    return (await client.registerBatch(await run.next(items))).results;
  }
}

/** Entries are 16 bits a word, in base64. */
function charactersOf({ analysis }: Read): number {
  if (!analysis) return 0;
  const lists = Object.values(analysis.entries);
  const entries = lists.reduce((sum, list) => sum + Math.ceil((list.length * 8) / 3), 0);
  return JSON.stringify(analysis.fingerprint).length + entries;
}

function failedOf(name: string | null, error: ApiError | null): Registered {
  const errors = [{ pointer: '', detail: error?.detail ?? 'could not be read' }];
  return { name, status: 'failed', record: null, errors, problem: error?.code ?? null };
}
