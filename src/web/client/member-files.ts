import { type Packed, sizeOf } from '../../client/packed-kind.ts';

/** Files that are members of a large archive: places in it, which their readers must know how to read. */
interface Place {
  readonly packed: Packed;
  readonly passing: boolean;
}

const PLACES = new WeakMap<File, Place>();

/** A file of a member; its bytes stay where they are. */
export function memberFile(name: string, blob: Blob, packed: Packed, passing: boolean): File {
  const file = new File(
    [blob],
    name.slice(1 + Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'))),
  );
  PLACES.set(file, { packed, passing });
  return file;
}

/** How the file stands in its archive; null for a file of its own. */
export const packedOf = (file: File): Packed | null => PLACES.get(file)?.packed ?? null;

/** Bytes of what is read. */
export const sizeIn = (file: File): number => sizeOf(file, packedOf(file));

/** Whether its bytes are in memory only until it was read. */
export const isPassing = (file: File): boolean => PLACES.get(file)?.passing === true;
