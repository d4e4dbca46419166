import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { dirname } from 'node:path';
import { safePath } from './escape.ts';
import { Failure } from './failure.ts';
import {
  headerLine,
  type JournalEntry,
  type JournalHeader,
  type JournalOf,
  journalLine,
  journalValue,
  looksLikeJournal,
  misfit,
} from './journal-format.ts';
import { faultOf } from './walk.ts';

/**
 * What a run has answered so far, in a file that outlives a killed run. A line is
 * written whole as soon as it is answered, so that a killed process loses none; every second
 * the lines are forced to the disk, so that a crash of the machine loses little.
 */
export interface Journal<Answer> {
  /** Files that an earlier run finished. */
  readonly found: number;
  /** Files finished in this run. */
  readonly added: number;
  byFile(key: string): JournalEntry<Answer> | null;
  /** Of this run too. */
  bySha256(sha256: string): JournalEntry<Answer> | null;
  /** @returns whether the entry is kept: a full disk ends the journal and not the run */
  add(entry: JournalEntry<Answer>): boolean;
  /** Removes the file: the run has come to its end. */
  end(): void;
  /** Leaves the file for a later run. */
  leave(): void;
}

const SYNC_EVERY_MS = 1000;
const LF = 0x0a;

export interface JournalOptions {
  readonly command: JournalOf;
  readonly path: Buffer;
  readonly header: JournalHeader;
  /** Goes on with what is there instead of starting anew. */
  readonly resume: boolean;
  /** Whether the caller named the file: it is then replaced only if it is a journal. */
  readonly named: boolean;
  /** Told what the caller should know. */
  readonly tell: (message: string) => void;
}

/**
 * Opens a journal. A new one takes the place of an old one with its first line only.
 *
 * @throws Failure for a journal that serves another run, and for a file that is none
 */
export function openJournal<Answer>(options: JournalOptions): Journal<Answer> {
  const { command, path, header, resume, named, tell } = options;
  const name = safePath(path);
  const old = readOld(path, name);
  if (old !== null && old.size > 0 && !looksLikeJournal(command, old.firstLine)) {
    old.close();
    if (named || resume) throw new Failure(`${name} is no journal; it is left as it is`);
  }
  if (!resume && old !== null && looksLikeJournal(command, old.firstLine)) {
    tell('starting anew; --resume would have gone on with the run that was not finished');
  }
  if (named) mustBeWritable(path, name);
  if (!resume || old === null || old.size === 0) {
    if (resume) tell(`no journal of this command at ${name}: starting at the first file`);
    old?.close();
    return writer(options, name, null);
  }
  const why = misfit(command, old.firstLine, header);
  if (why !== null) {
    old.close();
    throw new Failure(`cannot resume from ${name}: ${why}; without --resume it starts anew`);
  }
  const { damaged, files } = old.index();
  if (damaged > 0) {
    tell(`${name}: ${damaged} damaged lines are ignored, and their files read again`);
  }
  tell(`resuming: ${files} files are finished`);
  return writer(options, name, old);
}

type Old = ReturnType<typeof openOld>;

