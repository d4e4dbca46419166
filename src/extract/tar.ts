/**
 * Tar archives (ustar, pax, GNU): every regular file a part, in the order of their names.
 *
 * Nothing is decompressed: members are views of the file, do not overlap and need no budget
 * but that of parts. Links, devices and sparse files are parts that are `unreadable`, with
 * their header and data as bytes, so that none is left out unseen.
 */

import { crc32 } from '../fingerprint/crc32.ts';
import type { Document, Problem } from '../fingerprint/document.ts';
import type { Limits } from './limits.ts';
import { type Context, ExtractError, type Extracted, type Reader } from './reader.ts';
import { BLOCK, type TarHeader, tarHeader, text } from './tar-header.ts';
import { paxRecords } from './tar-pax.ts';

/** A long name, or a pax header: names are 4 KiB at most on any system. */
const MAX_HEADER_DATA = 64 * 1024;

/** Type flags that are no regular file, in words. */
const OTHER: Readonly<Partial<Record<string, string>>> = {
  1: 'A hard link',
  2: 'A symbolic link',
  3: 'A character device',
  4: 'A block device',
  6: 'A pipe',
  S: 'A sparse file',
  M: 'A part of a file on several volumes',
};

interface Member {
  readonly name: string;
  readonly data: Uint8Array;
  /** Why it is not read; null for what is. */
  readonly unread: { readonly problem: Problem; readonly detail: string } | null;
}

interface Listing {
  readonly members: Member[];
  /** What makes the archive as a whole doubtful; null when it is sound. */
  readonly fault: string | null;
}

/** Reads a tar archive; see `Reader`. Members before a damaged place stand. */
export const readTar: Reader = async (bytes, context): Promise<Extracted> => {
  if (context.archiveDepth >= context.limits.maxArchiveDepth) {
    throw new ExtractError('over_limit', 'Archives are nested too deeply.');
  }
  const { members, fault } = list(bytes, context);
  const parts: Document[] = [];
  // Sorted like the members of a zip: order says nothing, and two of one name both stay.
  const keyed = members.map((member) => ({ member, crc: crc32(member.data) }));
  keyed.sort((a, b) => compare(a.member.name, b.member.name) || a.crc - b.crc);
  for (const { member } of keyed) {
    parts.push(
      member.unread === null
        ? await context.nested(member.data, member.name, 'archive')
        : unreadPart(member, member.unread, context),
    );
  }
  const found = { reading: null, mail: null, parts };
  return fault === null ? found : { ...found, problem: 'unreadable', detail: fault };
};

/** By UTF-16 code units, which no locale changes. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** What extended headers say of the member behind them. */
interface Extended {
  name: string | null;
  size: number | null;
  sparse: boolean;
}

function list(bytes: Uint8Array, { limits }: Context): Listing {
  const members: Member[] = [];
  let next: Extended = { name: null, size: null, sparse: false };
  let fault: string | null = null;
  let at = 0;
  for (let n = 0; ; n++) {
    // Extended headers are counted too: an archive of nothing else would go on as long.
    if (members.length > limits.maxMembers || n > 3 * limits.maxMembers) {
      throw new ExtractError('over_limit', `The tar has more than ${limits.maxMembers} members.`);
    }
    const headerAt = at;
    const block = bytes.subarray(at, at + BLOCK);
    if (block.length < BLOCK) return { members, fault: 'The end of the tar is missing.' };
    if (isZero(block)) return { members, fault: fault ?? faultOfEnd(bytes, at) };
    const header = tarHeader(block);
    if (header === null) {
      return { members, fault: 'A header of the tar has the wrong checksum.' };
    }
    const size = carriesData(header.type) ? (next.size ?? header.size) : 0;
    const start = header.type === 'S' ? behindSparseMap(bytes, at) : at + BLOCK;
    if (size === null || size > bytes.length - start) {
      return { members, fault: 'A member of the tar is longer than the file.' };
    }
    const data = bytes.subarray(start, start + size);
    at = start + Math.ceil(size / BLOCK) * BLOCK;
    if ('xXgLK'.includes(header.type)) {
      fault ??= extend(next, header.type, data);
      continue;
    }
    // Programs differ on whether the data of a hard link follow it.
    if (header.type === '1' && header.size !== 0) fault ??= 'A hard link of the tar has data.';
    const whole = bytes.subarray(headerAt, at);
    const member = memberOf(header, next, data, whole, limits);
    next = { name: null, size: null, sparse: false };
    if (member !== null && !isClutter(member)) members.push(member);
  }
}

