import type { Io } from './io.ts';
import type { QuoteIn } from './located.ts';
import type { Pool } from './pool.ts';
import { MAX_FILE_BYTES } from './prepare.ts';
import { readSource, type Source } from './source.ts';
import { isStdin } from './walk.ts';

/** Reads a file once more; its texts were not kept. */
export type Again = () => Promise<Uint8Array | null>;

/** Null when the file is gone or is no longer the one that was read first. */
export function again(source: Source, path: Buffer, io: Io): Again {
  if (source.kind !== 'read') return async () => null;
  // What came through a pipe comes only once.
  if (isStdin(path)) return keeping(source.bytes);
  return reading(source.sha256, path, io);
}

function keeping(bytes: Uint8Array): Again {
  return async () => bytes;
}

/** Apart from `again`, since functions made side by side keep all that either of them needs. */
export function reading(sha256: string, path: Buffer, io: Io): Again {
  return async () => {
    const now = await readSource(path, io.stdin, MAX_FILE_BYTES);
    return now.kind === 'read' && now.sha256 === sha256 ? now.bytes : null;
  };
}

/** Finds words in a file in one of the reader processes. */
export function quoteIn(pool: Pool, name: string, read: Again): QuoteIn {
  return (asked) =>
    pool.lend(async (runner) => {
      const bytes = await read();
      if (bytes === null) return null;
      const quoted = await runner.quote({ kind: 'quote', bytes, name, asked });
      return quoted.kind === 'done' ? quoted.value : null;
    });
}
