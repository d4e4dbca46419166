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
  let rest: Uint8Array = new Uint8Array(0);
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

  for await (const piece of pieces(chunks)) {
    const bytes = joined(rest, piece);
    const safe = bytes.length - CONTEXT;
    const starts = mailboxStarts(bytes, Number.POSITIVE_INFINITY).filter((at) => at <= safe);
    // The first of them opens what is there; the last one's mail may go on in the next piece.
    for (const [i, start] of starts.slice(0, -1).entries()) {
      yield mail(bytes.subarray(start, starts[i + 1]));
    }
    rest = bytes.subarray(starts.at(-1) ?? 0);
    if (rest.length > LOCAL_LIMITS.maxMemberBytes) {
      oversized = true;
      // The next mail is looked for behind a line that opens a mailbox.
      rest = joined(OPENING, rest.subarray(rest.length - CONTEXT));
    }
  }
  const starts = mailboxStarts(rest, Number.POSITIVE_INFINITY);
  for (const [i, start] of starts.entries()) yield mail(rest.subarray(start, starts[i + 1]));
}

const OPENING = new TextEncoder().encode('From - 00:00\n');

async function* pieces(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    held.push(chunk);
    length += chunk.length;
    if (length < PIECE) continue;
    yield joined(...held);
    held = [];
    length = 0;
  }
  if (length > 0) yield joined(...held);
}

function joined(...pieces: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(pieces.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}
