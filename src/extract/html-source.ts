/**
 * Character set of an HTML file (WHATWG HTML 13.2.3), and the parts of its source that say
 * nothing of what is drawn.
 */
import { byteOrderMark, decodeLabelled, decodeUtf8, decodeWindows1252 } from './charset.ts';
import { ExtractError } from './reader.ts';

/** How far browsers look for a declaration before they begin to parse. */
const PRESCAN_BYTES = 1024;

const DECLARATION = /<meta\s[^<>]*?charset\s*=\s*(?:["']\s*)?([^"'\s/>;]+)/gi;

/**
 * Decodes by byte order mark, then by `<meta charset>`, then as UTF-8 if well-formed, else
 * as windows-1252.
 *
 * @returns the text, and whether browsers may have another: more than one declaration, or
 *   one so late that some have begun to guess
 * @throws ExtractError `unreadable` for a character set that browsers do not know
 */
export function decodeHtml(bytes: Uint8Array): { text: string; ambiguous: boolean } {
  const mark = byteOrderMark(bytes);
  if (mark !== null) return { text: decodeLabelled(bytes, mark) ?? '', ambiguous: false };
  const latin = decodeWindows1252(bytes);
  const found = [...latin.matchAll(DECLARATION)];
  const label = found[0]?.[1];
  if (label === undefined) {
    const utf8 = decodeUtf8(bytes);
    return { text: utf8 ?? decodeWindows1252(bytes), ambiguous: false };
  }
  // A declaration in UTF-16 could not have been found: the standard takes it for UTF-8.
  const text = decodeLabelled(bytes, /^utf-?16/i.test(label) ? 'utf-8' : label);
  if (text === null) {
    throw new ExtractError('unreadable', 'The page declares a character set that is not known.');
  }
  const labels = new Set(found.map((match) => match[1]?.toLowerCase()));
  const late = (found[0]?.index ?? 0) > PRESCAN_BYTES;
  const guessed = labels.size > 1 || (late && !isPlainAscii(bytes));
  return { text, ambiguous: guessed || latin.includes('\u0000') };
}

/** The same in every character set that browsers know: escapes of ISO-2022-JP aside, and UTF-16. */
function isPlainAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80 && byte !== 0x1b);
}

/**
 * Declarations in their plainest form only: nothing in quotes can hold a quote or a bracket,
 * so that every parser sees the same tag and none of it can be drawn.
 */
const PLAIN_METADATA = [
  /<meta\s+charset="[\w-]*"\s*\/?>\s*/iy,
  /<meta\s+http-equiv="content-type"\s+content="text\/html;\s*charset=[\w-]*"\s*\/?>\s*/iy,
  /<meta\s+name="(?:generator|author|date|created|changed|changedby)"\s+content="[^"<>]*"\s*\/?>\s*/iy,
];

/** A tag whose attributes every parser ends at the same place. */
const PLAIN_TAG =
  /<(\/?[a-z][\w:-]*)(?:\s+[\w:-]+(?:\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'=<>`]+))?)*\s*\/?>/iy;
const OTHER_MARKUP = /<[!?][^<>-][^<>]*>|[^<]+/y;
/** What may stand in a head without ending it, and shows nothing. */
const IN_HEAD = new Set(['html', 'head', 'meta', 'link', 'base', 'title', 'style', 'script']);
/** Their content is no markup: what looks like a declaration in it may be drawn. */
const RAW = new Set(['title', 'style', 'script']);

/**
 * The source without character set, generator, author and dates of its head.
 *
 * Only as far as every browser sees nothing but a head: behind the first other element a
 * declaration may stand in a text field, where it is shown.
 */
export function withoutMetadata(source: string): string {
  const kept: string[] = [];
  let at = 0;
  for (let next: number | null = 0; next !== null; ) {
    at = next;
    const end = metadataEnd(source, at);
    if (end !== null) next = end;
    else {
      next = itemEnd(source, at);
      if (next !== null) kept.push(source.slice(at, next));
    }
  }
  return kept.join('') + source.slice(at);
}

function metadataEnd(source: string, at: number): number | null {
  for (const pattern of PLAIN_METADATA) {
    pattern.lastIndex = at;
    if (pattern.test(source)) return pattern.lastIndex;
  }
  return null;
}

/** Where one tag, comment, text or raw element of a head ends; null where the head does. */
function itemEnd(source: string, at: number): number | null {
  if (source.startsWith('<!--', at)) return endAfter(source, '-->', at + 4);
  OTHER_MARKUP.lastIndex = at;
  if (OTHER_MARKUP.test(source)) {
    const text = source.slice(at, OTHER_MARKUP.lastIndex);
    return text.startsWith('<') || text.trim() === '' ? OTHER_MARKUP.lastIndex : null;
  }
  PLAIN_TAG.lastIndex = at;
  const name = PLAIN_TAG.exec(source)?.[1]?.toLowerCase() ?? '';
  if (!IN_HEAD.has(name)) return null;
  return RAW.has(name) ? rawEnd(source, name, PLAIN_TAG.lastIndex) : PLAIN_TAG.lastIndex;
}

function rawEnd(source: string, name: string, from: number): number | null {
  const close = new RegExp(`</${name}\\s*>`, 'gi');
  close.lastIndex = from;
  const found = close.exec(source);
  // Behind `<!--` a script goes on past the end of a script within it.
  if (!found || source.slice(from, found.index).includes('<!--')) return null;
  return close.lastIndex;
}

function endAfter(source: string, text: string, from: number): number | null {
  const found = source.indexOf(text, from);
  return found === -1 ? null : found + text.length;
}
