import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { pathFields, safeJson } from './escape.ts';
import { Failure } from './failure.ts';
import type { Registered } from './register-send.ts';
import { faultOf, type Target } from './walk.ts';

/** What became of a file, in the words of the ledger. */
export type Fate = 'registered' | 'duplicate' | 'unreadable' | 'left_out';

/**
 * The account of a registration: a line for every file, none left out, and the totals last. A
 * corpus statement can be checked against it.
 */
export interface Ledger {
  add(target: Target, answer: Registered): Fate;
  /** A file that stood beside the documents and is none. */
  leave(path: Buffer, why: string): void;
  /** How many of each, once all are there. */
  readonly totals: Readonly<Record<Fate | 'bytes_only', number>>;
  /** Puts the file in its place. */
  end(): void;
  /** Leaves no file behind. */
  abandon(): void;
}

/**
 * @param path the file to write, in bytes; null for the totals alone
 * @throws Failure when it cannot be written
 */
export function createLedger(path: Buffer | null): Ledger {
  const totals = { registered: 0, duplicate: 0, unreadable: 0, left_out: 0, bytes_only: 0 };
  const records = new Set<string>();
  const fresh = path && Buffer.concat([path, Buffer.from('.new')]);
  const fd = fresh && attempt(() => openSync(fresh, 'w', 0o600));

  function write(value: object): void {
    if (fd !== null) attempt(() => writeSync(fd, `${safeJson(value)}\n`));
  }

  return {
    totals,
    add({ path: file }, answer) {
      const fate = fateOf(answer, records);
      if (answer.record !== null) records.add(answer.record);
      totals[fate]++;
      if (fate !== 'unreadable' && answer.problem !== null) totals.bytes_only++;
      const why = answer.errors.map(({ detail }) => detail);
      write({
        ...pathFields(file),
        fate,
        record: answer.record,
        // Registered by its bytes alone: its content was not read.
        ...(answer.problem ? { problem: answer.problem } : {}),
        ...(why.length > 0 ? { why: why.join('; ') } : {}),
      });
      return fate;
    },
    leave(path, why) {
      totals.left_out++;
      write({ ...pathFields(path), fate: 'left_out', record: null, why });
    },
    end() {
      write({ totals });
      if (fd === null || !fresh || !path) return;
      attempt(() => {
        fsyncSync(fd);
        closeSync(fd);
        renameSync(fresh, path);
      });
    },
    abandon() {
      if (fresh) rmSync(fresh, { force: true });
    },
  };
}

/** Of files with one record the first is registered, unless the record was there before. */
function fateOf({ status, record }: Registered, records: ReadonlySet<string>): Fate {
  if (status === 'failed') return 'unreadable';
  const again = record !== null && records.has(record);
  return status === 'already_registered' || again ? 'duplicate' : 'registered';
}

function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Failure(`the ledger: ${faultOf(error)}`, { cause: error });
  }
}
