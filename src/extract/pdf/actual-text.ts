/**
 * Text that a page states for what it draws (ActualText, ISO 32000-1, 14.9.4). Fonts of scripts
 * whose letters are stacked and re-ordered draw glyphs that no character map can name, and what
 * makes such pages writes beside each what it stands for; programs that make plain text of a PDF
 * read it.
 *
 * Only for letters of such scripts, written from left to right: of figures and of all other
 * letters the character maps say what is drawn, and nobody shall write another amount over them.
 */
import { type PlacedPiece, placeOf } from './segments.ts';
import { isDict, type Value } from './values.ts';

/** Devanagari to Myanmar, and Khmer, with the joiners between their letters; no digits. */
const STACKED = /^[\u0900-\u109f\u1780-\u17ff\u200c\u200d]+$/;
const DIGIT = /\p{N}/u;

/** What the operand of a BDC operator states, null where it is nothing that is read. */
export function statedText(properties: Value | undefined): string | null {
  const value = isDict(properties) ? properties.get('ActualText') : undefined;
  const string = typeof value === 'object' && value !== null && 'kind' in value ? value : null;
  if (string?.kind !== 'string' || !string.text.startsWith('\u00fe\u00ff')) return null;
  let text = '';
  for (let i = 2; i + 1 < string.text.length; i += 2) {
    text += String.fromCharCode(string.text.charCodeAt(i) * 256 + string.text.charCodeAt(i + 1));
  }
  return STACKED.test(text) && !DIGIT.test(text) ? text : null;
}

/** What PDF.js gives between pieces of text. */
export interface MarkedPiece extends PlacedPiece {
  readonly type?: string;
}

/**
 * The pieces of a page with the texts that it states.
 *
 * @param stated by BDC operator, in the order of painting
 * @returns without items of marked content; the pieces as they are where PDF.js saw other operators
 */
export function withStatedText(
  items: readonly MarkedPiece[],
  stated: readonly (string | null)[],
): PlacedPiece[] {
  const pieces = items.filter(({ type }) => type === undefined);
  const begun = items.filter(({ type }) => type === 'beginMarkedContentProps').length;
  if (begun !== stated.length) return pieces;
  const out: PlacedPiece[] = [];
  /** For each open sequence, whether it states the text that stands in it. */
  const open: boolean[] = [];
  /** Stated, and no piece yet that bears it. */
  let waiting = '';
  let next = 0;
  for (const [i, item] of items.entries()) {
    if (item.type === 'beginMarkedContentProps') {
      const text = stated[next++] ?? null;
      const isOuter = !open.includes(true);
      if (isOuter && text !== null) waiting += text;
      open.push(isOuter && text !== null);
    } else if (item.type === 'beginMarkedContent') open.push(false);
    else if (item.type === 'endMarkedContent') {
      const last = out.at(-1);
      // A glyph that no map names gives no piece: what was drawn before goes on.
      if (open.pop() && waiting !== '' && last?.str && !last.hasEOL) {
        out[out.length - 1] = { ...last, str: last.str + waiting };
        waiting = '';
      }
    } else if (item.str?.trim()) {
      out.push({ ...item, str: open.includes(true) ? waiting : waiting + item.str });
      waiting = '';
    } else if (!open.includes(true)) out.push(item);
    else if (waiting !== '' && isBlank(item, items[i + 1])) out.push(item);
    // Within what is stated, gaps are those between glyphs.
    else if (item.hasEOL) out.push({ ...item, str: '' });
  }
  return out;
}

/** Share of the font size: a wider gap is left by glyphs whose width PDF.js does not know. */
const WIDEST_BLANK = 0.5;

function isBlank({ width = 0 }: MarkedPiece, next: MarkedPiece | undefined): boolean {
  return next?.str !== undefined && width <= WIDEST_BLANK * placeOf(next).size;
}
