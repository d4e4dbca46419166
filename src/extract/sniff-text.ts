/** Text types: HTML, SVG, CSV, plain text in UTF-8, UTF-16 or one byte a character. */
import { decodeUtf8 } from './charset.ts';
import { ESC, isControl, looksBinary } from './control.ts';
import type { Sniffed } from './sniff.ts';

const HEAD = 2048;

/** Null for bytes that are no text. */
export function sniffText(bytes: Uint8Array, name: string | null): Sniffed | null {
  const encoding = textEncoding(bytes);
  if (encoding === null) return null;
  const head = new TextDecoder(encoding).decode(bytes.subarray(0, HEAD)).trimStart();
  const markup = skipProlog(head);
  if (/^<svg[\s>]/i.test(markup)) return { type: 'image/svg+xml' };
  if (/^<!doctype\s+html|^<(?:html|head|body|meta|title)[\s>]/i.test(markup)) {
    return { type: 'text/html' };
  }
  const extension = /\.([a-z0-9]{1,5})$/i.exec(name ?? '')?.[1]?.toLowerCase();
  if ((extension === 'html' || extension === 'htm') && /^<[a-z!]/i.test(markup)) {
    return { type: 'text/html' };
  }
  return { type: extension === 'csv' ? 'text/csv' : 'text/plain' };
}

/** XML declaration, comments and a doctype of SVG say nothing of the root element. */
function skipProlog(head: string): string {
  let rest = head;
  for (;;) {
    const skipped = rest
      .replace(/^<\?xml[^>]{0,500}\?>|^<!--[\s\S]{0,1500}?-->|^<!doctype\s+svg[^>]{0,500}>/i, '')
      .trimStart();
    if (skipped === rest) return rest;
    rest = skipped;
  }
}

function textEncoding(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  // ESC begins the character sets of ISO 2022, which a page in HTML may declare.
  if (!holdsControls(bytes)) return 'utf-8';
  // Bytes of one-byte character sets have no form that binary data could break.
  if (looksBinary(bytes.length, (at) => bytes[at] ?? 0)) return null;
  return decodeUtf8(bytes) === null ? null : 'utf-8';
}

/** In a loop: with a call a byte it took a large text ten times as long. */
function holdsControls(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte < 0x80 && isControl(byte) && byte !== ESC) return true;
  }
  return false;
}
