/** What a font's dictionaries say of how its letters stand on the line (ISO 32000-1, 9.6 to 9.8). */
import type { PdfFile } from './file.ts';
import { numberOf } from './operands.ts';
import { type Dict, isArray, isDict, nameOf, type Stream, type Value } from './values.ts';

export interface FontFacts {
  /** Glyphs stand on the base line, as far as the font says. */
  readonly onLine: boolean;
  /** How far letters go above the base line, and below it where negative, in font sizes. */
  readonly ascent: number;
  readonly descent: number;
  /** How wide its blank is, in font sizes; of a font that does not tell by code, that of most. */
  readonly blank: number;
  /** One of TeX's symbol fonts, and no table tells what its characters are (`tex-signs.ts`). */
  readonly texSigns: boolean;
}

/** Where a font says nothing, or nothing that can be. */
export const NO_FONT: FontFacts = {
  onLine: true,
  ascent: 0.95,
  descent: -0.35,
  blank: 0.25,
  texSigns: false,
};
const HIGHEST = 2;
/**
 * Of the standard fonts (9.6.2.2; Adobe's Core 14 metrics) and those that stand in for them, which
 * count in their place where a document does not bring them.
 */
const STANDARD: readonly (readonly [name: RegExp, ascent: number, descent: number])[] = [
  [/^Courier/, 0.629, -0.157],
  [/^(?:Helvetica|Arial)(?:MT)?(?:$|[-,])/, 0.718, -0.207],
  [/^Times(?:New ?Roman)?(?:PS)?(?:MT)?(?:$|[-,])/, 0.683, -0.217],
  [/^Symbol/, 1.01, -0.293],
  [/^ZapfDingbats/, 0.82, -0.143],
];
const TEX_SYMBOLS = /^(?:[A-Z]{6}\+)?(?:CMB?SY|LMMathSymbols)\d/;
const PROGRAMS = ['FontFile', 'FontFile2', 'FontFile3'];

export function fontFactsOf(file: PdfFile, font: Value | Stream | null): FontFacts {
  if (!isDict(font)) return NO_FONT;
  const type3 = nameOf(font.get('Subtype')) === 'Type3';
  const encoding = nameOf(file.direct(font.get('Encoding'))) ?? '';
  const onLine = !type3 && !/(?:^|-)V$/.test(encoding);
  const blank = blankOf(file, font);
  const name = nameOf(file.direct(font.get('BaseFont'))) ?? '';
  const texSigns = TEX_SYMBOLS.test(name) && !font.has('ToUnicode');
  const below = file.direct(font.get('DescendantFonts'));
  const holder = isArray(below) ? file.direct(below[0]) : font;
  const descriptor = isDict(holder) ? file.direct(holder.get('FontDescriptor')) : null;
  if (!isDict(descriptor) || !PROGRAMS.some((key) => descriptor.has(key))) {
    const [, ascent, descent] = STANDARD.find(([is]) => is.test(name)) ?? [];
    if (ascent !== undefined && descent !== undefined)
      return { onLine, ascent, descent, blank, texSigns };
  }
  if (!isDict(descriptor)) return { ...NO_FONT, onLine, blank, texSigns };
  const heightOf = (key: string) => Math.abs(numberOf(file.direct(descriptor.get(key)))) / 1000;
  const [ascent, descent] = [heightOf('Ascent'), heightOf('Descent')];
  return {
    onLine,
    blank,
    texSigns,
    ascent: isHeight(ascent) ? ascent : NO_FONT.ascent,
    descent: isHeight(descent) ? -descent : NO_FONT.descent,
  };
}

/** Of a simple font by its widths (9.6.2.1); Courier needs none. */
function blankOf(file: PdfFile, font: Dict): number {
  const widths = file.direct(font.get('Widths'));
  if (isArray(widths)) {
    const at = 32 - numberOf(file.direct(font.get('FirstChar')));
    const width = numberOf(file.direct(widths[at])) / 1000;
    return width > 0 ? width : NO_FONT.blank;
  }
  return /^Courier/.test(nameOf(file.direct(font.get('BaseFont'))) ?? '') ? 0.6 : NO_FONT.blank;
}

function isHeight(height: number): boolean {
  return height > 0 && height < HIGHEST;
}
