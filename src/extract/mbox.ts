/**
 * Mailboxes (RFC 4155, `mboxrd`): every mail a part, in the order of the file.
 *
 * Writers put `>` before lines of a mail that begin with `From `. Of the two conventions
 * `mboxrd` quotes quoted lines once more and can be undone; `mboxo` cannot. Both are read as
 * `mboxrd`: one `>` is taken off. That is right for all mails of an `mboxrd` and, in an
 * `mboxo`, wrong only for a line that began with `>From ` in the mail itself, where nobody can
 * tell; the text of a mail is read without the mark however many it has, so that one copy equals
 * another (`quote-lead.ts`). Mailboxes that quote nothing and rely on Content-Length (`mboxcl2`) are split at the
 * same lines.
 */
import type { Document } from '../fingerprint/document.ts';
import { ExtractError, type Extracted, type Reader } from './reader.ts';
import { headerStart, MAIL, mailboxStarts } from './sniff-mail.ts';

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x3e;
const NOTHING: Uint8Array = new Uint8Array(0);

/** Reads a mailbox; see `Reader`. */
export const readMbox: Reader = async (bytes, context): Promise<Extracted> => {
  const { limits } = context;
  if (context.archiveDepth >= limits.maxArchiveDepth) {
    throw new ExtractError('over_limit', 'Archives are nested too deeply.');
  }
  const starts = mailboxStarts(bytes, limits.maxParts);
  if (starts.length > limits.maxParts) {
    throw new ExtractError('over_limit', `The mailbox has more than ${limits.maxParts} mails.`);
  }
  const parts: Document[] = [];
  for (const [i, start] of starts.entries()) {
    const stored = bytes.subarray(headerStart(bytes, start), starts[i + 1] ?? bytes.length);
    parts.push(mailOf(await context.nested(unquoteFrom(stored), null, 'archive')));
  }
  return { reading: null, mail: null, parts };
};

/** Mail programs show it as a mail, so encoded text in it would be missed. */
function mailOf(part: Document): Document {
  if (part.type === MAIL || part.problem !== null) return part;
  return { ...part, problem: 'unreadable', detail: 'A mail of the mailbox has no mail headers.' };
}

/**
 * A mail as it was before it was put into a mailbox: one `>` taken off quoted `From ` lines,
 * and the empty line at its end, which separates it from the next.
 */
export function unquoteFrom(stored: Uint8Array): Uint8Array {
  const mail = withoutEmptyLine(stored);
  let out = NOTHING;
  let length = 0;
  let copied = 0;
  for (let at = 0; at < mail.length; ) {
    if (isQuotedFrom(mail, at)) {
      if (copied === 0) out = new Uint8Array(mail.length);
      out.set(mail.subarray(copied, at), length);
      length += at - copied;
      copied = at + 1;
    }
    const lf = mail.indexOf(LF, at);
    at = lf < 0 ? mail.length : lf + 1;
  }
  if (copied === 0) return mail;
  out.set(mail.subarray(copied), length);
  return out.subarray(0, length + mail.length - copied);
}

function isQuotedFrom(bytes: Uint8Array, start: number): boolean {
  let at = start;
  while (bytes[at] === QUOTE) at++;
  if (at === start) return false;
  return [0x46, 0x72, 0x6f, 0x6d, 0x20].every((byte, i) => bytes[at + i] === byte);
}

function withoutEmptyLine(bytes: Uint8Array): Uint8Array {
  if (bytes.at(-1) !== LF) return bytes;
  const end = bytes.at(-2) === CR ? -2 : -1;
  return bytes.at(end - 1) === LF ? bytes.subarray(0, end) : bytes;
}
