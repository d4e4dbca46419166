/**
 * Characters that a PDF's text layer names otherwise than they are drawn, where the program that
 * wrote it is known to: nobody sees them, and other copies of the document have them right.
 */
import { type PlacedPiece, placeOf } from './segments.ts';

/**
 * Ghostscript 10.00 writes the ToUnicode entries of ligatures with the bytes of each UTF-16 unit
 * swapped: "fi" (U+0066 U+0069) becomes U+6600 U+6900. Nobody writes two such ideographs at a
 * Latin letter; the pairs are those of ligatures in text fonts.
 */
const SWAPPED = /(?:昀昀[椀氀]|昀[昀椀氀樀琀]|琀[昀椀琀]|吀栀)/gu;
const LATIN_BEFORE = /\p{Script=Latin}$/u;
const LATIN_AFTER = /^\p{Script=Latin}/u;

/** Spacing accents and the combining ones that mean the same. */
const ACCENTS: Readonly<Record<string, string>> = {
  '´': '\u0301',
  '`': '\u0300',
  ˆ: '\u0302',
  '¨': '\u0308',
  '˜': '\u0303',
  '¸': '\u0327',
  ˇ: '\u030c',
  '˘': '\u0306',
  '˚': '\u030a',
};

/**
 * Fonts without accented letters (TeX's OT1) draw the accent first and the letter over it. A
 * spacing accent right before a letter that bears it, with no blank between, is such a pair: in
 * a text it would stand apart, a grave opens a quotation unless it stands within a word, and a tilde
 * behind a slash names somebody's pages.
 */
const DRAWN_OVER = /(?:[´ˆ¨¸ˇ˘˚]|(?<!\/)˜|(?<=\p{L})`)[\p{L}ı]/gu;

/** The pieces of one page with the text that they show. */
export function mended(pieces: readonly PlacedPiece[]): PlacedPiece[] {
  const out: PlacedPiece[] = [];
  for (const piece of pieces) {
    const str = (piece.str ?? '').replace(SWAPPED, unswapped).replace(DRAWN_OVER, composed);
    const last = out.at(-1);
    if (last && isDrawnOver(last, piece)) {
      const pair = (last.str ?? '').slice(-1) + str.slice(0, 1);
      const one = composed(pair);
      if (one !== pair) {
        out[out.length - 1] = {
          ...last,
          str: (last.str ?? '').slice(0, -1),
          width: gapOf(last, piece),
        };
        out.push({ ...piece, str: one + str.slice(1) });
        continue;
      }
    }
    out.push(str === (piece.str ?? '') ? piece : { ...piece, str });
  }
  return out;
}

/** Share of the font size by which a letter begins left of the end of its accent, at least. */
const OVER = 0.2;
/** By which an accent is raised at most: over a capital by a quarter. */
const RAISED = 0.3;

/** Whether a piece goes back over the accent that ends the one before. */
function isDrawnOver(last: PlacedPiece, piece: PlacedPiece): boolean {
  if (last.hasEOL || !last.str || !piece.str) return false;
  const [before, here] = [placeOf(last), placeOf(piece)];
  return (
    ACCENTS[last.str.slice(-1)] !== undefined &&
    before.upright &&
    here.upright &&
    Math.abs(before.y - here.y) < RAISED * here.size &&
    before.left + before.width - here.left > OVER * here.size
  );
}

const gapOf = (last: PlacedPiece, piece: PlacedPiece) =>
  Math.max(0, placeOf(piece).left - placeOf(last).left);

function unswapped(pair: string, at: number, text: string): string {
  const beside =
    LATIN_BEFORE.test(text.slice(Math.max(0, at - 2), at)) ||
    LATIN_AFTER.test(text.slice(at + pair.length, at + pair.length + 2));
  if (!beside) return pair;
  return [...pair].map((unit) => String.fromCharCode(unit.charCodeAt(0) >> 8)).join('');
}

/**
 * An accent and the letter that bears it in one, where Unicode has such a letter. An i without its
 * dot is drawn to bear one, whichever: its letter and accent are two where Unicode has none.
 */
function composed(pair: string): string {
  const [accent = '', letter = ''] = pair;
  const dotless = letter === 'ı';
  const one = `${dotless ? 'i' : letter}${ACCENTS[accent] ?? ''}`.normalize('NFC');
  return dotless || [...one].length === 1 ? one : pair;
}
