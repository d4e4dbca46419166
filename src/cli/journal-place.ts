import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DEFAULT_FILE_TIMEOUT_S } from './defaults.ts';
import { Failure } from './failure.ts';
import type { Io } from './io.ts';
import { type Journal, openJournal } from './journal.ts';
import type { JournalHeader, JournalOf } from './journal-format.ts';
import { type CommonOptions, serverOf, tokenOf } from './settings.ts';
import { packageVersion } from './version.ts';

/** Which journal a run keeps, and where. */

export interface JournalChoice {
  /** False for `--no-journal`. */
  readonly journal?: string | false;
  readonly resume?: boolean;
}

/** What a journal is kept for. */
export interface JournalFor {
  readonly command: JournalOf;
  /** What else answers depend on, by option. */
  readonly depends: JournalHeader['options'];
  readonly files: number;
  /** The journal file the caller chose, in bytes. */
  readonly named: Buffer | null;
  /** All that says which files are meant. */
  readonly args: readonly Buffer[];
}

/** Where the journal of a run is. */
export interface JournalPlace {
  readonly path: Buffer;
  readonly header: JournalHeader;
}

/**
 * The journal of this run; null where none is kept: for a single file, which takes no longer
 * to read again, after `--no-journal`, and where there is no home to keep it in.
 *
 * @throws Failure
 */
export function journalOf<Answer>(
  options: CommonOptions & JournalChoice,
  io: Io,
  run: JournalFor,
): (Journal<Answer> & JournalPlace) | null {
  if (options.journal === false) {
    if (options.resume) throw new Failure('--resume needs the journal that --no-journal forbids');
    return null;
  }
  const resume = options.resume === true;
  const { command, named } = run;
  if (!resume && named === null && run.files < 2) return null;
  const header = headerOf(options, io, run.depends);
  const path = named ?? usualPath(header, io, run);
  if (path === null) {
    if (!resume) return null;
    throw new Failure('no place for a journal: HOME is not set; see --journal');
  }
  const tell = (message: string) => io.stderr.write(`${message}\n`);
  const journal = openJournal<Answer>({
    command,
    path,
    header,
    resume,
    named: named !== null,
    tell,
  });
  return Object.assign(journal, { path, header });
}

function headerOf(
  options: CommonOptions,
  io: Io,
  depends: JournalHeader['options'],
): JournalHeader {
  const token = tokenOf(options, io);
  return {
    program: programId(),
    server: serverOf(options, io).origin,
    caller: token === undefined ? null : digestOf('empreinte journal caller', token),
    file_timeout: options.fileTimeout ?? DEFAULT_FILE_TIMEOUT_S,
    options: depends,
  };
}

/** One for each command: that of another folder, or of other options, is never in the way. */
function usualPath(header: JournalHeader, io: Io, { command, args }: JournalFor): Buffer | null {
  const folder = stateFolder(io.env);
  if (folder === null) return null;
  const { program: _any, ...rest } = header;
  const line = [process.cwd(), ...args.map((one) => one.toString('base64'))];
  const name = digestOf('empreinte journal name', JSON.stringify([rest, line])).slice(0, 32);
  return Buffer.from(`${folder}/empreinte/${command}-${name}.ndjson`);
}

/** `$XDG_STATE_HOME` of the XDG Base Directory Specification 0.8, which must be absolute. */
function stateFolder(env: Io['env']): string | null {
  if (env.XDG_STATE_HOME?.startsWith('/')) return env.XDG_STATE_HOME;
  return env.HOME ? `${env.HOME}/.local/state` : null;
}

/**
 * Version and digest of the program. The bundle's entries name their chunks by content, so
 * that the digest of both stands for all the code.
 */
function programId(): string {
  const read = (name: string) => readFileSync(fileURLToPath(new URL(name, import.meta.url)));
  const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const code = ['empreinte', 'analyse-worker'].map((name) => read(`./${name}.${ending}`));
  const digest = createHash('sha256').update(Buffer.concat(code)).digest('hex');
  return `${packageVersion()}+${digest.slice(0, 12)}`;
}

function digestOf(purpose: string, text: string): string {
  return createHash('sha256').update(`${purpose}\0${text}`).digest('hex');
}
