/**
 * File names and server texts are hostile: they may hold line feeds, terminal controls
 * (ECMA-48 C0, DEL, C1) and marks that turn the writing direction (Unicode TR 36), any of
 * which could forge a line of a report, or the end of a name.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\\]/g;

const SHORT: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\\': '\\\\',
};

/** A character as `\uHHHH`. */
export function unicodeEscape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** One line of harmless text; a backslash is doubled, so that the original can be had back. */
export function safeText(text: string): string {
  return text.replace(UNSAFE, (char) => SHORT[char] ?? unicodeEscape(char));
}
