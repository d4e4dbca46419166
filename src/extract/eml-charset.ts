/** Text of a mail's body part: its charset label (RFC 2046, 4.1.2) and `format=flowed`. */
import { decodeLabelled, decodeUtf8, decodeWindows1252 } from './charset.ts';

/** Mail labels that the WHATWG Encoding Standard does not know under this name. */
const ALIASES: Readonly<Record<string, string>> = {
  cp932: 'shift_jis',
  cp936: 'gbk',
  cp949: 'euc-kr',
  cp950: 'big5',
};

/** Labels that senders write without meaning: the bytes decide between UTF-8 and 1252. */
const VAGUE = new Set(['', 'us-ascii', 'ascii', 'unknown-8bit', 'x-unknown', 'default', '8bit']);

/**
 * Decodes bytes by a charset label.
 *
 * @returns the text, and whether the label is known; under an unknown one the text is
 *   windows-1252 and may be wrong
 */
export function decodeCharset(bytes: Uint8Array, label: string): { text: string; known: boolean } {
  const name = label.trim().toLowerCase();
  if (VAGUE.has(name)) {
    return { text: decodeUtf8(bytes) ?? decodeWindows1252(bytes), known: true };
  }
  const text = decodeLabelled(bytes, Object.hasOwn(ALIASES, name) ? (ALIASES[name] ?? '') : name);
  if (text === null) return { text: decodeWindows1252(bytes), known: false };
  return { text, known: true };
}

/**
 * Undoes `format=flowed` (RFC 3676) as far as it hides what a reader sees: space stuffing,
 * and with `delsp=yes` the breaks inside words. Other soft breaks are white space anyway.
 */
export function unflow(text: string, delsp: boolean): string {
  const lines = text.split(/\r?\n/).map((line) => (line.startsWith(' ') ? line.slice(1) : line));
  if (!delsp) return lines.join('\n');
  return lines
    .map((line, i) => {
      if (i === lines.length - 1) return line;
      return line.endsWith(' ') && line !== '-- ' ? line.slice(0, -1) : `${line}\n`;
    })
    .join('');
}
