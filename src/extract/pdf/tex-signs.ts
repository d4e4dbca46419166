/**
 * Signs of TeX's symbol fonts, whose names not all programs know: pdftotext 22.12 writes the character
 * of the sign's code in their place (codes by D. Knuth, "The TeXbook", appendix F). Those whose code is
 * that of a figure, a percent sign or a dash stay what they are: 5′ is not 50.
 */
import type { Painting } from './painting.ts';

const CODES: Readonly<Record<string, string>> = { '〈': 'h', '〉': 'i', '‖': 'k' };

/** Whether strings of a page are set in such a font. */
export function hasTexSigns(painting: Painting | null): boolean {
  return painting?.shown.some(({ font }) => font.texSigns) ?? false;
}

export function withTexCodes(text: string): string {
  return text.replace(/[〈〉‖]/g, (sign) => CODES[sign] ?? sign);
}
