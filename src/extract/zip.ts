/**
 * Zip (PKWARE APPNOTE 6.3.10): the central directory, checked against the local headers.
 *
 * Programs differ in which of the two they believe, so a file may be made that two of them
 * unpack differently. Each disagreement is therefore listed as a fault: an archive reader
 * may live with one, a reader of Office packages must refuse.
 */
import type { Limits } from './limits.ts';
import { type Context, ExtractError } from './reader.ts';
import {
  AES_METHOD,
  CENTRAL_HEADER,
  ENCRYPTION_FLAGS,
  END,
  END_64,
  END_LENGTH,
  LOCAL_HEADER,
  LOCATOR_64,
  sizes64,
  UTF8_FLAG,
  type ZipEntry,
} from './zip-central.ts';
import { inflateMember } from './zip-inflate.ts';
import { memberName, unicodePath } from './zip-name.ts';

/** Its declared size is not believed: `inflateMember` refuses when the data are not that long. */
export interface ZipMember extends ZipEntry {
  readonly directory: boolean;
  /** Of the first compressed byte. */
  readonly dataOffset: number;
}

export interface ZipDirectory {
  /** In central directory order. */
  readonly members: readonly ZipMember[];
  /** English sentences on what makes the reading of the file ambiguous; empty when sound. */
  readonly faults: readonly string[];
}

/** The comment's length is a 16-bit field. */
const MAX_COMMENT = 0xffff;
const DESCRIPTOR_FLAG = 1 << 3;

/**
 * Lists the members.
 *
 * @throws ExtractError `unreadable` for what is no zip file, `over_limit` for too many members
 */
export function readZipDirectory(bytes: Uint8Array, limits: Limits): ZipDirectory {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return readDirectory(bytes, view, limits);
  } catch (error) {
    if (error instanceof ExtractError) throw error;
    // DataView throws RangeError for what points outside the file.
    throw new ExtractError('unreadable', 'The zip file is damaged.', { cause: error });
  }
}

function readDirectory(bytes: Uint8Array, view: DataView, limits: Limits): ZipDirectory {
  const faults: string[] = [];
  const end = findEnd(view, faults);
  if (end.count > limits.maxMembers) {
    throw new ExtractError(
      'over_limit',
      `The zip file has more than ${limits.maxMembers} members.`,
    );
  }
  const members: ZipMember[] = [];
  let at = end.offset;
  for (let i = 0; i < end.count; i++) {
    if (view.getUint32(at, true) !== CENTRAL_HEADER) {
      throw new ExtractError('unreadable', 'The central directory of the zip file is damaged.');
    }
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const commentLength = view.getUint16(at + 32, true);
    members.push(readMember(bytes, view, at, nameLength, extraLength, faults));
    at += 46 + nameLength + extraLength + commentLength;
  }
  if (at > end.at) {
    throw new ExtractError('unreadable', 'The central directory of the zip file is damaged.');
  }
  checkLayout(view, members, end.offset, faults);
  return { members, faults };
}

interface End {
  /** Offset of the end record, of the zip64 one if there is one. */
  readonly at: number;
  readonly count: number;
  /** Offset of the central directory. */
  readonly offset: number;
}

function findEnd(view: DataView, faults: string[]): End {
  const found: number[] = [];
  const lowest = Math.max(0, view.byteLength - END_LENGTH - MAX_COMMENT);
  for (let at = view.byteLength - END_LENGTH; at >= lowest; at--) {
    if (view.getUint32(at, true) === END) found.push(at);
  }
  const at = found[0];
  if (at === undefined) throw new ExtractError('unreadable', 'The zip file has no end record.');
  // An archive stored as the last member brings an end record of its own, which ends earlier.
  const reachesEnd = (record: number): boolean =>
    record + END_LENGTH + view.getUint16(record + 20, true) === view.byteLength;
  if (found.slice(1).some(reachesEnd)) faults.push('There is more than one end record.');
  if (view.getUint16(at + 4, true) !== 0 && view.getUint16(at + 4, true) !== 0xffff) {
    throw new ExtractError('unreadable', 'The zip file is one volume of several.');
  }
  const count = view.getUint16(at + 10, true);
  const size = view.getUint32(at + 12, true);
  const offset = view.getUint32(at + 16, true);
  if (at >= 20 && view.getUint32(at - 20, true) === LOCATOR_64) {
    const at64 = big(view, at - 12);
    if (view.getUint32(at64, true) !== END_64) {
      throw new ExtractError('unreadable', 'The zip64 end record is missing.');
    }
    const end64 = { at: at64, count: big(view, at64 + 32), offset: big(view, at64 + 48) };
    if (
      (count !== 0xffff && count !== end64.count) ||
      (offset !== 0xffffffff && offset !== end64.offset)
    ) {
      faults.push('The two end records disagree.');
    }
    return end64;
  }
  if (offset + size !== at) faults.push('The central directory is not where its size says.');
  return { at, count, offset };
}

