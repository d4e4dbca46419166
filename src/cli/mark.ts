import { createHash } from 'node:crypto';
import { type BigIntStats, statSync } from 'node:fs';
import type { Contents } from './source.ts';
import { isStdin, type Target } from './walk.ts';

/** What tells a file from others and from itself after a change, without reading it. */
export interface Mark {
  /** SHA-256 over path bytes, device, inode, size, and both times in nanoseconds. */
  readonly key: string;
  readonly size: number;
}

/**
 * Mark of a file; null for standard input and for what is no file or cannot be looked at.
 * The time of change (ctime) counts as well as that of modification, which a tool can set back.
 */
export async function markOf(target: Target): Promise<Mark | null> {
  if (target.fault || isStdin(target.path)) return null;
  const { member } = target;
  const stats = statOf(member?.container ?? target.path);
  if (!stats?.isFile()) return null;
  const { dev, ino, size, mtimeNs, ctimeNs } = stats;
  const key = createHash('sha256')
    .update(`${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs}\0`)
    .update(target.path)
    .update(member ? `\0${member.index}` : '')
    .digest('hex');
  const { contents } = member ?? {};
  return { key, size: contents ? lengthOf(contents) : Number(size) };
}

function lengthOf(contents: Contents): number {
  if (contents.kind === 'coming') return contents.length;
  return contents.kind === 'read' ? contents.bytes.length : 0;
}

/** At once: a turn through the pool of threads takes ten times as long as the call. */
function statOf(path: Buffer): BigIntStats | null {
  try {
    return statSync(path, { bigint: true });
  } catch {
    return null;
  }
}
