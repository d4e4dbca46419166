import { MIN_OPAQUE_HEAD, sniffOpaque } from '../extract/sniff.ts';
import { type Fingerprint, PROFILE } from '../fingerprint/profile.ts';
import { tlshStream } from '../fingerprint/tlsh-stream.ts';
import type { Packed } from './packed-kind.ts';
import { digestsOf } from './stream-print.ts';

const MiB = 1024 * 1024;

/** Smaller files are digested faster as a whole, with WebCrypto. */
const OPAQUE_FROM = 16 * MiB;
/** Members of archives as well, but after a larger one their reader would be replaced, which takes longer. */
const OPAQUE_MEMBER_FROM = 8 * MiB;

/** With the piece that completes it. */
const MAX_HEAD = MIN_OPAQUE_HEAD + 2 * MiB;
/** One for all: of one each 30 MB gather before they are collected. */
let room: Uint8Array | null = null;

/** Whether a file is large enough for `opaquePrint`, and may be such. */
export function mayBeOpaque(size: number, packed: Packed | null): boolean {
  return packed === null
    ? size > OPAQUE_FROM
    : size > OPAQUE_MEMBER_FROM && packed.kind !== 'quoted';
}

/**
 * Fingerprint of a large file that no reader opens, such as a picture, from its bytes as they come: the same
 * as `analyse` gives it.
 *
 * @param pieces of a file of which `mayBeOpaque` holds; each need hold only until the next is asked for
 * @returns null for a file that is to be read, of which some pieces were taken
 */
export async function opaquePrint(pieces: AsyncGenerator<Uint8Array>): Promise<Fingerprint | null> {
  room ??= new Uint8Array(MAX_HEAD);
  let length = 0;
  while (length < MIN_OPAQUE_HEAD) {
    const next = await pieces.next();
    if (next.done || length + next.value.length > MAX_HEAD) return null;
    room.set(next.value, length);
    length += next.value.length;
  }
  const head = room.subarray(0, length);
  const sniffed = sniffOpaque(head);
  const tlsh = sniffed && tlshStream();
  if (!tlsh) {
    await pieces.return(undefined);
    return null;
  }
  async function* all() {
    yield head;
    yield* pieces;
  }
  const { type, problem = null } = sniffed;
  const bytes = await digestsOf(all(), tlsh);
  return {
    profile: PROFILE,
    name: null,
    type,
    bytes,
    content: null,
    mail: null,
    parts: [],
    problem,
  };
}
