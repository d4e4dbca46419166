import { pathFields, safeJson, safePath } from './escape.ts';
import { EXIT } from './failure.ts';
import type { Io } from './io.ts';
import { answers } from './pipeline.ts';
import type { Prepared } from './pipeline-options.ts';
import type { Runner } from './pool.ts';
import { createProgress } from './progress.ts';
import { type CommonOptions, jobsOf, poolOf } from './settings.ts';
import type { Source } from './source.ts';
import { walk } from './walk.ts';

/** TLSH reads a file as a whole; beyond this only the digests of a stream are given. */
export const MAX_DIGEST_BYTES = 512 * 1024 * 1024;
/** Digests take linear time: this only ends what would never end. */
const DIGEST_TIMEOUT_MS = 600_000;

interface Digest {
  readonly size: number | null;
  readonly sha256: string | null;
  readonly ssdeep: string | null;
  readonly tlsh: string | null;
  readonly error?: string;
}

/** `empreinte digest`: fuzzy and exact digests of files, without any registry. */
export async function digestCommand(
  paths: readonly Buffer[],
  options: CommonOptions,
  io: Io,
): Promise<number> {
  const targets = await walk(paths, (message) => io.stderr.write(`${message}\n`));
  const progress = createProgress(io.stderr, targets.length);
  const pool = poolOf(options, io, DIGEST_TIMEOUT_MS);
  let faults = 0;
  try {
    const digests = answers<never, Digest>(targets, {
      pool,
      width: jobsOf(options, io) * 4,
      stdin: io.stdin,
      maxBytes: MAX_DIGEST_BYTES,
      maxBatch: { items: 1, size: 1, patienceMs: 0 },
      calls: 1,
      prepare: (source, _path, runner) => digestOf(source, runner),
      call: async () => async () => [],
      prepared: (bytes) => progress.advance(bytes),
    });
    for await (const { target, answer } of digests) {
      progress.clear();
      if (answer.error !== undefined) {
        faults++;
        io.stderr.write(`${safePath(target.path)}: ${answer.error}\n`);
      }
      io.stdout.write(
        options.json
          ? `${safeJson({ ...pathFields(target.path), ...answer })}\n`
          : `${lineOf(answer)}\t${safePath(target.path)}\n`,
      );
    }
  } finally {
    progress.clear();
    pool.close();
  }
  return faults > 0 ? EXIT.findings : EXIT.ok;
}

async function digestOf(source: Source, runner: Runner): Promise<Prepared<never, Digest>> {
  if (source.kind === 'fault') {
    const none = { size: null, sha256: null, ssdeep: null, tlsh: null };
    return { answer: { ...none, error: source.detail } };
  }
  if (source.kind === 'large') {
    const { size, sha256, ssdeep } = source;
    const error = 'too large for TLSH, which is not given';
    return { answer: { size, sha256, ssdeep, tlsh: null, error } };
  }
  const { size, sha256, input } = source;
  const outcome = await runner.digest({ ...input, kind: 'digest' });
  if (outcome.kind === 'done') return { answer: { size, sha256, ...outcome.value } };
  return { answer: { size, sha256, ssdeep: null, tlsh: null, error: outcome.detail } };
}

function lineOf({ size, sha256, ssdeep, tlsh }: Digest): string {
  return [size, sha256, ssdeep, tlsh].map((field) => field ?? '-').join('\t');
}
