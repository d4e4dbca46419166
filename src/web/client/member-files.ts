import { type Packed, sizeOf } from '../../client/packed-kind.ts';

/**
 * A member of a large archive, by its place in that. A blob for each costs 10 kB in the browser's process and
 * as much in the page's until it is collected, which of 20,000 were 300 MB together.
 */
export interface MemberPlace {
  readonly archive: File;
  /** Without folders. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly packed: Packed;
}

/** What a reader can be given to read. */
export type Readable = File | MemberPlace;

export const isPlace = (file: Readable): file is MemberPlace => 'archive' in file;

/** Members whose bytes are in memory only until they were read. */
const PASSING = new WeakMap<Readable, Packed>();

export function passingFile(name: string, blob: Blob, packed: Packed): File {
  const file = new File([blob], withoutFolders(name));
  PASSING.set(file, packed);
  return file;
}

export const isPassing = (file: Readable): boolean => PASSING.has(file);

/** The last part of a path, whichever system wrote it. */
export function withoutFolders(name: string): string {
  return name.slice(1 + Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')));
}

/** How the file stands in its archive; null for a file of its own. */
export function packedOf(file: Readable): Packed | null {
  return isPlace(file) ? file.packed : (PASSING.get(file) ?? null);
}

/** Bytes of what is read. */
export function sizeIn(file: Readable): number {
  const size = isPlace(file) ? file.end - file.start : file.size;
  return sizeOf({ size }, packedOf(file));
}
