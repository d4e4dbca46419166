import { safeText, unicodeEscape } from '../client/safe-text.ts';

export { safeText };

/** What JSON.stringify leaves as it is. */
const UNSAFE_IN_JSON = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** A path of any bytes as one line of harmless text; bytes that are no UTF-8 become `\xHH`. */
export function safePath(path: Uint8Array): string {
  const whole = decodeStrict(path);
  if (whole !== null) return safeText(whole);
  let out = '';
  for (let i = 0; i < path.length; ) {
    const length = sequenceLength(path[i] as number);
    const char = length === 0 ? null : decodeStrict(path.subarray(i, i + length));
    if (char === null || i + length > path.length) {
      out += `\\x${(path[i] as number).toString(16).padStart(2, '0')}`;
      i += 1;
    } else {
      out += safeText(char);
      i += length;
    }
  }
  return out;
}

/** The text of `bytes`, or null when they are no UTF-8. */
export function decodeStrict(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Bytes of the UTF-8 sequence that `lead` opens, 0 when it opens none (RFC 3629). */
function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2) return 0;
  if (lead < 0xe0) return 2;
  if (lead < 0xf0) return 3;
  return lead < 0xf5 ? 4 : 0;
}

/** JSON on one line in which a terminal finds nothing to obey. */
export function safeJson(value: unknown): string {
  return JSON.stringify(value).replace(UNSAFE_IN_JSON, unicodeEscape);
}

/**
 * The `path` fields of a report: the text as it is, and the exact bytes in base64 beside it
 * when they are no UTF-8, since JSON cannot hold them otherwise.
 */
export function pathFields(path: Uint8Array): { path: string; path_bytes?: string } {
  const text = decodeStrict(path);
  if (text !== null) return { path: text };
  return {
    path: new TextDecoder().decode(path),
    path_bytes: Buffer.from(path).toString('base64'),
  };
}
