import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import { type BatchRun, startRun } from '../client/manifest.ts';
import type { EntryLists, Fingerprint } from '../fingerprint/profile.ts';
import type { BatchItemResult, Fault, Manifest } from '../registry/contract.ts';
import { asFailure } from './api-failure.ts';
import { pathFields, safeJson, safePath, safeText } from './escape.ts';
import { EXIT, Failure } from './failure.ts';
import type { Io } from './io.ts';
import { loadKey } from './key-file.ts';
import { answers, type Prepared } from './pipeline.ts';
import type { Runner } from './pool.ts';
import { MAX_FILE_BYTES, printOf } from './prepare.ts';
import { createProgress } from './progress.ts';
import { type CommonOptions, clientOf, isLocal, jobsOf, poolOf, serverOf } from './settings.ts';
import type { Source } from './source.ts';
import { walk } from './walk.ts';

export interface RegisterOptions extends CommonOptions {
  readonly corpus: string;
  readonly key?: string;
  readonly environment?: Manifest['environment'];
  readonly dryRun?: boolean;
  readonly decoy?: boolean;
}

interface Entry {
  readonly name: string;
  readonly fingerprint: Fingerprint;
  readonly entries: EntryLists;
}

interface Registered {
  readonly record: string | null;
  readonly status: BatchItemResult['status'] | 'would_register';
  readonly errors: readonly Fault[];
  /** Why content could not be read, though the bytes are registered. */
  readonly problem: string | null;
}

/** 500 documents, and well under the 16 MiB that the registry reads at once. */
const MAX_BATCH = { items: 500, size: 8 * 1024 * 1024, patienceMs: 2000 };

/** `empreinte register`: fingerprints of documents into a corpus, under the registrar's key. */
export async function registerCommand(
  paths: readonly Buffer[],
  options: RegisterOptions,
  io: Io,
): Promise<number> {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(options.corpus)) {
    throw new Failure(
      `not a corpus id: ${safeText(options.corpus)}; ids are lower-case letters, digits and -`,
    );
  }
  const send = options.dryRun ? null : sender(options, io);
  const targets = await walk(paths, (message) => io.stderr.write(`${message}\n`));
  const progress = createProgress(io.stderr, targets.length);
  const pool = poolOf(options, io);
  let failed = 0;
  let told = 0;
  try {
    const registered = answers<Entry, Registered>(targets, {
      pool,
      width: jobsOf(options) * 8,
      stdin: io.stdin,
      maxBytes: MAX_FILE_BYTES,
      maxBatch: MAX_BATCH,
      // Each batch names the one before it.
      calls: 1,
      prepare: async (source, path, runner) => {
        const prepared = await entryOf(source, path, runner);
        if (send || 'answer' in prepared) return prepared;
        const { problem } = prepared.work.fingerprint;
        return { answer: { record: null, status: 'would_register', errors: [], problem } };
      },
      send: send ?? (async () => []),
      prepared: (bytes) => progress.advance(bytes),
    });
    for await (const { target, answer } of registered) {
      progress.clear();
      told++;
      if (answer.status === 'failed') failed++;
      tell(target.path, answer, options, io);
    }
  } catch (error) {
    if (error instanceof Failure && told < targets.length) {
      io.stderr.write(
        `${targets.length - told} of ${targets.length} files have no answer; run the same ` +
          'command again: what is registered by now is recognised\n',
      );
    }
    throw error;
  } finally {
    progress.clear();
    pool.close();
  }
  return failed > 0 ? EXIT.findings : EXIT.ok;
}

/** Signs and sends one batch after another; batches of a run form a chain. */
function sender(
  options: RegisterOptions,
  io: Io,
): (entries: readonly Entry[]) => Promise<Registered[]> {
  const server = serverOf(options, io);
  const client: Client = clientOf(options, io);
  const run: BatchRun = startRun({
    origin: server.origin,
    environment: options.environment ?? (isLocal(server) ? 'local' : 'production'),
    corpus: options.corpus,
    state: options.decoy ? 'decoy' : 'authentic',
    signer: loadKey(options.key, io),
  });
  return async (entries) => {
    // Items are numbered: their names stay here.
    const batch = await run.next(
      entries.map(({ fingerprint, entries: lists }, i) => ({
        id: String(i),
        fingerprint,
        entries: lists,
      })),
    );
    try {
      const { results } = await client.registerBatch(batch);
      return results.map(({ record, status, errors }, i) => {
        const problem = entries[i]?.fingerprint.problem ?? null;
        return { record, status, errors, problem };
      });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      throw asFailure(
        error,
        entries.map((one) => one.name),
      );
    }
  };
}

async function entryOf(
  source: Source,
  path: Buffer,
  runner: Runner,
): Promise<Prepared<Entry, Registered>> {
  const found = await printOf(source, path, runner);
  if (found.kind !== 'print') return refused(found.detail);
  const { fingerprint, entries, detail } = found.print;
  // What this machine was too slow to read would be registered without its content for ever.
  if (found.cutShort) return refused(`${detail ?? 'cut short'}; see --file-timeout`);
  const work = { name: safePath(path), fingerprint, entries };
  const size = JSON.stringify(fingerprint).length + entriesSize(entries);
  if (size > MAX_BATCH.size) return refused('its fingerprint is too large to send');
  return { work, size };
}

/** Base64 takes 4 characters for 3 bytes; salt, keys and quotes stay under 300. */
function entriesSize(entries: EntryLists): number {
  let size = 300;
  for (const [path, list] of Object.entries(entries)) {
    size += path.length + 10 + Math.ceil(list.byteLength / 3) * 4;
  }
  return size;
}

function refused(detail: string): { answer: Registered } {
  const errors = [{ pointer: '', detail }];
  return { answer: { record: null, status: 'failed', errors, problem: null } };
}

function tell(path: Buffer, answer: Registered, options: RegisterOptions, io: Io): void {
  const { record, status, errors, problem } = answer;
  for (const { detail } of errors) io.stderr.write(`${safePath(path)}: ${safeText(detail)}\n`);
  if (problem) {
    io.stderr.write(`${safePath(path)}: ${problem}, only its bytes can be recognised\n`);
  }
  if (options.json) {
    const line = {
      ...pathFields(path),
      record,
      status,
      ...(errors.length > 0 ? { errors } : {}),
      ...(problem ? { problem } : {}),
    };
    io.stdout.write(`${safeJson(line)}\n`);
  } else {
    io.stdout.write(`${status}\t${safeText(record ?? '-')}\t${safePath(path)}\n`);
  }
}
