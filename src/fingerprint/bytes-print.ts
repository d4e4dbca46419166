import { sha256 } from './digest.ts';
import type { PrintMemory } from './print-memory.ts';
import type { BytesPrint } from './profile.ts';
import { ssdeepDigest } from './ssdeep.ts';
import { tlshDigest } from './tlsh.ts';

/** Of about 300 bytes each; the attachments of a mailbox stand among its mails. */
const MAX_REMEMBERED = 20_000;

/** Fewer bytes take no longer to digest than to tell others of. */
const TAUGHT_FROM = 64 * 1024;

/** Digests of the bytes of a file or part. */
export async function bytesOf(bytes: Uint8Array, memory: PrintMemory): Promise<BytesPrint> {
  const digest = await sha256(bytes);
  const known = memory.bytes;
  let print = known.get(digest);
  if (print === undefined) {
    const { length: size } = bytes;
    const tlsh = memory.asks ? null : tlshDigest(bytes);
    print = { size, sha256: digest, ssdeep: ssdeepDigest(bytes), tlsh };
    if (size >= TAUGHT_FROM) memory.teach(print);
  }
  known.delete(digest);
  known.set(digest, print);
  while (known.size > MAX_REMEMBERED) known.delete(known.keys().next().value ?? '');
  return print;
}
