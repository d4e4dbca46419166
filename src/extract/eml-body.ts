/** Text of a mail: which entities a mail program shows as the message, and which one leads. */
import { sha256Text } from '../fingerprint/digest.ts';
import type { Line, MailFields, Reading, Text } from '../fingerprint/document.ts';
import { nfc } from '../fingerprint/nfc.ts';
import { decodeCharset, unflow } from './eml-charset.ts';
import { decodeTransfer } from './eml-decode.ts';
import type { Entity } from './eml-tree.ts';
import type { Limits } from './limits.ts';
import { plainReading } from './plain.ts';
import { type Split, splitThread } from './quote.ts';
import { footerOf } from './quote-footer.ts';
import { withoutFromMark } from './quote-lead.ts';
import { messagesOf } from './quote-thread.ts';
import { takeUuencoded, type UuFile } from './uuencode.ts';

export interface Body {
  readonly html: boolean;
  /** Outermost multipart/alternative around it, itself when there is none. */
  readonly group: object;
  readonly reading: Reading;
  /** Decoded text of a plain body, empty for HTML. */
  readonly text: string;
  /** Uuencoded files taken out of a plain body. */
  readonly files: readonly UuFile[];
  /** Content-IDs of the pictures that an HTML body shows, each once. */
  readonly shows: readonly string[];
  /** What makes the text doubtful, null when nothing does. */
  readonly fault: string | null;
}

/** File name of an entity by both of the two headers that may carry it. */
export function fileName(entity: Entity): string | null {
  const [given, other] = [
    entity.disposition.params.get('filename'),
    entity.type.params.get('name'),
  ];
  // Which of two names a program shows is not known.
  if (given && other && nfc(given).trim() !== nfc(other).trim()) return `${given} / ${other}`;
  return given ?? other ?? null;
}

/**
 * Whether an entity is text of the message itself. A text with a file name is an attachment,
 * which some programs show as well: as a part it is fingerprinted all the same.
 */
export function isBody(entity: Entity): boolean {
  const { value } = entity.type;
  // What is no media type at all is read as plain text (RFC 2045, 5.2).
  const text = value === 'text/plain' || value === 'text/html' || !value.includes('/');
  const unsplit = value.startsWith('multipart/') && entity.children.length === 0;
  return (
    (text || unsplit) && entity.disposition.value !== 'attachment' && fileName(entity) === null
  );
}

/** Decodes and reads one body. */
export async function readBody(entity: Entity, group: Entity, limits: Limits): Promise<Body> {
  const { params, value } = entity.type;
  const decoded = decodeTransfer(entity.body, entity.encoding, 'lf');
  const { text, known } = decodeCharset(decoded.bytes, params.get('charset') ?? '');
  const fault = decoded.fault ?? (known ? null : 'The character set of the mail is unknown.');
  if (value === 'text/html') {
    const { htmlReading } = await import('./html.ts');
    const reading = htmlReading(text, limits);
    return { html: true, group, reading, text: '', files: [], shows: contentIds(text), fault };
  }
  const flowed = params.get('format')?.toLowerCase() === 'flowed';
  if (flowed) {
    const delsp = params.get('delsp')?.toLowerCase() === 'yes';
    const body = plainBody(unflow(text, delsp), group, limits);
    const { drawn } = plainBody(unflow(text, delsp, true), group, limits).reading;
    return { ...body, reading: { ...body.reading, drawn }, fault };
  }
  const { text: plain, files } = takeUuencoded(text);
  return { ...plainBody(plain, group, limits), files, fault };
}

