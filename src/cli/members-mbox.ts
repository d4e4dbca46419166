import { LOCAL_LIMITS } from '../extract/limits.ts';
import { unquoteFrom } from '../extract/mbox.ts';
import { headerStart, mailboxStarts } from '../extract/sniff-mail.ts';
import type { Member } from './members.ts';
import { contentsFrom } from './source.ts';

/** A `From ` line with the header line below it: so near the end of a piece it may be cut. */
const CONTEXT = 64 * 1024;
/** Bytes looked through at a time. */
const PIECE = 1024 * 1024;

/**
 * Mails of a mailbox, named by their number from 1, cut and unquoted as `extract/mbox.ts` does it.
 * One over the limit for members is passed over and said to be so.
 */
export async function* mboxMembers(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Member> {
  /** Bytes from the mail on that is not yet whole; up to `looked` no further one begins. */
  let held: Uint8Array = new Uint8Array(2 * PIECE);
  let length = 0;
  let looked = 0;
  let number = 0;
  let oversized = false;
  const mail = (stored: Uint8Array): Member => {
    const name = `${++number}.eml`;
    if (oversized) {
      oversized = false;
      return { name, contents: { kind: 'fault', detail: 'larger than a member may be' } };
    }
    return { name, contents: contentsFrom(unquoteFrom(stored.subarray(headerStart(stored, 0)))) };
  };

  for await (const chunk of chunks) {
    held = withRoom(held, length, chunk.length);
    held.set(chunk, length);
    length += chunk.length;
    if (length - looked < PIECE + CONTEXT) continue;
    const safe = length - CONTEXT;
    const starts = startsIn(held.subarray(0, length), looked).filter((at) => at <= safe);
    // The first of them opens what is there; the last one's mail may go on in the next piece.
    for (const [i, start] of starts.slice(0, -1).entries()) {
      yield mail(held.slice(start, starts[i + 1]));
    }
    const open = starts.at(-1) ?? 0;
    held.copyWithin(0, open, length);
    length -= open;
    looked = safe - open;
    if (length > LOCAL_LIMITS.maxMemberBytes) {
      oversized = true;
      // The next mail is looked for behind a line that opens a mailbox.
      held = joined(OPENING, held.subarray(length - CONTEXT, length));
      length = held.length;
      looked = 0;
    }
  }
  const rest = held.subarray(0, length);
  const starts = startsIn(rest, looked);
  for (const [i, start] of starts.entries()) yield mail(rest.slice(start, starts[i + 1]));
}

function startsIn(bytes: Uint8Array, from: number): number[] {
  return mailboxStarts(bytes, Number.POSITIVE_INFINITY, from);
}

/** The same bytes in an array with room for `more`. */
function withRoom(bytes: Uint8Array, length: number, more: number): Uint8Array {
  if (length + more <= bytes.length) return bytes;
  const roomy = new Uint8Array(Math.max(2 * bytes.length, length + more));
  roomy.set(bytes.subarray(0, length));
  return roomy;
}

const OPENING = new TextEncoder().encode('From - 00:00\n');

function joined(...pieces: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(pieces.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}
