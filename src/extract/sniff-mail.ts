/** Tells mails (RFC 5322) and mailboxes (RFC 4155) from other text. */
import { parseMailDate } from './eml-date.ts';
import { decodeHeaderLine, FIELD_START } from './eml-header.ts';
import type { Sniffed } from './sniff.ts';

export const MAIL = 'message/rfc822';
export const MBOX = 'application/mbox';

const LF = 0x0a;
const CR = 0x0d;

const NAMED = new Set(['from', 'to', 'date', 'subject']);
/** Fields that people do not type: one is needed, lest a note with a heading pass for a mail. */
const FORMAL = new Set(['message-id', 'mime-version', 'received', 'return-path']);

/**
 * Nor this, with a media type: a mail without a date is the same mail once a relay has put
 * `Received` above it.
 */
const MEDIA_TYPE = /^\s*[a-z]+\/[\w.+-]+\s*(?:;|$)/i;

/** Header lines looked at; a mail has its named fields among them. */
const MAX_LINES = 2000;
const MAX_BYTES = 256 * 1024;

/** What the MH programs write above a mail that was answered or passed on. */
const MH_NOTE = /^(?:Replied|Forwarded|Resent|Distributed):/i;
const MAX_NOTES = 50;

/** Every program that writes mailboxes puts the time into the `From ` line. */
const TIME_OF_DAY = /\b\d{1,2}:\d{2}\b/;

/** Null for what does not begin with the header block of a mail. */
export function sniffMail(bytes: Uint8Array): Sniffed | null {
  if (!looksLikeMail(bytes, mailStart(bytes))) return null;
  return { type: mailboxStarts(bytes, 1).length > 1 ? MBOX : MAIL };
}

/**
 * Offset of the first header line: after a byte order mark, what MH notes above a mailbox
 * line, and that line.
 */
export function mailStart(bytes: Uint8Array): number {
  const from = fromLine(bytes);
  return from === null ? afterMark(bytes) : headerStart(bytes, from);
}

/** Offset of the `From ` line that opens a mailbox; null when the file opens otherwise. */
export function fromLine(bytes: Uint8Array): number | null {
  let at = afterMark(bytes);
  for (let n = 0; n < MAX_NOTES; n++) {
    if (startsWith(bytes, at, 'From ')) return at;
    const line = decodeHeaderLine(bytes.subarray(at, Math.min(lineEnd(bytes, at), at + 100)));
    if (!MH_NOTE.test(line) && (n === 0 || !/^[ \t]+\S/.test(line))) return null;
    at = lineEnd(bytes, at);
  }
  return null;
}

/** Whether it begins with a `From ` line, or with notes above one, which may be of any length. */
export function mayOpenMailbox(bytes: Uint8Array): boolean {
  const at = afterMark(bytes);
  const line = decodeHeaderLine(bytes.subarray(at, at + 100));
  return startsWith(bytes, at, 'From ') || MH_NOTE.test(line);
}

/** Offset of the first header line of the mail below a `From ` line at `from`. */
export function headerStart(bytes: Uint8Array, from: number): number {
  let at = lineEnd(bytes, from);
  // Relays before SMTP added such lines.
  while (startsWith(bytes, at, '>From ')) at = lineEnd(bytes, at);
  return at;
}

/**
 * Offsets of the `From ` lines that open the mails of a mailbox; empty when the file does not
 * open with one.
 *
 * Such a line stands after an empty line, holds a time of day, and a header line follows it:
 * a text that only says "From here on" is not cut.
 *
 * @param more how many after the first are looked for
 * @param from where to look for those after the first
 */
export function mailboxStarts(bytes: Uint8Array, more: number, from = 0): number[] {
  const first = fromLine(bytes);
  const starts = first === null ? [] : [first];
  if (first === null) return starts;
  for (
    let at = bytes.indexOf(LF, Math.max(first, from));
    at >= 0 && starts.length <= more;
    at = bytes.indexOf(LF, at + 1)
  ) {
    if (!startsWith(bytes, at + 1, 'From ')) continue;
    if (bytes[bytes[at - 1] === CR ? at - 2 : at - 1] !== LF) continue;
    const line = decodeHeaderLine(
      bytes.subarray(at + 1, Math.min(lineEnd(bytes, at + 1), at + 300)),
    );
    const header = headerStart(bytes, at + 1);
    const below = decodeHeaderLine(bytes.subarray(header, header + 200));
    if (TIME_OF_DAY.test(line) && FIELD_START.test(below)) starts.push(at + 1);
  }
  return starts;
}

function afterMark(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

function lineEnd(bytes: Uint8Array, at: number): number {
  const lf = bytes.indexOf(LF, at);
  return lf < 0 ? bytes.length : lf + 1;
}

function startsWith(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (bytes[at + i] !== text.charCodeAt(i)) return false;
  }
  return true;
}

function looksLikeMail(bytes: Uint8Array, start: number): boolean {
  const found = new Set<string>();
  let formal = false;
  const last = Math.min(bytes.length, start + MAX_BYTES);
  let at = start;
  for (let n = 0; n < MAX_LINES && at < last; n++) {
    const lf = bytes.indexOf(0x0a, at);
    const end = lf < 0 ? bytes.length : lf;
    const line = decodeHeaderLine(bytes.subarray(at, Math.min(end, at + 1000))).trimEnd();
    at = end + 1;
    const folded = /^[ \t]/.test(line) && n > 0;
    if (line === '' || !(folded || FIELD_START.test(line))) break;
    if (folded) continue;
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trimEnd().toLowerCase();
    if (NAMED.has(name) || FORMAL.has(name)) found.add(name);
    formal ||= FORMAL.has(name);
    formal ||= name === 'date' && parseMailDate(line.slice(colon + 1)) !== null;
    formal ||= name === 'content-type' && MEDIA_TYPE.test(line.slice(colon + 1));
    if (formal && found.size >= 2) return true;
  }
  return false;
}