/** Null for folders. */
function memberOf(
  header: TarHeader,
  { name: longName, sparse }: Extended,
  data: Uint8Array,
  whole: Uint8Array,
  limits: Limits,
): Member | null {
  const { type } = header;
  const name = (longName ?? header.name).replace(/^(?:\.\/)+/, '');
  if ('5DV'.includes(type)) return null;
  // Archives older than ustar tell a folder by its name.
  if (name.endsWith('/') && data.length === 0) return null;
  const kind = sparse ? OTHER.S : OTHER[type];
  if (kind !== undefined) {
    return { name, data: whole, unread: { problem: 'unreadable', detail: `${kind} is not read.` } };
  }
  if (data.length > limits.maxMemberBytes) {
    const detail = 'A member of the tar is larger than the limit.';
    return { name, data, unread: { problem: 'over_limit', detail } };
  }
  return { name, data, unread: null };
}

/** A GNU sparse file of many pieces has blocks with their list, which its size does not count. */
function behindSparseMap(bytes: Uint8Array, header: number): number {
  let at = header + BLOCK;
  let more = bytes[header + 482] ?? 0;
  while (more !== 0 && at < bytes.length) {
    more = bytes[at + 504] ?? 0;
    at += BLOCK;
  }
  return at;
}

/** Links and devices have none, whatever their size field says (POSIX.1). */
function carriesData(type: string): boolean {
  return !'123456'.includes(type);
}

/** Takes in an extended header; returns what is wrong with it, or null. */
function extend(next: Extended, type: string, data: Uint8Array): string | null {
  if (data.length > MAX_HEADER_DATA) {
    throw new ExtractError('over_limit', 'A header of the tar is larger than the limit.');
  }
  if (type === 'K') return null;
  if (type === 'L') {
    const twice = next.name !== null;
    next.name = text(data, 0, data.length);
    return twice ? 'A member of the tar has two names.' : null;
  }
  const records = paxRecords(data);
  if (records === null) return 'An extended header of the tar is damaged.';
  const path = records.get('path');
  const size = records.get('size');
  if (type === 'g') {
    // What programs do with a name or size for all members differs.
    return path === undefined && size === undefined
      ? null
      : 'A header of the tar renames all members.';
  }
  if (path !== undefined) {
    if (next.name !== null) return 'A member of the tar has two names.';
    next.name = path;
  }
  if (size !== undefined) {
    if (next.size !== null || !/^\d{1,15}$/.test(size)) {
      return 'An extended header of the tar is damaged.';
    }
    next.size = Number(size);
  }
  next.sparse ||= [...records.keys()].some((key) => key.startsWith('GNU.sparse.'));
  return null;
}

/** Two empty blocks end an archive; behind them is only padding. */
function faultOfEnd(bytes: Uint8Array, at: number): string | null {
  if (bytes.length < at + 2 * BLOCK) return 'The end of the tar is missing.';
  // Some programs go on behind the end, others do not.
  return isZero(bytes.subarray(at)) ? null : 'There is more behind the end of the tar.';
}

function isZero(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte !== 0) return false;
  return true;
}

/** What macOS adds for itself: `.DS_Store`, and AppleDouble files (RFC 1740) by their magic. */
function isClutter({ name, data }: Member): boolean {
  if (/(?:^|\/)\.DS_Store$/.test(name)) return true;
  const double = data[0] === 0 && data[1] === 5 && data[2] === 0x16 && data[3] === 7;
  return double && /(?:^|\/)\._[^/]*$/.test(name);
}

function unreadPart(
  { name, data }: Member,
  { problem, detail }: { problem: Problem; detail: string },
  { budget, limits }: Context,
): Document {
  if (++budget.parts > limits.maxParts) {
    throw new ExtractError('over_limit', `The file has more than ${limits.maxParts} parts.`);
  }
  const type = 'application/octet-stream';
  return { name, type, bytes: data, reading: null, mail: null, parts: [], problem, detail };
}
