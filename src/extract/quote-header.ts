/** Header blocks above a quoted message, as Outlook, Thunderbird, Gmail and Apple Mail have them. */

import type { Address, Line } from '../fingerprint/document.ts';
import { nfc } from '../fingerprint/nfc.ts';
import { parseMailDate } from './eml-date.ts';

const FROM = /^[*\s]*(?:De|From)\s*:/i;
const SENT = /^[*\s]*(?:Envoyé|Sent|Date)(?:\s+le)?\s*:/i;
const TO_OR_SUBJECT = /^[*\s]*(?:À|A|To|Objet|Subject)\s*:/i;

/** What is stated of a quoted message by whoever quotes it. */
export interface Stated {
  readonly from: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  /** UTC instant; only where seconds and zone are stated, so that it can be compared. */
  readonly date: string | null;
  readonly subject: string | null;
}

type Field = keyof Stated | 'other';

const LABELS: ReadonlyMap<string, Field> = new Map([
  ...labels('from', 'from', 'de', 'expéditeur'),
  ...labels('to', 'to', 'à', 'a', 'pour', 'destinataire', 'destinataires'),
  ...labels('cc', 'cc', 'copie', 'copie à'),
  ...labels('date', 'date', 'sent', 'envoyé', 'envoyé le'),
  ...labels('subject', 'subject', 'objet', 'sujet'),
  ...labels('other', 'reply-to', 'répondre à', 'bcc', 'cci', 'importance', 'priority', 'priorité'),
  ...labels('other', 'attachments', 'pièces jointes', 'message-id', 'organization', 'x-mailer'),
]);

function labels(field: Field, ...names: string[]): [string, Field][] {
  return names.map((name) => [name, field]);
}

const LABELLED = /^[*\s]*([\p{L}-]{1,14}(?: (?:à|le|jointes))?)\s*:\s*\**\s*(.*?)\**$/u;
const MAX_LINE = 2000;
/** Lines of a block, the empty ones with it. */
const MAX_BLOCK = 400;
/** Lines over which one field may be wrapped: a long list of recipients. */
const MAX_FOLDED = 30;

/** `De : … / Envoyé : … / À : …`, as Outlook writes it above the thread. */
export function isHeaderBlock(texts: readonly string[], start: number): boolean {
  if (!FROM.test(texts[start] ?? '')) return false;
  const second = withText(texts, start + 1);
  const third = withText(texts, second + 1);
  return (
    second - start <= 2 &&
    SENT.test(texts[second] ?? '') &&
    third - second <= 2 &&
    TO_OR_SUBJECT.test(texts[third] ?? '')
  );
}

function withText(texts: readonly string[], start: number): number {
  let i = start;
  while (i < texts.length && texts[i]?.trim() === '') i++;
  return i;
}

/**
 * Reads the header block at the top of a quoted message.
 *
 * @returns what it states, and the lines below it; all lines where there is no such block
 */
export function readStated(lines: readonly Line[]): { stated: Stated; rest: readonly Line[] } {
  const texts = lines.slice(0, MAX_BLOCK).map(({ text }) => nfc(text).trim());
  const found = new Map<Field, string>();
  let at = withText(texts, 0);
  let end = 0;
  while (at < texts.length) {
    const one = labelled(texts[at] ?? '');
    if (one === null || (one.field !== 'other' && found.has(one.field))) break;
    let value = one.value;
    let next = at + 1;
    // A table has label and value in two cells.
    if (value === '' && lines[next]?.cell) value = texts[next++] ?? '';
    const last = foldedEnd(texts, next);
    while (next < last) value += ` ${texts[next++] ?? ''}`;
    found.set(one.field, value.trim());
    end = next;
    at = withText(texts, next);
    // A line of its own between the lines of a block is the work of some converters.
    if (at - next > 1) break;
  }
  const block = found.size >= 2 && (found.has('from') || found.has('subject'));
  return block
    ? { stated: statedBy(found), rest: lines.slice(end) }
    : { stated: statedBy(new Map()), rest: lines };
}

/** A field goes on over lines without a label if a labelled line follows right below them. */
function foldedEnd(texts: readonly string[], start: number): number {
  for (let i = start; i < Math.min(texts.length, start + MAX_FOLDED); i++) {
    const text = texts[i] ?? '';
    if (text === '') return start;
    if (labelled(text) !== null) return i;
  }
  return start;
}

function labelled(text: string): { field: Field; value: string } | null {
  if (text.length > MAX_LINE) return null;
  const [, name = '', value = ''] = LABELLED.exec(text) ?? [];
  const field = LABELS.get(name.toLowerCase());
  return field === undefined ? null : { field, value };
}

function statedBy(found: ReadonlyMap<Field, string>): Stated {
  return {
    from: addressesIn(found.get('from') ?? ''),
    to: addressesIn(found.get('to') ?? ''),
    cc: addressesIn(found.get('cc') ?? ''),
    date: dateIn(found.get('date') ?? ''),
    subject: found.get('subject') || null,
  };
}

/** What an attribution line states: the address in it, if there is one. */
export function attributed(lead: string): Stated {
  const found = lead.match(ADDRESS) ?? [];
  const from = found.length === 1 ? addressesIn(found[0]) : [];
  return { ...statedBy(new Map()), from };
}

const ADDRESS = /[^\s<>[\]():;,"'@]{1,100}@[^\s<>[\]():;,"'@]{1,200}/g;

/** Every address; none at all where somebody is named without one, or the list is cut. */
function addressesIn(value: string): Address[] {
  const addresses: Address[] = [];
  const separator = value.includes(';') ? ';' : ',';
  for (const entry of value.replace(/"[^"]*"/g, '').split(separator)) {
    const found = entry.match(ADDRESS) ?? [];
    if (found.length === 0 && entry.trim() !== '') return [];
    for (const address of found) addresses.push({ address: address.toLowerCase(), name: '' });
  }
  return addresses;
}

function dateIn(value: string): string | null {
  return /\d:\d\d:\d\d\s+[+-]\d{4}/.test(value) ? parseMailDate(value) : null;
}
