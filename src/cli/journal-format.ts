import { createHash } from 'node:crypto';
import type { Checked } from './checked.ts';

/**
 * The lines of a journal: NDJSON, a header and then one line a finished file. Each line ends
 * with a checksum of itself, because what a crash of the machine leaves behind need not be the
 * end of a line only: a block of zeros may stand anywhere in what was not yet on the disk.
 */

const FORMAT = 'empreinte-check-journal/1';
/** 64 bits of SHA-256 against accidents; nobody gains by forging one's own journal. */
const CHECK_DIGITS = 16;
const CHECK_LENGTH = ',"check":""}'.length + CHECK_DIGITS;

/** What answers depend on besides the files: a journal serves only a run with the same. */
export interface JournalHeader {
  /** Version and digest of the program: other readers may read a file otherwise. */
  readonly program: string;
  /** Origin of the registry. */
  readonly server: string;
  /** Digest of the token, since corpora open to one caller are closed to another; null without. */
  readonly caller: string | null;
  readonly locate: boolean;
  readonly file_timeout: number;
}

/** A finished file. */
export interface JournalEntry {
  /** Digest of path and stamp of the file (`mark.ts`). */
  readonly file: string;
  readonly sha256: string;
  /** Without the texts of passages, which are found in the file again. */
  readonly answer: Checked;
}

/** The line of a value, line feed included. */
export function journalLine(value: object): string {
  const json = JSON.stringify(value);
  return `${json.slice(0, -1)},"check":"${checkOf(json)}"}\n`;
}

/** The value of a line without its line feed; null when it is damaged. */
export function journalValue(line: string): unknown {
  const json = `${line.slice(0, -CHECK_LENGTH)}}`;
  if (!line.endsWith(`,"check":"${checkOf(json)}"}`)) return null;
  return JSON.parse(json);
}

export function headerLine(header: JournalHeader): string {
  return journalLine({ journal: FORMAT, ...header });
}

/** Whether a file that starts so is a journal, of this version or another, damaged or not. */
export function looksLikeJournal(start: string): boolean {
  return start.startsWith('{"journal":"empreinte-check-journal/');
}

/** Why a journal with this first line serves no run with `wanted`; null when it does. */
export function misfit(firstLine: string, wanted: JournalHeader): string | null {
  const found = journalValue(firstLine) as
    | (Partial<JournalHeader> & { readonly journal?: unknown })
    | null;
  if (found === null) return 'its first line is damaged';
  if (found.journal !== FORMAT) return `its format is ${String(found.journal)}, not ${FORMAT}`;
  if (found.server !== wanted.server) {
    return `it holds answers of ${String(found.server)}, not of ${wanted.server}`;
  }
  if (found.caller !== wanted.caller) return 'it was begun with another token';
  if (found.program !== wanted.program) {
    return `it was begun by version ${String(found.program)} of this program, not ${wanted.program}`;
  }
  if (found.locate !== wanted.locate) {
    return `it was begun ${found.locate ? 'with' : 'without'} --locate`;
  }
  if (found.file_timeout !== wanted.file_timeout) {
    return `it was begun with --file-timeout ${String(found.file_timeout)}`;
  }
  return null;
}

function checkOf(json: string): string {
  return createHash('sha256').update(json).digest('hex').slice(0, CHECK_DIGITS);
}