function readOld(path: Buffer, name: string): Old | null {
  try {
    return openOld(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Failure(`journal ${name}: ${faultOf(error)}`, { cause: error });
  }
}

/** An existing file. Places of lines are kept and not lines: they may be some hundred MB. */
function openOld(path: Buffer) {
  const { O_RDWR, O_APPEND, O_NONBLOCK } = fs.constants;
  const fd = fs.openSync(path, O_RDWR | O_APPEND | O_NONBLOCK);
  const { size } = fs.fstatSync(fd);
  const files = new Map<string, Place>();
  const contents = new Map<string, Place>();
  const first = linesOf(fd).next().value;
  let end = 0;

  return {
    fd,
    size,
    firstLine: first ? first.line.toString() : '',
    /** Finds the entries, and cuts off a last line that was not written to its end. */
    index(): { damaged: number; files: number } {
      let damaged = 0;
      for (const { line, at } of linesOf(fd)) {
        end = at + line.length + 1;
        if (at === 0) continue;
        const entry = journalValue(line.toString()) as JournalEntry<unknown> | null;
        if (entry === null) damaged++;
        else {
          const place = { at, length: line.length };
          files.set(entry.file, place);
          contents.set(entry.sha256, place);
        }
      }
      fs.ftruncateSync(fd, end);
      return { damaged, files: files.size };
    },
    /** Bytes of whole lines, once they were indexed. */
    get end() {
      return end;
    },
    files,
    contents,
    close: () => fs.closeSync(fd),
  };
}

interface Place {
  readonly at: number;
  readonly length: number;
}

/** Whole lines with their places, without line feeds; what follows the last one is left out. */
function* linesOf(fd: number): Generator<{ line: Buffer; at: number }> {
  const chunk = Buffer.alloc(1024 * 1024);
  let rest: Buffer = Buffer.alloc(0);
  let at = 0;
  for (let position = 0; ; ) {
    const length = fs.readSync(fd, chunk, 0, chunk.length, position);
    if (length === 0) return;
    position += length;
    let bytes = Buffer.concat([rest, chunk.subarray(0, length)]);
    for (let end = bytes.indexOf(LF); end !== -1; end = bytes.indexOf(LF)) {
      yield { line: bytes.subarray(0, end), at };
      at += end + 1;
      bytes = bytes.subarray(end + 1);
    }
    rest = bytes;
  }
}

function writer<Answer>(options: JournalOptions, name: string, old: Old | null): Journal<Answer> {
  const { path, tell } = options;
  const files = old?.files ?? new Map<string, Place>();
  const contents = old?.contents ?? new Map<string, Place>();
  const found = files.size;
  let fd = old?.fd ?? null;
  let end = old?.end ?? 0;
  let added = 0;
  let broken = false;
  let dirty = false;
  let syncing = false;

  function read(place: Place | undefined): JournalEntry<Answer> | null {
    if (!place || fd === null) return null;
    const line = Buffer.alloc(place.length);
    fs.readSync(fd, line, 0, place.length, place.at);
    return journalValue(line.toString()) as JournalEntry<Answer> | null;
  }

  const timer = setInterval(() => {
    if (!dirty || syncing || fd === null) return;
    dirty = false;
    syncing = true;
    fs.fsync(fd, () => {
      syncing = false;
    });
  }, SYNC_EVERY_MS).unref();

  function close(): void {
    clearInterval(timer);
    if (fd === null) return;
    fs.fsyncSync(fd);
    fs.closeSync(fd);
    fd = null;
    broken = true;
  }

  return {
    found,
    get added() {
      return added;
    },
    byFile: (key) => read(files.get(key)),
    bySha256: (sha256) => read(contents.get(sha256)),
    add(entry) {
      if (broken) return false;
      try {
        if (fd === null) {
          fd = create(options);
          end = fs.fstatSync(fd).size;
        }
        const line = Buffer.from(journalLine(entry));
        for (let at = 0; at < line.length; ) at += fs.writeSync(fd, line, at);
        contents.set(entry.sha256, { at: end, length: line.length - 1 });
        end += line.length;
        dirty = true;
        added++;
        return true;
      } catch (error) {
        // The answers are what was asked for; they are not given up for the journal.
        broken = true;
        tell(`no journal at ${name}: ${faultOf(error)}; this run could not be resumed`);
        return false;
      }
    },
    end() {
      const mine = fd === null ? null : fs.fstatSync(fd).ino;
      close();
      try {
        // Another run of the same command may have put its own there.
        if (mine !== null && fs.statSync(path).ino === mine) fs.rmSync(path);
      } catch {
        // Gone already.
      }
    },
    leave: close,
  };
}

/** The new journal appears with its header whole, and readable by nobody else. */
function create({ command, path, header }: JournalOptions): number {
  fs.mkdirSync(folderOf(path), { recursive: true, mode: 0o700 });
  const fresh = Buffer.concat([path, Buffer.from(`.${randomBytes(6).toString('hex')}`)]);
  const fd = fs.openSync(fresh, 'ax+', 0o600);
  try {
    fs.writeSync(fd, headerLine(command, header));
    fs.fsyncSync(fd);
    fs.renameSync(fresh, path);
    return fd;
  } catch (error) {
    fs.closeSync(fd);
    fs.rmSync(fresh, { force: true });
    throw error;
  }
}

function mustBeWritable(path: Buffer, name: string): void {
  try {
    fs.accessSync(folderOf(path), fs.constants.W_OK);
  } catch (error) {
    const fault =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such folder' : faultOf(error);
    throw new Failure(`journal ${name}: ${fault}`, { cause: error });
  }
}

/** `dirname` takes text; latin1 keeps every byte of a name. */
function folderOf(path: Buffer): Buffer {
  return Buffer.from(dirname(path.toString('latin1')), 'latin1');
}
