import { ApiError } from '../client/api-error.ts';
import type {
  BackupManifest,
  BackupManifestRequest,
  BackupPage,
  BackupPageRequest,
  BackupTicket,
  RestoreAnswer,
  Vouched,
} from '../registry/contract.ts';
import { ask } from './ask.ts';
import { BackupFolder, pageFile } from './backup-folder.ts';
import { safeJson, safeText } from './escape.ts';
import { EXIT, Failure } from './failure.ts';
import type { Io } from './io.ts';
import type { CommonOptions } from './settings.ts';

/** A registry that takes registrations all the time is copied so often at most. */
const ROUNDS = 3;

type Copied = BackupManifestRequest['parts'];

/**
 * `empreinte admin backup`: everything that the registry keeps, in files; goes on where one that was
 * interrupted ended.
 *
 * @throws Failure
 */
export async function backupCommand(path: string, options: CommonOptions, io: Io): Promise<number> {
  const folder = new BackupFolder(path);
  if (folder.read('manifest.json')) {
    throw new Failure(`${safeText(path)} holds a whole backup already; name another folder`);
  }
  for (let round = 1; ; round++) {
    const ticket = await ticketIn(folder, path, options, io);
    const { parts } = textOf<BackupTicket>(ticket, 'ticket');
    const copied: Copied = [];
    for (const part of parts) copied.push(await copyPart(folder, ticket, part, options, io));
    try {
      const request: BackupManifestRequest = { ticket, parts: copied };
      const manifest = vouched(await ask('POST', 'v1/backup/manifest', options, io, request));
      folder.write('manifest.json', manifest);
      folder.remove('ticket.json');
      tell(textOf<BackupManifest>(manifest, 'manifest'), path, options, io);
      return EXIT.ok;
    } catch (error) {
      if (!hasCode(error, 'backup_changed')) throw error;
      folder.clear(parts);
      if (round === ROUNDS) {
        throw new Failure(
          `the registry was registering during each of ${ROUNDS} copies; stop that for a while`,
          { cause: error },
        );
      }
      io.stderr.write('Something was registered meanwhile; copying again.\n');
    }
  }
}

/** The ticket of the backup that was interrupted there, or a new one. */
async function ticketIn(
  folder: BackupFolder,
  path: string,
  options: CommonOptions,
  io: Io,
): Promise<Vouched> {
  const begun = folder.read('ticket.json');
  if (begun) return begun;
  if (!folder.isEmpty) throw new Failure(`${safeText(path)} is not empty; name another folder`);
  const ticket = vouched(await ask('POST', 'v1/backup', options, io));
  folder.write('ticket.json', ticket);
  return ticket;
}

/** Copies the pages of a part that are not there yet. */
async function copyPart(
  folder: BackupFolder,
  ticket: Vouched,
  part: string,
  options: CommonOptions,
  io: Io,
): Promise<Copied[number]> {
  let rows = 0;
  let previous: string | null = null;
  let after: string | null = null;
  for (let number = 0; ; number++) {
    let page: Vouched | null = folder.read(pageFile(part, number));
    if (page === null) {
      const request: BackupPageRequest = { ticket, part, number, previous, after };
      page = vouched(await ask('POST', 'v1/backup/pages', options, io, request));
      folder.write(pageFile(part, number), page);
    }
    const read: BackupPage = textOf<BackupPage>(page, 'page');
    rows += read.rows.length;
    after = read.next;
    previous = page.mac;
    if (after === null) return { part, pages: number + 1, rows, last: previous };
  }
}

/**
 * `empreinte admin restore`: a backup into an empty registry whose operator has opened it for that; goes on
 * where one that was interrupted ended.
 *
 * @throws Failure
 */
export async function restoreCommand(
  path: string,
  options: CommonOptions,
  io: Io,
): Promise<number> {
  const folder = new BackupFolder(path);
  const vouchedManifest = folder.read('manifest.json');
  if (!vouchedManifest) {
    throw new Failure(`${safeText(path)} holds no whole backup: there is no manifest.json`);
  }
  const manifest = textOf<BackupManifest>(vouchedManifest, 'manifest');
  const pages = new Map(manifest.parts.map((one) => [one.part, one.pages]));
  const begun = (await ask('POST', 'v1/restore', options, io, vouchedManifest)) as RestoreAnswer;
  for (const { part, pages: taken } of begun.parts) {
    for (let number = taken; number < (pages.get(part) ?? 0); number++) {
      const page = folder.read(pageFile(part, number));
      if (!page) throw new Failure(`${safeText(path)}: ${pageFile(part, number)} is missing`);
      await ask('POST', 'v1/restore/pages', options, io, page);
    }
  }
  const { log } = (await ask('POST', 'v1/restore/end', options, io)) as RestoreAnswer;
  if (log?.root !== manifest.log.root) throw new Failure('the log has another root now');
  tell(manifest, path, options, io);
  return EXIT.ok;
}

function tell(
  { backup, at, parts, log }: BackupManifest,
  path: string,
  options: CommonOptions,
  io: Io,
): void {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const { size, root } = log;
  if (options.json) {
    io.stdout.write(
      `${safeJson({ backup, at, parts: parts.length, rows, log: { size, root } })}\n`,
    );
    return;
  }
  const lines = [
    ['backup', `${backup} of ${at}`],
    ['folder', `${path}: ${parts.length} parts, ${rows} rows and objects`],
    ['log', `${size} entries, root ${root}`],
  ];
  io.stdout.write(`${lines.map((line) => line.map(safeText).join('\t')).join('\n')}\n`);
}

function vouched(answer: unknown): Vouched {
  const { text, mac } = (answer ?? {}) as Partial<Vouched>;
  if (typeof text !== 'string' || typeof mac !== 'string') {
    throw new Failure('the answer is not that of a registry; see --server');
  }
  return { text, mac };
}

/** What the registry has written, whose mac it alone can verify. */
function textOf<T extends { readonly kind: string }>({ text }: Vouched, kind: T['kind']): T {
  try {
    const value = JSON.parse(text) as T;
    if (value.kind === kind) return value;
  } catch {
    // Told below.
  }
  throw new Failure(`not the ${kind} of a backup`);
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Failure && error.cause instanceof ApiError && error.cause.code === code;
}
