/** Header fields of a mail that a reader sees (RFC 5322, 3.6); transport headers are not read. */
import { addressParser, decodeWords } from 'postal-mime';
import type { Address, MailFields } from '../fingerprint/document.ts';
import { parseMailDate } from './eml-date.ts';
import { field, type Header } from './eml-header.ts';

export type HeaderFields = Pick<
  MailFields,
  'messageId' | 'from' | 'to' | 'cc' | 'replyTo' | 'sender' | 'importance' | 'date' | 'subject'
>;

export function readFields(headers: readonly Header[]): HeaderFields {
  const id = field(headers, 'message-id')
    ?.replace(/^[^<]*<|>[^>]*$/g, '')
    .trim();
  const date = field(headers, 'date');
  const subject = field(headers, 'subject');
  return {
    messageId: id || null,
    from: addresses(headers, 'from'),
    to: addresses(headers, 'to'),
    cc: addresses(headers, 'cc'),
    replyTo: addresses(headers, 'reply-to'),
    sender: addresses(headers, 'sender'),
    importance: importanceOf(headers),
    // A date that is none is shown as it is written.
    date: date === null || date === '' ? null : (parseMailDate(date) ?? date),
    subject: subject === null || subject === '' ? null : decodeWords(subject),
  };
}

/** `Importance` (RFC 4021), and what older programs write for it: of two marks the stronger. */
function importanceOf(headers: readonly Header[]): 'high' | 'low' | null {
  const values = ['importance', 'priority', 'x-msmail-priority', 'x-priority']
    .flatMap((name) => headers.filter((header) => header.name === name))
    .map(({ value }) => value.trim().toLowerCase());
  if (values.some((value) => /^(?:high|urgent|[12]\b)/.test(value))) return 'high';
  return values.some((value) => /^(?:low|non-urgent|[45]\b)/.test(value)) ? 'low' : null;
}

/** What relays write where no recipient is left. */
const NOBODY =
  /^(?:(?:undisclosed|unlisted)[ -]recipients?|recipient list (?:not shown|suppressed))$/i;

/** Addresses of every header of this name: members of groups one by one, empty groups by their name. */
function addresses(headers: readonly Header[], name: string): Address[] {
  return headers
    .filter((header) => header.name === name)
    .flatMap(({ value }) => addressParser(value))
    .flatMap((one) => (one.group?.length ? one.group : [one]))
    .filter((one) => one.address || !NOBODY.test(one.name.trim()))
    .map((one) => ({ address: (one.address ?? '').trim().toLowerCase(), name: one.name.trim() }))
    .filter((one) => one.address !== '' || one.name !== '');
}

/** Fields that may stand once (RFC 5322, 3.6): of two, some readers show the one, some the other. */
const SINGLE = [
  'from',
  'date',
  'subject',
  'message-id',
  'content-type',
  'content-transfer-encoding',
] as const;

/** Name of a header that stands twice with different values, null when there is none. */
export function contradiction(headers: readonly Header[]): string | null {
  const twice = SINGLE.find(
    (name) => new Set(headers.filter((one) => one.name === name).map((one) => one.value)).size > 1,
  );
  return twice ?? null;
}
