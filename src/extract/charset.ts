/**
 * Character sets of files that may not say which they use (WHATWG Encoding Standard).
 *
 * windows-1252 has a table of its own here: `TextDecoder` of Node 20 decodes 0x80–0x9F as
 * C1 controls, so that the same file would have another text there.
 */

const C1_OF_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Where ISO 8859-15 differs from ISO 8859-1, and so from windows-1252 above 0x9F. */
const LATIN9: Readonly<Record<number, string>> = {
  164: '€',
  166: 'Š',
  168: 'š',
  180: 'Ž',
  184: 'ž',
  188: 'Œ',
  189: 'œ',
  190: 'Ÿ',
};

/** 8192 arguments stay far below the argument limit of every engine. */
const CHUNK = 8192;

/** Decodes windows-1252; the five undefined bytes become C1 controls, as in browsers. */
export function decodeWindows1252(bytes: Uint8Array): string {
  return decodeSingle(bytes, (byte) =>
    byte >= 0x80 && byte < 0xa0 ? C1_OF_1252.charCodeAt(byte - 0x80) : byte,
  );
}

function decodeLatin9(bytes: Uint8Array): string {
  return decodeSingle(bytes, (byte) => LATIN9[byte]?.charCodeAt(0) ?? byte);
}

function decodeSingle(bytes: Uint8Array, codeOf: (byte: number) => number): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) {
    text += String.fromCharCode(...Array.from(bytes.subarray(at, at + CHUNK), codeOf));
  }
  return text;
}

/** Bytes that are decoded at a time. */
let most = Number.POSITIVE_INFINITY;

/**
 * Has long texts decoded some bytes at a time. Node makes longer ones of two bytes a character also where one is
 * enough; in Chromium it takes memory twice.
 */
export function decodeAtATime(bytes: number): void {
  most = bytes;
}

/** The text if the bytes are well-formed UTF-8, else null. A byte order mark is dropped. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
  try {
    if (bytes.length <= most) return decoder.decode(bytes);
    const pieces: string[] = [];
    for (let at = 0; at < bytes.length; at += most) {
      const some = bytes.subarray(at, at + most);
      pieces.push(decoder.decode(some, { stream: at + most < bytes.length }));
    }
    return pieces.join('');
  } catch {
    return null;
  }
}

/** Charset that a byte order mark declares, or null. */
export function byteOrderMark(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

/**
 * Decodes by a WHATWG label, as browsers do: what is malformed becomes U+FFFD.
 *
 * @returns null for a label that no browser knows
 */
export function decodeLabelled(bytes: Uint8Array, label: string): string | null {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(label);
  } catch {
    return null;
  }
  return decoder.encoding === 'windows-1252' ? decodeWindows1252(bytes) : decoder.decode(bytes);
}

/**
 * Decodes text that declares no charset: by its byte order mark, as UTF-8 if it is well
 * formed, else as windows-1252 or ISO 8859-15 (`looksLatin9`).
 *
 * @returns null for malformed UTF-16, or when a byte has no character in the charset found
 */
export function decodeUndeclared(bytes: Uint8Array): string | null {
  const mark = byteOrderMark(bytes);
  if (mark !== null) {
    try {
      return new TextDecoder(mark, { fatal: true, ignoreBOM: false }).decode(bytes);
    } catch {
      return null;
    }
  }
  const utf8 = decodeUtf8(bytes);
  if (utf8 !== null) return utf8;
  const text = looksLatin9(bytes) ? decodeLatin9(bytes) : decodeWindows1252(bytes);
  return /[\u0080-\u009f]/.test(text) ? null : text;
}

/**
 * Whether bytes that are no UTF-8 are ISO 8859-15 rather than windows-1252.
 *
 * The two agree on all but eight bytes above 0x9F, so only these can tell. Bytes 0x80–0x9F
 * are letters and quotes in windows-1252 and controls in ISO 8859-15: one of them decides
 * for windows-1252. Else 0xA4 is the euro sign (the currency sign of windows-1252 is in no
 * real text), 0xBC and 0xBD before a letter and not after a digit are Œ and œ (else ¼ and ½),
 * and 0xA6, 0xA8 between letters are Š and š. 0xB4 proves nothing: French texts write
 * l´eau. Whatever is chosen, one charset decodes the whole file one to one, so two files
 * with different digits or signs never get one text.
 */
function looksLatin9(bytes: Uint8Array): boolean {
  if (bytes.some((byte) => byte >= 0x80 && byte < 0xa0)) return false;
  return bytes.some((byte, at) => {
    const before = bytes[at - 1] ?? 0x20;
    const after = bytes[at + 1] ?? 0x20;
    if (byte === 0xa4) return true;
    if (byte === 0xbc || byte === 0xbd) return isLetter(after) && !isDigit(before);
    return (byte === 0xa6 || byte === 0xa8) && isLetter(before) && isLetter(after);
  });
}

function isLetter(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a) || byte >= 0xc0;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
