import { readFileSync } from 'node:fs';
import { safeText } from './escape.ts';
import { Failure } from './failure.ts';
import { faultOf } from './walk.ts';

/** What ledgers say for the statement of a corpus. */
export interface Accounted {
  /** Documents: records that the ledgers name, each once. */
  readonly registered: number;
  readonly not_covered: readonly { readonly what: string; readonly count: number }[];
}

interface Line {
  readonly fate?: unknown;
  readonly record?: unknown;
  readonly problem?: unknown;
  readonly totals?: unknown;
}

/**
 * Adds up ledgers of `empreinte register`.
 *
 * @throws Failure for a file that is none, or breaks off before its totals
 */
export function accountOf(paths: readonly string[]): Accounted {
  const records = new Set<string>();
  const alone = new Set<string>();
  let unreadable = 0;
  let leftOut = 0;
  for (const path of paths) {
    let whole = false;
    for (const line of linesOf(path)) {
      whole = line.totals !== undefined;
      if (line.fate === 'unreadable') unreadable++;
      if (line.fate === 'left_out') leftOut++;
      if (typeof line.record !== 'string') continue;
      records.add(line.record);
      if (line.problem) alone.add(line.record);
    }
    if (!whole) throw new Failure(`${safeText(path)}: not a whole ledger`);
  }
  const not_covered = [
    { what: 'Files that could not be read or were refused', count: unreadable },
    { what: 'Documents registered by their bytes alone', count: alone.size },
    { what: 'Files of mail programs that are no mail', count: leftOut },
  ];
  return { registered: records.size, not_covered: not_covered.filter(({ count }) => count > 0) };
}

function linesOf(path: string): Line[] {
  try {
    const lines = readFileSync(path, 'utf8').split('\n');
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Line);
  } catch (error) {
    const why = error instanceof SyntaxError ? 'not a ledger' : faultOf(error);
    throw new Failure(`${safeText(path)}: ${why}`, { cause: error });
  }
}
