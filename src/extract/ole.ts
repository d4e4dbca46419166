/**
 * Compound files (MS-CFB): which program wrote one, by the names in its directory.
 *
 * Their text is not read. An encrypted Office package (MS-OFFCRYPTO) is such a file too.
 */
import type { Sniffed } from './sniff.ts';

const GENERIC = 'application/x-ole-storage';

/** Stream names by program; the first that occurs decides. */
const STREAMS: readonly (readonly [name: string, type: string])[] = [
  ['EncryptedPackage', GENERIC],
  ['WordDocument', 'application/msword'],
  ['Workbook', 'application/vnd.ms-excel'],
  ['Book', 'application/vnd.ms-excel'],
  ['PowerPoint Document', 'application/vnd.ms-powerpoint'],
  ['__properties_version1.0', 'application/vnd.ms-outlook'],
];

const FREE_OR_END = 0xfffffffa;
const ENTRY_BYTES = 128;

/** Tells the type of a compound file; whatever cannot be followed is the generic type. */
export function sniffCompound(bytes: Uint8Array): Sniffed {
  const names = directoryNames(bytes);
  const found = STREAMS.find(([name]) => names.has(name));
  if (found?.[0] === 'EncryptedPackage') {
    return { type: GENERIC, problem: 'encrypted', detail: 'The Office file has a password.' };
  }
  return {
    type: found?.[1] ?? GENERIC,
    problem: 'unreadable',
    detail: 'The text of this older format is not read.',
  };
}

function directoryNames(bytes: Uint8Array): Set<string> {
  const names = new Set<string>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const utf16 = new TextDecoder('utf-16le');
  try {
    const shift = view.getUint16(30, true);
    if (shift !== 9 && shift !== 12) return names;
    const sectorBytes = 2 ** shift;
    const sectors = Math.ceil(bytes.length / sectorBytes);
    let sector = view.getUint32(48, true);
    // A chain longer than the file has sectors is a loop.
    for (let n = 0; n < sectors && sector < FREE_OR_END; n++) {
      const start = (sector + 1) * sectorBytes;
      for (let at = start; at < start + sectorBytes; at += ENTRY_BYTES) {
        const length = view.getUint16(at + 64, true);
        if (length < 2 || length > 64) continue;
        names.add(utf16.decode(bytes.subarray(at, at + length - 2)));
      }
      sector = nextSector(view, sector, sectorBytes);
    }
  } catch {
    // RangeError of DataView: the file is cut off, what was found stands.
  }
  return names;
}

/** Follows the allocation table; the header lists the first 109 of its sectors. */
function nextSector(view: DataView, sector: number, sectorBytes: number): number {
  const perSector = sectorBytes / 4;
  const index = Math.floor(sector / perSector);
  if (index >= 109) return FREE_OR_END;
  const table = view.getUint32(76 + index * 4, true);
  return view.getUint32((table + 1) * sectorBytes + (sector % perSector) * 4, true);
}
