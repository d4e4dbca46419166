/** Tells mails (RFC 5322) and mailboxes (RFC 4155) from other text. */
import { parseMailDate } from './eml-date.ts';
import { decodeHeaderLine, FIELD_START } from './eml-header.ts';
import type { Sniffed } from './sniff.ts';

export const MAIL = 'message/rfc822';

const NAMED = new Set(['from', 'to', 'date', 'subject']);
/** Fields that people do not type: one is needed, lest a note with a heading pass for a mail. */
const FORMAL = new Set(['message-id', 'mime-version', 'received', 'return-path']);

/** Header lines looked at; a mail has its named fields among them. */
const MAX_LINES = 2000;
const MAX_BYTES = 256 * 1024;

/** Null for what does not begin with the header block of a mail. */
export function sniffMail(bytes: Uint8Array): Sniffed | null {
  const start = mailStart(bytes);
  if (!looksLikeMail(bytes, start)) return null;
  if (start > 0 && isMailbox(bytes, start)) {
    return {
      type: 'application/mbox',
      problem: 'unreadable',
      detail: 'A mailbox of several mails is not read.',
    };
  }
  return { type: MAIL };
}

/** Offset of the first header line: after a byte order mark and a `From ` line of a mailbox. */
export function mailStart(bytes: Uint8Array): number {
  let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  if (startsWithFrom(bytes, start)) {
    const lf = bytes.indexOf(0x0a, start);
    start = lf < 0 ? bytes.length : lf + 1;
  }
  return start;
}

function startsWithFrom(bytes: Uint8Array, at: number): boolean {
  return [...'From '].every((c, i) => bytes[at + i] === c.charCodeAt(0));
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
    if (formal && found.size >= 2) return true;
  }
  return false;
}

/** A second `From ` line after a blank line, with a header line below it. */
function isMailbox(bytes: Uint8Array, start: number): boolean {
  for (let at = bytes.indexOf(0x0a, start); at >= 0; at = bytes.indexOf(0x0a, at + 1)) {
    if (!startsWithFrom(bytes, at + 1)) continue;
    const before = bytes[at - 1] === 0x0d ? at - 2 : at - 1;
    if (bytes[before] !== 0x0a) continue;
    const lf = bytes.indexOf(0x0a, at + 1);
    if (lf < 0) return false;
    const below = decodeHeaderLine(bytes.subarray(lf + 1, lf + 200));
    if (FIELD_START.test(below)) return true;
  }
  return false;
}
