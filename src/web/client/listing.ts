import type { Analysis } from '../../client/analyse.ts';
import { type BlobContents, type BlobMember, blobMembers } from '../../client/blob-members.ts';
import { type PrintSent, sentOf } from '../print-shown.ts';
import { namesOf } from './part-names.ts';

/** A member as the page is told of it: none brings its bytes along. */
export interface ListedMember {
  readonly name: string;
  readonly contents:
    | Exclude<BlobContents, { kind: 'bytes' | 'print' }>
    | {
        readonly kind: 'print';
        readonly print: PrintSent;
        readonly partNames: Readonly<Record<string, string>>;
      };
}

/** Members of one archive, a few at a time, as the worker that lists it remembers them. */

/** Given at a time, in number, in bytes that are in memory, and in milliseconds of looking for them. */
const MAX_MEMBERS = 200;
const MAX_PASSING = 4 * 1024 * 1024;
const MAX_MS = 500;

interface Listing {
  /** Whose members they are. */
  readonly of: number;
  readonly members: AsyncGenerator<BlobMember> | null;
  given: number;
}

let listing: Listing = { of: -1, members: null, given: 0 };

/**
 * The next members of `file`.
 *
 * @param of a number of its own
 * @param from how many were given before; another worker than gave them finds them again
 * @param read reads one whose bytes are here now and not later
 */
export async function nextMembers(
  file: File,
  of: number,
  from: number,
  read: (bytes: Uint8Array, name: string) => Promise<Analysis>,
): Promise<{ members: ListedMember[]; done: boolean }> {
  if (from === 0 || listing.of !== of || listing.given !== from) {
    listing = { of, members: await blobMembers(file, file.name), given: 0 };
  }
  const members: ListedMember[] = [];
  const until = performance.now() + MAX_MS;
  for (let passing = 0; passing < MAX_PASSING && members.length < MAX_MEMBERS; ) {
    const next = await listing.members?.next();
    if (!next || next.done) return { members, done: true };
    if (listing.given++ < from) continue;
    const { name, contents } = next.value;
    if (contents.kind === 'bytes') {
      const { document, fingerprint } = await read(contents.bytes, name);
      const partNames = namesOf(document);
      members.push({ name, contents: { kind: 'print', print: sentOf(fingerprint), partNames } });
    } else if (contents.kind === 'print') {
      const { fingerprint, partNames } = contents;
      members.push({ name, contents: { kind: 'print', print: sentOf(fingerprint), partNames } });
    } else {
      if (contents.kind === 'passing') passing += contents.blob.size;
      members.push({ name, contents });
    }
    if (performance.now() > until) break;
  }
  return { members, done: false };
}
