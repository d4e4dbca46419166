import { growing } from '../extract/growing.ts';
import { MIN_OPAQUE_HEAD, sniffOpaque } from '../extract/sniff.ts';
import { type Fingerprint, PROFILE } from '../fingerprint/profile.ts';
import { tlshStream } from '../fingerprint/tlsh-stream.ts';
import { digestsOf } from './stream-print.ts';

/** Smaller files are digested faster as a whole, with WebCrypto. */
export const OPAQUE_FROM = 16 * 1024 * 1024;

/**
 * Fingerprint of a large file that no reader opens, such as a picture, from its bytes as they come: the same
 * as `analyse` gives it.
 *
 * @param pieces of more than `OPAQUE_FROM` bytes; each need hold only until the next is asked for
 * @returns null for a file that is to be read, of which some pieces were taken
 */
export async function opaquePrint(pieces: AsyncGenerator<Uint8Array>): Promise<Fingerprint | null> {
  const head = growing();
  while (head.length < MIN_OPAQUE_HEAD) {
    const next = await pieces.next();
    if (next.done) return null;
    head.add(next.value);
  }
  const sniffed = sniffOpaque(head.bytes());
  const tlsh = sniffed && tlshStream();
  if (!tlsh) {
    await pieces.return(undefined);
    return null;
  }
  async function* all() {
    yield head.bytes();
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
