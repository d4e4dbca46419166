import { createHash } from 'node:crypto';

/**
 * The lines of a journal: NDJSON, a header and then one line a finished file. Each line ends
 * with a checksum of itself, because what a crash of the machine leaves behind need not be the
 * end of a line only: a block of zeros may stand anywhere in what was not yet on the disk.
 */

/** Whose journal it is: those of one command serve no other. */
export type JournalOf = 'check' | 'register';

const formatOf = (command: JournalOf) => `empreinte-${command}-journal/1`;
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
  readonly file_timeout: number;
  /** What else a run was asked to do, by option. */
  readonly options: Readonly<Record<string, string | boolean>>;
}

/** A finished file. */
export interface JournalEntry<Answer> {
  /** Digest of path and stamp of the file (`mark.ts`). */
  readonly file: string;
  readonly sha256: string;
  /** Without any text of the file. */
  readonly answer: Answer;
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

export function headerLine(command: JournalOf, header: JournalHeader): string {
  return journalLine({ journal: formatOf(command), ...header });
}

/** Whether a file that starts so is a journal, of this version or another, damaged or not. */
export function looksLikeJournal(command: JournalOf, start: string): boolean {
  return start.startsWith(`{"journal":"empreinte-${command}-journal/`);
}

/** Why a journal with this first line serves no run with `wanted`; null when it does. */
export function misfit(
  command: JournalOf,
  firstLine: string,
  wanted: JournalHeader,
): string | null {
  const found = journalValue(firstLine) as
    | (Partial<JournalHeader> & { readonly journal?: unknown })
    | null;
  const format = formatOf(command);
  if (found === null) return 'its first line is damaged';
  if (found.journal !== format) return `its format is ${String(found.journal)}, not ${format}`;
  if (found.server !== wanted.server) {
    return `it holds answers of ${String(found.server)}, not of ${wanted.server}`;
  }
  if (found.caller !== wanted.caller) return 'it was begun with another token';
  if (found.program !== wanted.program) {
    return `it was begun by version ${String(found.program)} of this program, not ${wanted.program}`;
  }
  for (const [name, value] of Object.entries(wanted.options)) {
    const was = found.options?.[name] ?? false;
    if (was === value) continue;
    if (typeof value === 'boolean' && typeof was === 'boolean') {
      return `it was begun ${was ? 'with' : 'without'} --${name}`;
    }
    return `it was begun with another ${name}`;
  }
  if (found.file_timeout !== wanted.file_timeout) {
    return `it was begun with --file-timeout ${String(found.file_timeout)}`;
  }
  return null;
}

function checkOf(json: string): string {
  return createHash('sha256').update(json).digest('hex').slice(0, CHECK_DIGITS);
}
