/**
 * Character set of an HTML file (WHATWG HTML 13.2.3), and the parts of its source that say
 * nothing of what is drawn.
 */
import { byteOrderMark, decodeLabelled, decodeUtf8, decodeWindows1252 } from './charset.ts';
import { ExtractError } from './reader.ts';

/** How far browsers look for a declaration before they begin to parse. */
const PRESCAN_BYTES = 1024;

const DECLARATION = /<meta\s[^<>]*?charset\s*=\s*["']?\s*([^"'\s/>;]+)/gi;

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
  return { text, ambiguous: labels.size > 1 || late || latin.includes('\u0000') };
}

/**
 * Declarations in their plainest form only: nothing in quotes can hold a quote or a bracket,
 * so that every parser sees the same tag and none of it can be drawn.
 */
const PLAIN_METADATA = [
  /<meta\s+charset="[\w-]*"\s*\/?>\s*/gi,
  /<meta\s+http-equiv="content-type"\s+content="text\/html;\s*charset=[\w-]*"\s*\/?>\s*/gi,
  /<meta\s+name="(?:generator|author|date|created|changed|changedby)"\s+content="[^"<>]*"\s*\/?>\s*/gi,
];

/** The source without character set, generator, author and dates of its head. */
export function withoutMetadata(source: string): string {
  const end = source.search(/<\/head|<body/i);
  if (end === -1) return source;
  let head = source.slice(0, end);
  for (const pattern of PLAIN_METADATA) head = head.replace(pattern, '');
  return head + source.slice(end);
}
