import type { Dirent } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import { safePath } from './escape.ts';
import { Failure } from './failure.ts';
import { giveBack } from './room.ts';
import type { Contents } from './source.ts';

/** A file to read, or why there is none to read at a place where one may be. */
export interface Target {
  /** As given or found, in bytes: file names need not be UTF-8. */
  readonly path: Buffer;
  /** Set for a folder whose files cannot be listed: reported, never passed over. */
  readonly fault?: string;
  /** Set for a member of an archive or mailbox, which has no path of its own. */
  readonly member?: {
    readonly container: Buffer;
    /** Place among the members. */
    readonly index: number;
    /** Null once they were read: its bytes are not kept until it is answered. */
    readonly contents: Contents | null;
  };
  /** A mailbox of which only the mails are meant. */
  readonly membersOnly?: boolean;
}

/** Bytes that a target brings along. */
export function memberSize({ member }: Target): number {
  return member?.contents?.kind === 'read' ? member.contents.bytes.length : 0;
}

/**
 * What was read need not be in memory until it is answered.
 *
 * @param done nobody else will read its bytes
 */
export function withoutContents(target: Target, done: boolean): Target {
  const { member } = target;
  if (!member) return target;
  if (member.contents?.kind === 'coming') member.contents.leave();
  if (done && member.contents?.kind === 'read') giveBack(member.contents.bytes);
  return { ...target, member: { ...member, contents: null } };
}

const SLASH = Buffer.from('/');
const DASH = Buffer.from('-');

/** Whether a path means standard input. */
export function isStdin(path: Uint8Array): boolean {
  return DASH.equals(path);
}

/**
 * Files under the given paths: folders in byte order of their names, all depths, hidden
 * files too. Links named by the caller are followed; links inside folders are not, since a
 * dump may point them anywhere. Those and special files are told to `skipped`.
 *
 * @throws Failure when a named path does not exist, or no file is found at all
 */
export async function walk(
  paths: readonly Buffer[],
  skipped: (message: string) => void,
): Promise<Target[]> {
  const targets: Target[] = [];
  for (const path of paths) {
    if (isStdin(path)) {
      if (targets.some((one) => isStdin(one.path))) throw new Failure('- is given twice');
      targets.push({ path });
      continue;
    }
    const found = await stat(path).catch((error: NodeJS.ErrnoException) => error);
    if (found instanceof Error) {
      if (found.code === 'ENOENT' || found.code === 'ENOTDIR') {
        throw new Failure(`no such file or folder: ${safePath(path)}`);
      }
      targets.push({ path, fault: faultOf(found) });
    } else if (found.isDirectory()) {
      await walkFolder(trimSlashes(path), targets, skipped);
    } else if (found.isFile()) {
      targets.push({ path });
    } else {
      throw new Failure(`neither a file nor a folder: ${safePath(path)}`);
    }
  }
  if (targets.length === 0) {
    throw new Failure(`no file found in ${paths.map(safePath).join(', ')}`);
  }
  return targets;
}

async function walkFolder(
  folder: Buffer,
  targets: Target[],
  skipped: (message: string) => void,
): Promise<void> {
  let entries: Dirent<Buffer>[];
  try {
    entries = await readdir(folder, { encoding: 'buffer', withFileTypes: true });
  } catch (error) {
    targets.push({ path: folder, fault: faultOf(error) });
    return;
  }
  entries.sort((a, b) => Buffer.compare(a.name, b.name));
  for (const entry of entries) {
    const path = Buffer.concat([
      folder,
      folder.equals(SLASH) ? Buffer.alloc(0) : SLASH,
      entry.name,
    ]);
    const kind = await kindOf(entry, path);
    if (kind === 'folder') await walkFolder(path, targets, skipped);
    else if (kind === 'file') targets.push({ path });
    else skipped(`skipped, ${kind}: ${safePath(path)}`);
  }
}

/** Some file systems do not tell kinds in listings; those are asked file by file. */
async function kindOf(entry: Dirent<Buffer>, path: Buffer): Promise<string> {
  const known = entry.isFile() || entry.isDirectory() || entry.isSymbolicLink() || isSpecial(entry);
  const stats = known ? entry : await lstat(path).catch(() => null);
  // Reading it will say what is wrong with it.
  if (stats === null || stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'folder';
  return stats.isSymbolicLink() ? 'a symbolic link' : 'not a regular file';
}

function isSpecial(entry: Dirent<Buffer>): boolean {
  return entry.isFIFO() || entry.isSocket() || entry.isBlockDevice() || entry.isCharacterDevice();
}

function trimSlashes(path: Buffer): Buffer {
  let end = path.length;
  while (end > 1 && path[end - 1] === 0x2f) end--;
  return path.subarray(0, end);
}

/** A system error in a few words, without the path, which stands beside it. */
export function faultOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'ENOENT') return 'gone since the folder was listed';
  if (code === 'EISDIR') return 'is a folder';
  return typeof code === 'string' ? `cannot be read (${code})` : 'cannot be read';
}
