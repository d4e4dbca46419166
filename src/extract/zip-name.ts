/**
 * Names of zip members (APPNOTE 4.4.4 bit 11, 4.6.9, appendix D).
 *
 * Without the UTF-8 flag the appendix says code page 437, yet many programs write UTF-8
 * all the same; what is valid UTF-8 is taken for it. The table agrees with code page 850
 * on all letters of French.
 */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐' +
  '└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

const UNICODE_PATH = 0x7075;

/** One of each: of a decoder a header of 20,000 members 12 MB are not collected in Chromium. */
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });

/** Decodes a member's name; never throws. */
export function memberName(raw: Uint8Array, declaredUtf8: boolean): string {
  try {
    return strict.decode(raw);
  } catch {
    if (declaredUtf8) return lenient.decode(raw);
    return Array.from(raw, (b) => (b < 0x80 ? String.fromCharCode(b) : CP437[b - 0x80])).join('');
  }
}

/** The name in the Info-ZIP Unicode Path extra field, or null. */
export function unicodePath(extra: Uint8Array): string | null {
  const view = new DataView(extra.buffer, extra.byteOffset, extra.byteLength);
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === UNICODE_PATH && length >= 5) {
      return new TextDecoder().decode(extra.subarray(at + 9, at + 4 + length));
    }
    at += 4 + length;
  }
  return null;
}