function readMember(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  nameLength: number,
  extraLength: number,
  faults: string[],
): ZipMember {
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const rawName = slice(bytes, at + 46, nameLength);
  const extra = slice(bytes, at + 46 + nameLength, extraLength);
  const name = memberName(rawName, (flags & UTF8_FLAG) !== 0);
  const [size, compressedSize, headerOffset] = sizes64(extra, [
    view.getUint32(at + 24, true),
    view.getUint32(at + 20, true),
    view.getUint32(at + 42, true),
  ]);
  const checksum = view.getUint32(at + 16, true);
  if ((unicodePath(extra) ?? name) !== name) faults.push('A member has two names.');

  if (view.getUint32(headerOffset, true) !== LOCAL_HEADER) {
    throw new ExtractError('unreadable', 'A member of the zip file has no local header.');
  }
  const localFlags = view.getUint16(headerOffset + 6, true);
  const localNameLength = view.getUint16(headerOffset + 26, true);
  const localExtraLength = view.getUint16(headerOffset + 28, true);
  const localName = slice(bytes, headerOffset + 30, localNameLength);
  const dataOffset = headerOffset + 30 + localNameLength + localExtraLength;
  if (dataOffset + compressedSize > bytes.length) {
    throw new ExtractError('unreadable', 'The zip file is cut off.');
  }
  const [localSize, localCompressed] = sizes64(
    slice(bytes, headerOffset + 30 + localNameLength, localExtraLength),
    [view.getUint32(headerOffset + 22, true), view.getUint32(headerOffset + 18, true), 0],
  );
  const localChecksum = view.getUint32(headerOffset + 14, true);
  const deferred = (localFlags & DESCRIPTOR_FLAG) !== 0;
  const agrees = (local: number, central: number): boolean =>
    local === central || (deferred && local === 0);
  if (
    view.getUint16(headerOffset + 8, true) !== method ||
    ((localFlags ^ flags) & (ENCRYPTION_FLAGS | UTF8_FLAG)) !== 0 ||
    !agrees(localSize, size) ||
    !agrees(localCompressed, compressedSize) ||
    !agrees(localChecksum, checksum) ||
    localName.length !== rawName.length ||
    localName.some((byte, i) => byte !== rawName[i])
  ) {
    faults.push('A local header disagrees with the central directory.');
  }
  return {
    name,
    directory: /[/\\]$/.test(name),
    encrypted: (flags & ENCRYPTION_FLAGS) !== 0 || method === AES_METHOD,
    compressedSize,
    size,
    method,
    crc32: checksum,
    headerOffset,
    dataOffset,
  };
}

/** Members that share bytes, and local headers that no directory entry names. */
function checkLayout(
  view: DataView,
  members: readonly ZipMember[],
  directoryOffset: number,
  faults: string[],
): void {
  const inOrder = [...members].sort((a, b) => a.headerOffset - b.headerOffset);
  let covered = 0;
  const checkGap = (until: number): void => {
    if (until < covered) faults.push('Two members share bytes.');
    for (let at = covered; at + 4 <= until; at++) {
      if (view.getUint32(at, true) !== LOCAL_HEADER) continue;
      faults.push('A member is missing in the central directory.');
      return;
    }
  };
  for (const member of inOrder) {
    checkGap(member.headerOffset);
    covered = Math.max(covered, member.dataOffset + member.compressedSize);
  }
  checkGap(directoryOffset);
}

/**
 * Unpacks a zip that is one document, such as an Office package: every member, by name,
 * directories left out.
 *
 * @throws ExtractError `encrypted`, `over_limit`, or `unreadable`, the last also when two
 *   programs could unpack the file differently
 */
export async function unzip(bytes: Uint8Array, context: Context): Promise<Map<string, Uint8Array>> {
  const { members, faults } = readZipDirectory(bytes, context.limits);
  if (faults[0] !== undefined) throw new ExtractError('unreadable', faults[0]);
  const found = new Map<string, Uint8Array>();
  // OPC 6.2.2.3: names that differ by case only are one name; some programs take `\` for `/`.
  const seen = new Set<string>();
  for (const member of members) {
    const name = member.name.replaceAll('\\', '/').replace(/^\/+/, '');
    if (seen.has(name.toLowerCase())) {
      throw new ExtractError('unreadable', 'Two members of the zip file have the same name.');
    }
    seen.add(name.toLowerCase());
    const data = inflateMember(bytes, member, context);
    if (!member.directory) found.set(name, data);
    else if (data.length > 0) throw new ExtractError('unreadable', 'A folder holds data.');
  }
  return found;
}

function big(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

function slice(bytes: Uint8Array, at: number, length: number): Uint8Array {
  if (at + length > bytes.length) throw new RangeError('outside the file');
  return bytes.subarray(at, at + length);
}
