import { bytesOf } from './bytes-print.ts';
import { type CanonicalLines, canonicalise, canonicalLine, canonicalLines } from './canonical.ts';
import { sha256Lines, sha256Text } from './digest.ts';
import type { Address, Document, MailFields, QuotedMessage, Reading, Text } from './document.ts';
import { MAX_READINGS, STREAMS } from './document.ts';
import { pathIn } from './file-memory.ts';
import { type PrintMemory, printMemory } from './print-memory.ts';
import {
  type ContentPrint,
  type EntryLists,
  type Fingerprint,
  MAX_ALTERNATIVES,
  MAX_SKETCH,
  type MailPrint,
  PROFILE,
  type ReadingPrint,
  type ThreadPrint,
} from './profile.ts';
import { shingles } from './shingle.ts';
import { Oversized, winnow } from './sketch.ts';
import { textPrintOf } from './text-print.ts';
import { looseTokens } from './tokens.ts';

/** Extractor id of texts that are cut out of a mail's body: quoted thread, signature. */
const MAIL_EXTRACTOR = 'mail/1';

const ARCHIVES = new Set(['application/zip', 'application/x-tar', 'application/gzip']);

/** Messages of a quoted thread whose texts are digested; of longer ones the nearest. */
const MAX_THREAD = 8;

/**
 * Fingerprint of an extracted document, profile `empreinte/1` (`schema/fingerprint.md`).
 *
 * @param memory of the documents before, where there are some
 * @returns the fingerprint, which may be sent, and the ordered 16-bit entries of every
 *   text in it by part path, which only a registrar sends
 */
export async function fingerprint(
  document: Document,
  memory: PrintMemory = printMemory(),
): Promise<{ fingerprint: Fingerprint; entries: EntryLists }> {
  const entries: Record<string, Uint16Array> = {};
  return { fingerprint: await printOf(document, '', false, entries, memory), entries };
}

async function printOf(
  document: Document,
  path: string,
  named: boolean,
  entries: Record<string, Uint16Array>,
  memory: PrintMemory,
): Promise<Fingerprint> {
  const { printed } = document;
  if (printed) {
    for (const [inner, list] of Object.entries(printed.entries))
      entries[pathIn(path, inner)] = list;
    const name = named ? digestOf(document.name) : null;
    const { type, problem } = document;
    return { ...printed.print, name, type, problem: problem ?? printed.print.problem };
  }
  const read = readIn(document, memory);
  const content = read?.content ?? null;
  if (content) entries[path] = content.entries;
  const parts: Fingerprint[] = [];
  for (const [i, part] of document.parts.entries()) {
    parts.push(await printOf(part, pathIn(path, `${i}`), showsNames(document), entries, memory));
  }
  const print: Fingerprint = {
    profile: PROFILE,
    name: named ? digestOf(document.name) : null,
    type: document.type,
    bytes: await bytesOf(document.bytes, memory),
    content: content?.print ?? null,
    mail: read?.mail ?? null,
    parts,
    problem: document.problem ?? (read === null ? 'over_limit' : null),
  };
  memory.files.keep(document, print, path, entries);
  return print;
}

/** Null where there is more than may be sent: the whole call would be refused, and every file in it. */
function readIn({ reading, mail }: Document, memory: PrintMemory) {
  try {
    const content = reading ? contentOf(reading, memory) : null;
    const fields = mail ? mailOf(mail, memory) : null;
    const fits = isSendable(content?.print ?? null) && isSendable(fields);
    return fits ? { content, mail: fields } : null;
  } catch (error) {
    if (error instanceof Oversized) return null;
    throw error;
  }
}

function isSendable(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, inner]) => {
    if (key === 'sketch') return inner.length <= MAX_SKETCH;
    if (key === 'alternatives' && inner.length > MAX_ALTERNATIVES) return false;
    return isSendable(inner);
  });
}

/** Names inside Office packages are the program's; those of mails and archives are shown. */
function showsNames({ mail, type }: Document): boolean {
  return mail !== null || ARCHIVES.has(type);
}

interface Content {
  readonly print: ContentPrint;
  readonly entries: Uint16Array;
}

/** Null for a text of white space only: an empty text is never taken for content. */
function contentOf(reading: Reading, memory: PrintMemory): Content | null {
  const canonical = canonicalLines(reading.text);
  return canonical.length === 0 ? null : contentFrom(reading, canonical, memory);
}

function contentFrom(reading: Reading, canonical: CanonicalLines, memory: PrintMemory): Content {
  const { text, entries } = textPrintOf(canonical, memory);
  const print: ContentPrint = {
    extractor: reading.extractor,
    words: text.words,
    body: text.body,
    body_joined: text.body_joined,
    bag: text.bag,
    labels: canonical.labels === null ? null : sha256Text(canonical.labels),
    furniture: canonical.furniture === null ? null : sha256Text(canonical.furniture),
    drawn: reading.drawn,
    ssdeep: text.ssdeep,
    tlsh: text.tlsh,
    bands: text.bands,
    sketch: text.sketch,
    marks: [...new Set(reading.marks)].sort(),
    beside: besideOf(reading, canonical),
  };
  const readings = readingsOf(reading.text, print);
  if (readings.length > 0) return { print: { ...print, readings }, entries };
  return { print, entries };
}

