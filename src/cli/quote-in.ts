import type { QuoteIn } from './located.ts';
import type { Pool } from './pool.ts';
import type { Input } from './task.ts';

/** Finds words in a file in one of the reader processes, which reads it once more. */
export function quoteIn(pool: Pool, name: string, input: Input): QuoteIn {
  return (asked) =>
    pool.lend(async (runner) => {
      const quoted = await runner.quote({ ...input, kind: 'quote', name, asked });
      return quoted.kind === 'done' ? quoted.value : null;
    });
}
