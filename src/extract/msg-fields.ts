/**
 * Header fields of an Outlook message (MS-OXMSG, MS-OXOMSG).
 *
 * A received message has them twice: as properties, which Outlook shows, and as the
 * transport headers it came with, which an export as mail has too. The headers count, so that
 * the same message in both formats has the same fields; where the properties say something
 * else the message is doubtful, since nobody can tell which a reader saw.
 */

import type { Address } from '../fingerprint/document.ts';
import { nfc } from '../fingerprint/nfc.ts';
import { contradiction, type HeaderFields, readFields } from './eml-fields.ts';
import { type Header, parseHeaders } from './eml-header.ts';
import { P, PROPERTIES_HEAD, Properties } from './msg-properties.ts';
import { ExtractError } from './reader.ts';

export interface MsgFields {
  readonly fields: HeaderFields;
  /** What makes them doubtful; null when nothing does. */
  readonly fault: string | null;
}

/** As for mails: more is an attack. */
const MAX_HEADER_LENGTH = 2 * 1024 * 1024;

const RECIPIENT = /^__RECIP_VERSION1\.0_#[0-9A-F]{8}$/;
/** Values of `recipientType` (MS-OXOMSG 2.2.3.1.2); a blind copy is 3. */
const TO = 1;
const CC = 2;

/** MS-OXCMSG 2.2.1.11. */
const IMPORTANCE = ['low', null, 'high'] as const;

/** Flag of `messageFlags` (MS-OXCMSG 2.2.1.6). */
const UNSENT = 8;

/** No address of an Exchange directory, which begins `/O=`, holds none. */
const INTERNET = /^[^\s/@]\S*@[^\s@]+$/;

/** Exchange and Outlook both round to seconds. */
const TIME_SLACK_MS = 1000;

/** Reads the fields of a message. */
export function readMsgFields(message: Properties): MsgFields {
  const headers = transportHeaders(message.text(P.transportHeaders) ?? '');
  const shown = shownFields(message);
  if (headers.length === 0) {
    return {
      fields: shown.fields,
      fault: shown.resolved
        ? null
        : 'An address of the Outlook message is not an Internet address.',
    };
  }
  const sent = readFields(headers);
  const twice = contradiction(headers);
  const other = twice === null ? disagreement(sent, shown.fields) : null;
  const fields: HeaderFields = {
    messageId: sent.messageId ?? shown.fields.messageId,
    from: sent.from.length > 0 ? sent.from : shown.fields.from,
    to: sent.to.length > 0 ? sent.to : shown.fields.to,
    cc: sent.cc.length > 0 ? sent.cc : shown.fields.cc,
    replyTo: sent.replyTo,
    importance: sent.importance ?? shown.fields.importance,
    sender: sent.sender.length > 0 ? sent.sender : shown.fields.sender,
    date: sent.date ?? shown.fields.date,
    subject: sent.subject ?? shown.fields.subject,
  };
  const fault =
    twice !== null
      ? `The mail has two different ${twice} headers.`
      : other && `The Outlook message shows another ${other} than its transport headers.`;
  return { fields: sameNames(sent, shown.fields) ? fields : withoutNames(fields), fault };
}

function transportHeaders(text: string): Header[] {
  if (text.length > MAX_HEADER_LENGTH) {
    throw new ExtractError('over_limit', 'The headers of the mail exceed 2 MiB.');
  }
  const lines = text.replace(/^\s+/, '').split(/\r?\n/);
  const end = lines.indexOf('');
  return parseHeaders(end < 0 ? lines : lines.slice(0, end)).filter(({ name }) => name !== '');
}

interface Shown {
  readonly fields: HeaderFields;
  /** Every address is one of the Internet. */
  readonly resolved: boolean;
}

