/** Compound files (MS-CFB): which program wrote one, by the names in its directory. */
import { readCompound, type Storage } from './cfb.ts';
import { isLocked } from './ole-legacy.ts';
import type { Sniffed } from './sniff.ts';

export const OUTLOOK = 'application/vnd.ms-outlook';

const GENERIC = 'application/x-ole-storage';

/** Streams of the root storage by program; the first that occurs decides. */
const STREAMS: readonly (readonly [name: string, type: string])[] = [
  ['EncryptedPackage', GENERIC],
  ['__properties_version1.0', OUTLOOK],
  ['WordDocument', 'application/msword'],
  ['Workbook', 'application/vnd.ms-excel'],
  ['Book', 'application/vnd.ms-excel'],
  ['PowerPoint Document', 'application/vnd.ms-powerpoint'],
  ['VisioDocument', 'application/vnd.visio'],
];

/**
 * Tells the type of a compound file. The root storage decides, not what is embedded in it;
 * a file whose directory cannot be followed is of the generic type.
 */
export function sniffCompound(bytes: Uint8Array): Sniffed {
  let root: Storage;
  try {
    root = readCompound(bytes);
  } catch {
    return { type: GENERIC, problem: 'unreadable', detail: 'The compound file is damaged.' };
  }
  const found = STREAMS.find(([name]) => root.streams.has(name.toUpperCase()));
  const type = found?.[1] ?? GENERIC;
  if (type === OUTLOOK) return { type };
  // An Office package with a password (MS-OFFCRYPTO) stands in a compound file.
  if (found?.[0] === 'EncryptedPackage' || isLocked(root)) {
    return { type, problem: 'encrypted', detail: 'The Office file has a password.' };
  }
  const detail = 'The text of this older format is not read.';
  return { type, problem: 'unreadable', detail };
}
