/** Mailboxes of any size, a mail at a time, cut as `mbox.ts` cuts those that fit. */
import { LOCAL_LIMITS } from './limits.ts';
import { headerStart, mailboxStarts } from './sniff-mail.ts';

/** A `From ` line with the header line below it: so near the end of a piece it may be cut. */
const CONTEXT = 64 * 1024;
/** Bytes looked through at a time. */
const PIECE = 1024 * 1024;

/** A mail with its `From ` line, as it stands in the mailbox. */
export interface StoredMail {
  /** Offset in the mailbox. */
  readonly at: number;
  /** Holds until the next one is asked for; null for one over the limit for members. */
  readonly bytes: Uint8Array | null;
}

/**
 * Mails in their order. One over the limit for members is passed over and said to be so.
 *
 * @param chunks need hold only until the next is asked for
 */
export async function* mboxMails(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<StoredMail> {
  /** Bytes from the mail on that is not yet whole; up to `looked` no further one begins. */
  let held: Uint8Array = new Uint8Array(2 * PIECE);
  let length = 0;
  let looked = 0;
  /** Offset of `held` in the mailbox. */
  let base = 0;
  let oversized = false;
  const mail = (start: number, end: number): StoredMail => {
    const bytes = oversized ? null : held.subarray(start, end);
    oversized = false;
    return { at: base + start, bytes };
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
      yield mail(start, starts[i + 1] as number);
    }
    const open = starts.at(-1) ?? 0;
    held.copyWithin(0, open, length);
    length -= open;
    base += open;
    looked = safe - open;
    if (length > LOCAL_LIMITS.maxMemberBytes) {
      oversized = true;
      // The next mail is looked for behind a line that opens a mailbox.
      base += length - CONTEXT - OPENING.length;
      held = joined(OPENING, held.subarray(length - CONTEXT, length));
      length = held.length;
      looked = 0;
    }
  }
  const starts = startsIn(held.subarray(0, length), looked);
  for (const [i, start] of starts.entries()) yield mail(start, starts[i + 1] ?? length);
}

/** Where a mail of a mailbox stands. */
export interface MailPlace {
  /** Offset of its first header line, below its `From ` line. */
  readonly start: number;
  readonly end: number;
}

/**
 * Places of the mails, cut at the same lines; no mail is in memory.
 *
 * @param chunks need hold only until the next is asked for
 */
export async function* mailPlaces(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<MailPlace> {
  let held: Uint8Array = new Uint8Array(3 * PIECE);
  let length = 0;
  /** Offset of `held` in the mailbox; up to `looked` in it nothing begins that was not told of. */
  let base = 0;
  let looked = 0;
  let open: number | null = null;
  function* until(end: number, isFirst: boolean): Generator<MailPlace> {
    const bytes = held.subarray(0, length);
    // The first start is that of the mailbox, or of the line that was put in front.
    const starts = startsIn(bytes, looked).slice(isFirst ? 0 : 1);
    for (const at of starts) {
      if (at > end) return;
      if (open !== null) yield { start: open, end: base + at };
      open = base + headerStart(bytes, at);
    }
  }
  let isFirst = true;
  for await (const chunk of chunks) {
    held = withRoom(held, length, chunk.length);
    held.set(chunk, length);
    length += chunk.length;
    if (length - looked < PIECE + CONTEXT) continue;
    const safe = length - CONTEXT;
    yield* until(safe, isFirst);
    isFirst = false;
    // An empty line may stand before what is looked at next.
    const from = safe - 4;
    base += from - OPENING.length;
    held.copyWithin(OPENING.length, from, length);
    held.set(OPENING);
    length += OPENING.length - from;
    looked = OPENING.length + 3;
  }
  yield* until(length, isFirst);
  if (open !== null) yield { start: open, end: base + length };
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