function shownFields(message: Properties): Shown {
  // A draft has its author in the store, and shows no sender.
  const draft = ((message.integer(P.messageFlags) ?? 0) & UNSENT) !== 0;
  const from = draft ? null : senderOf(message);
  const onBehalf = draft ? null : actualSender(message);
  const recipients = [...message.storage.storages]
    .filter(([name]) => RECIPIENT.test(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, storage]) => new Properties(storage, PROPERTIES_HEAD.other, message.codePage));
  const ofType = (type: number) =>
    recipients
      .filter((one) => ((one.integer(P.recipientType) ?? 0) & 0xf) === type)
      .map((one) => addressOf(one, P.displayName, P.smtpAddress, P.address))
      .filter((one) => one !== null);
  const [to, cc] = [ofType(TO), ofType(CC)];
  const all = [...to, ...cc, ...(from ? [from] : [])];
  const id = message
    .text(P.messageId)
    ?.replace(/^[^<]*<|>[^>]*$/g, '')
    .trim();
  // Old stores mark the length of a prefix with two characters before the subject.
  const marked = message.text(P.subject) ?? '';
  const subject = marked.startsWith('\u0001') ? marked.slice(2) : marked;
  return {
    resolved: all.every((one) => one.address !== ''),
    fields: {
      messageId: id || null,
      from: from ? [from].filter(hasAddress) : [],
      to: to.every(hasAddress) ? to : [],
      cc: cc.every(hasAddress) ? cc : [],
      replyTo: [],
      importance: IMPORTANCE[message.integer(P.importance) ?? 1] ?? null,
      sender: onBehalf && hasAddress(onBehalf) ? [onBehalf] : [],
      date: message.time(P.submitTime),
      subject: subject === '' ? null : subject,
    },
  };
}

function senderOf(message: Properties): Address | null {
  return (
    addressOf(message, P.representingName, P.representingSmtp, P.representingAddress) ??
    actualSender(message)
  );
}

function actualSender(message: Properties): Address | null {
  return addressOf(message, P.senderName, P.senderSmtp, P.senderAddress);
}

function hasAddress(one: Address): boolean {
  return one.address !== '';
}

/** Null for nobody; an address without `@` belongs to an Exchange directory and is dropped. */
function addressOf(
  properties: Properties,
  nameId: number,
  smtpId: number,
  addressId: number,
): Address | null {
  const shown = (properties.text(nameId) ?? '').trim();
  // Outlook shows an address without a name as one, often in single quotes.
  const bare = shown.replace(/^'(.*)'$/s, '$1');
  const known = [smtpId, addressId].map((id) => (properties.text(id) ?? '').trim());
  if (bare === '' && known.every((one) => one === '')) return null;
  const address = [...known, bare].find((one) => INTERNET.test(one))?.toLowerCase() ?? '';
  return { address, name: bare.toLowerCase() === address ? '' : bare };
}

/** Name of a field in which the two contradict each other, null when there is none. */
function disagreement(sent: HeaderFields, shown: HeaderFields): string | null {
  const text = (value: string) => nfc(value).replace(/\s+/g, ' ').trim();
  if (sent.subject !== null && shown.subject !== null) {
    if (text(sent.subject) !== text(shown.subject)) return 'subject';
  }
  if (sent.messageId !== null && shown.messageId !== null && sent.messageId !== shown.messageId) {
    return 'Message-ID';
  }
  if (sent.date !== null && shown.date !== null) {
    if (Math.abs(Date.parse(sent.date) - Date.parse(shown.date)) > TIME_SLACK_MS) return 'date';
  }
  for (const field of ['from', 'to', 'cc'] as const) {
    const [a, b] = [sent[field], shown[field]].map(
      (list) => new Set(list.map((one) => one.address).filter((one) => one !== '')),
    ) as [Set<string>, Set<string>];
    if (a.size === 0 || b.size === 0) continue;
    if (a.size !== b.size || [...a].some((one) => !b.has(one))) return field;
  }
  const names = (list: readonly Address[]) => list.map((one) => text(one.name)).join('\n');
  if (sent.from.length > 0 && shown.from.length > 0 && names(shown.from) !== '') {
    if (names(sent.from) !== names(shown.from)) return 'sender';
  }
  return null;
}

/** Exchange shows recipients by the names of its own directory: those are left unverified. */
function sameNames(sent: HeaderFields, shown: HeaderFields): boolean {
  const known = new Map<string, string>();
  for (const one of [...sent.to, ...sent.cc]) known.set(one.address, one.name);
  return [...shown.to, ...shown.cc].every(
    (one) => one.name === '' || known.get(one.address) === one.name,
  );
}

function withoutNames(fields: HeaderFields): HeaderFields {
  const bare = (list: readonly Address[]) => list.map((one) => ({ ...one, name: '' }));
  return { ...fields, from: bare(fields.from), to: bare(fields.to), cc: bare(fields.cc) };
}