function contentIds(html: string): string[] {
  return [
    ...new Set([...html.matchAll(/\bcid:([^\s"'<>()&]{1,200})/gi)].map((one) => one[1] ?? '')),
  ];
}

/** A plain body that is decoded already. */
export function plainBody(text: string, group: object, limits: Limits): Body {
  const shown = text.includes('>From ') ? text.split('\n').map(withoutFromMark).join('\n') : text;
  const reading = plainReading(shown, limits.maxTextLength);
  return { html: false, group, reading, text: shown, files: [], shows: [], fault: null };
}

/**
 * The body that stands for the message: of the first group that shows any text the plain
 * alternative, else the HTML one. A list footer behind the message thus never leads.
 */
export function leadingBody(bodies: readonly Body[]): Body | null {
  const shown = bodies.filter((body) => hasText(body.reading.text));
  const group = shown.filter((body) => body.group === shown[0]?.group);
  return group.find((body) => !body.html) ?? group[0] ?? bodies[0] ?? null;
}

function hasText(text: Text): boolean {
  return text.pages.some((page) => page.some((line) => line.text.trim() !== ''));
}

type Anatomy = Pick<
  MailFields,
  'alternatives' | 'quoted' | 'signature' | 'footer' | 'thread' | 'whole'
>;

/** The text of a mail by who wrote it: its sender, those quoted, the mailing list. */
export function anatomyOf(bodies: readonly Body[]): Anatomy & { readonly reading: Reading | null } {
  const lead = leadingBody(bodies);
  const split = lead === null ? null : splitBody(lead);
  const footers = new Footers();
  footers.add(split?.footer ?? []);
  const alternatives = bodies.flatMap((body) => {
    if (body === lead) return [];
    const footer = footerOf(linesOf(body));
    const rest = linesOf(body).slice(0, linesOf(body).length - footer.length);
    footers.add(footer);
    // A part of its own that holds nothing but the footer (Mailman, below HTML).
    if (!body.html && footer.length > 0 && !rest.some(isText)) return [];
    const reading = body.group === lead?.group ? body.reading : shownToo(body.reading);
    return footer.length === 0 ? [reading] : [{ ...reading, text: textOf(rest, reading.text) }];
  });
  const whole = lead?.reading ?? null;
  // Cut-out texts are compared as of one format, so each tells only what its own has.
  const told: Told = lead?.html ? { tables: true } : { spaced: 'lines' };
  const divided = split !== null && isDivided(split);
  return {
    reading: whole && divided ? { ...whole, text: textOf(split.body, whole.text) } : whole,
    alternatives,
    quoted: split && split.quoted.length > 0 ? textOf(split.quoted, told) : null,
    signature: split && split.signature.length > 0 ? textOf(split.signature, told) : null,
    footer: footers.text(),
    thread: messagesOf(split?.segments ?? []),
    whole: divided ? whole : null,
  };
}

/** A body beside the leading one is drawn with it, and not in its place. */
function shownToo(reading: Reading): Reading {
  return { ...reading, drawn: reading.drawn && sha256Text(`beside ${reading.drawn}`) };
}

function isDivided({ quoted, signature, footer }: Split): boolean {
  return quoted.length + signature.length + footer.length > 0;
}

/** The footers of all bodies; one that several bodies repeat counts once. */
class Footers {
  readonly #lines: Line[] = [];
  readonly #seen = new Set<string>();

  add(lines: readonly Line[]): void {
    const key = lines.map(({ text }) => nfc(text).replace(/\s+/g, '')).join('');
    if (key === '' || this.#seen.has(key)) return;
    this.#seen.add(key);
    for (const line of lines) this.#lines.push(line);
  }

  text(): Text | null {
    return this.#lines.length > 0 ? textOf(this.#lines) : null;
  }
}

function splitBody(body: Body): Split {
  return splitThread(linesOf(body));
}

function linesOf(body: Body): readonly Line[] {
  if (body.html) return body.reading.text.pages.flat();
  // Empty lines, which a plain reading drops, tell where an attribution begins.
  return body.text
    .replace(/^\ufeff/, '')
    .split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/)
    .map((text) => ({ text }));
}

function isText({ text }: Line): boolean {
  return text.trim() !== '';
}

/** What a text tells of where its words stand. */
type Told = Pick<Text, 'tables' | 'spaced'>;

function textOf(lines: readonly Line[], { tables, spaced }: Told = {}): Text {
  const pages = [lines.filter(isText)];
  return { pages, ...(tables && { tables }), ...(spaced && { spaced }) };
}
