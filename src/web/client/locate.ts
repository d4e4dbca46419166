import { ApiError } from '../../client/api-error.ts';
import { alignmentOf, type Compared } from '../../client/compare.ts';
import type { Alignment } from '../../fingerprint/align.ts';
import { partAt } from '../../fingerprint/part-at.ts';
import type { Fingerprint } from '../../fingerprint/profile.ts';
import type { CompareAnswer } from '../../registry/contract.ts';
import { isHeavy, type LocateFailure, type Locating, type Open, type Told } from '../located.ts';
import type { Asked } from './later-client.ts';
import type { Readable } from './member-files.ts';
import { FileReaderPool, WorkerUnavailable } from './reader.ts';

const failed = (failure: LocateFailure): Locating => ({ kind: 'failed', failure });

/**
 * Reads a file again in a worker of its own, asks the registry where it departs from a record,
 * and has that worker mark the places in the text, which never leaves it whole.
 *
 * @param checked fingerprint of the whole file that the record was found by; null where it is lost
 * @param open the part of it to compare
 */
export async function locateIn(
  client: Asked,
  file: Readable,
  checked: Fingerprint | null,
  { path, record }: Open,
): Promise<Locating> {
  if (checked === null) return failed({ code: 'gone' });
  const pool = new FileReaderPool();
  try {
    const read = await pool.ask({ kind: 'entries', file, path });
    if (read.kind === 'unread') return failed({ code: 'unread', problem: read.problem });
    if (read.kind !== 'entries') return failed({ code: 'unfit' });
    if (read.sha256 !== checked.bytes.sha256) return failed({ code: 'changed' });
    if (read.entries === null) return failed({ code: 'no_text' });
    const fingerprint = partAt(checked, path);
    if (fingerprint === undefined) return failed({ code: 'unfit' });
    const answer = await client.compare({ record, fingerprint, entries: read.entries });
    if (answer.reason !== null) return failed({ code: 'reason', reason: answer.reason });
    const alignment = alignmentOf(answer);
    const located = await pool.ask({ kind: 'locate', alignment });
    if (located.kind !== 'located') return failed({ code: 'unfit' });
    if (located.again === null) return told(path, answer, located);
    const turned = { record, fingerprint, entries: located.again, relabelled: true };
    const second = await askAgain(client, turned);
    if (second === null) return told(path, answer, located);
    const better = await pool.ask({ kind: 'locate', alignment, second });
    return told(path, answer, better.kind === 'located' ? better : located);
  } catch (error) {
    return failed(failureOf(error));
  } finally {
    pool.stop();
  }
}

/** Null where it is refused or cut off: what the first answer told stands. */
async function askAgain(client: Asked, compared: Compared): Promise<Alignment | null> {
  try {
    const answer = await client.compare(compared);
    return answer.reason === null && answer.complete ? alignmentOf(answer) : null;
  } catch (error) {
    if (error instanceof ApiError) return null;
    throw error;
  }
}

function told(
  part: string,
  answer: CompareAnswer,
  { passages, places, pages, excerpts }: Pick<Told, 'passages' | 'places' | 'pages' | 'excerpts'>,
): Locating {
  const { grade, complete, marks_only: onlyMarks, notes } = answer;
  const heavy = isHeavy(answer);
  const said = { part, grade, complete, onlyMarks, notes, heavy };
  return { kind: 'told', told: { ...said, passages, places, pages, excerpts } };
}

function failureOf(error: unknown): LocateFailure {
  if (error instanceof WorkerUnavailable) return { code: 'unread', problem: 'unreadable' };
  if (!(error instanceof ApiError)) {
    console.error(error);
    return { code: 'unfit' };
  }
  if (error.code === 'locate_off') return { code: 'off' };
  if (error.status === 429) return { code: 'quota' };
  return { code: error.status >= 400 && error.status < 500 ? 'refused' : 'unhealthy' };
}
