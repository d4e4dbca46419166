/**
 * Control characters in text. Most texts hold none but TAB, line ends and form feeds; a text
 * taken out of a PDF whose fonts name no characters holds a few, where glyphs had no name.
 * They stay in the text, so that two texts that differ in one never share a digest.
 */

/** pdftotext gave up to 1.1 % on real documents (adtreesdoc.pdf); random bytes have 10 %. */
const MAX_SHARE = 0.02;
/** A short text may hold one. */
const ALWAYS_FEW = 1;

export const ESC = 0x1b;
/** What follows ESC where it shifts to another character set (ISO 2022) or colours (ECMA-48). */
const SHIFT = /^(?:\[|[()*+\-./][0-Z]|\$[@-Z()*+\-./]|%[/@-Z])/;

/**
 * Whether a text has more control characters than a text can have, a NUL, or an escape
 * sequence, which makes the letters after it stand for others.
 *
 * @param units bytes, or UTF-16 code units
 */
export function looksBinary(length: number, units: (at: number) => number): boolean {
  let found = 0;
  for (let at = 0; at < length; at++) {
    const unit = units(at);
    if (!isControl(unit)) continue;
    if (unit === 0 || (unit === ESC && shifts(length, units, at + 1))) return true;
    found++;
  }
  return found > Math.max(ALWAYS_FEW, length * MAX_SHARE);
}

/** TeX's first fonts have "ff" where others have ESC: "off-line" and "off." shift to nothing. */
function shifts(length: number, units: (at: number) => number, at: number): boolean {
  const signs = [at, at + 1].filter((one) => one < length).map(units);
  return SHIFT.test(String.fromCharCode(...signs));
}

/** C0 controls but TAB, LF, VT, FF and CR, and DEL. */
export function isControl(unit: number): boolean {
  return unit === 0x7f || (unit < 0x20 && !(unit >= 0x09 && unit <= 0x0d));
}