/** Readings whose words are in another order, or whose running lines are others. */
function readingsOf({ readings = [] }: Text, print: ContentPrint): ReadingPrint[] {
  const prints: ReadingPrint[] = [];
  for (const text of readings.slice(0, MAX_READINGS)) {
    const { bodyJoined, labels, furniture } = canonicalise(text);
    const body_joined = sha256Text(bodyJoined);
    if (bodyJoined === '' || body_joined === print.body_joined) continue;
    const sketch = text.furniture ? [] : winnow(shingles(looseTokens(bodyJoined)));
    prints.push({
      body_joined,
      labels: labels === null ? null : sha256Text(labels),
      furniture: text.furniture && furniture !== null ? sha256Text(furniture) : null,
      ...(text.furniture || isNearly(sketch, print.sketch) ? {} : { sketch }),
    });
  }
  return prints;
}

/** Share of the values from which on one sketch stands for two texts. */
const SAME_SKETCH = 0.95;

function isNearly(sketch: readonly string[], other: readonly string[]): boolean {
  const values = new Set(other);
  const shared = sketch.filter((value) => values.has(value)).length;
  return shared >= SAME_SKETCH * Math.max(sketch.length, other.length);
}

function besideOf({ beside = {} }: Reading, canonical: CanonicalLines): ContentPrint['beside'] {
  const digests: Record<string, string | null> = {};
  const { cells, layout } = canonical;
  for (const stream of STREAMS) {
    const lines =
      stream === 'cells' || stream === 'layout'
        ? { cells, layout }[stream]?.()
        : beside[stream]?.map(canonicalLine).filter((line) => line !== '');
    if (lines) digests[stream] = sha256Lines(lines);
  }
  return digests;
}

function mailOf(mail: MailFields, memory: PrintMemory): MailPrint {
  // One without words counts too: a picture in an HTML body may be all that a reader sees.
  const alternatives = mail.alternatives.map((one) =>
    contentFrom(one, canonicalLines(one.text), memory),
  );
  return {
    message_id: digestOf(mail.messageId),
    from: addressesOf(mail.from),
    to: addressesOf(mail.to),
    cc: addressesOf(mail.cc),
    reply_to: otherThan(mail.from, mail.replyTo),
    sender: otherThan(mail.from, mail.sender),
    importance: digestOf(mail.importance),
    date: digestOf(mail.date),
    subject: digestOf(mail.subject),
    names: namesOf([...mail.from, ...mail.to, ...mail.cc]),
    alternatives: alternatives.map((found) => found.print),
    quoted: textOf(mail.quoted, memory),
    signature: textOf(mail.signature, memory),
    footer: textOf(mail.footer, memory),
    thread: threadOf(mail.thread, memory),
    whole: mail.whole === null ? null : (contentOf(mail.whole, memory)?.print ?? null),
  };
}

function threadOf(messages: readonly QuotedMessage[], memory: PrintMemory): ThreadPrint[] {
  const prints: ThreadPrint[] = [];
  for (const message of messages) {
    const content = textOf(message.text, memory);
    if (content === null || content.words === 0) continue;
    prints.push({
      from: addressesOf(message.from),
      to: addressesOf(message.to),
      cc: addressesOf(message.cc),
      date: digestOf(message.date),
      subject: digestOf(message.subject),
      content,
    });
    if (prints.length === MAX_THREAD) break;
  }
  return prints;
}

/** Null where it says no more than From does. */
function otherThan(from: readonly Address[], addresses: readonly Address[]): string | null {
  const digest = addressesOf(addresses);
  return digest === addressesOf(from) ? null : digest;
}

function textOf(text: Text | null, memory: PrintMemory): ContentPrint | null {
  if (text === null) return null;
  const reading = { extractor: MAIL_EXTRACTOR, text, drawn: null, marks: [] };
  return contentOf(reading, memory)?.print ?? null;
}

function digestOf(field: string | null): string | null {
  return field === null ? null : sha256Text(canonicalLine(field));
}

/** Address lists are sets: their order says nothing. What has a name only counts where all have. */
function addressesOf(addresses: readonly Address[]): string | null {
  const given = addresses.map((one) => one.address);
  return setOf(given.some((one) => one !== '') ? given.filter((one) => one !== '') : given);
}

function namesOf(addresses: readonly Address[]): string | null {
  const named = addresses.filter((one) => one.name !== '');
  return setOf(named.map((one) => `${one.address}\t${canonicalLine(one.name)}`));
}

function setOf(values: readonly string[]): string | null {
  return values.length === 0 ? null : sha256Text([...new Set(values)].sort().join('\n'));
}
