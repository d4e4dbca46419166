import type { Line, Text } from './document.ts';
import { takeFurniture } from './furniture.ts';
import { takeLabels } from './labels.ts';
import { cellPlaces, wideGaps } from './layout.ts';
import { nfc } from './nfc.ts';
import { utf8Length } from './utf8.ts';

/**
 * Canonical text: the strings that digests are taken of.
 *
 * A digest that says "same text" must never equal for two texts that a reader would tell
 * apart, so nothing is folded here but what a container or a renderer decides: composition
 * (Unicode NFC, UAX #15), ligatures, character widths, and white space. Case, accents,
 * punctuation, signs and number formats stay.
 */
export interface Canonical {
  /** All that is written, white space folded to single spaces. */
  readonly body: string;
  /** `body` without hyphens between letters and without whole series of list labels. */
  readonly bodyJoined: string;
  /** `offset TAB label` lines of the labels taken out, null when there are none. */
  readonly labels: string | null;
  /** Lines of running headers and footers, null when there are none. */
  readonly furniture: string | null;
  /** Places of cells, wide gaps (`layout.ts`); not named where the format's reader cannot tell. */
  readonly cells?: readonly string[];
  readonly layout?: readonly string[];
}

const LIGATURES: Readonly<Record<string, string>> = {
  ﬀ: 'ff',
  ﬁ: 'fi',
  ﬂ: 'fl',
  ﬃ: 'ffi',
  ﬄ: 'ffl',
  ﬅ: 'st',
  ﬆ: 'st',
};

/** Dotless letters, which under an accent are written with the dotted ones: "ı́" is "í". */
export const DOTLESS = /[\u0131\u0237](?=[\u0300-\u0304\u0306-\u030c])/g;

/** Full-width forms stand 0xFEE0 above their ASCII twins (Unicode block FF00–FF5E). */
const WIDTH_OFFSET = 0xfee0;

export const LIGATURE = /[ﬀ-ﬆ]/g;
export const WIDE = /[\uff01-\uff5e]/g;
const OTHER_THAN_ASCII = /[^ -~]/;
/**
 * Dots that lead the eye to a page number: whether blanks stand among them and beside them is for a
 * renderer to say. Four at least, since three are an ellipsis.
 */
export const LEADER = / ?\.(?: ?\.){3,} ?/g;
const WHITE = '\\p{Zs}\\t\\n\\v\\f\\r\\u0085\\u2028\\u2029';
export const WHITE_SPACE = new RegExp(`[${WHITE}]+`, 'gu');
/** All of it but single spaces, which stay and are most of it. */
const TO_FOLD = new RegExp(` [${WHITE}]+|(?! )[${WHITE}][${WHITE}]*`, 'gu');
/** What every leader begins with: nearly no line is searched for one. */
const LEADS = /\.(?: ?\.){3}/;
const SPACE = 0x20;

/**
 * Hyphens that a line break may add or a re-flow may drop. U+FFFE and U+0002 are what some
 * PDF text layers hold where a soft hyphen was drawn. A hyphen stands right after a letter:
 * after a space the sign is a dash ("il perd -" is not "il perd") or begins an option ("rm
 * -o"), and two of them are a dash too.
 */
const SOFT = '[\u00ad\ufffe\u0002]';
const HARD = '[-\u2010\u2011]';
const HYPHEN = `(?:${SOFT}+${HARD}?|${HARD}${SOFT}*)`;
export const HYPHEN_BETWEEN_LETTERS = new RegExp(
  // The sign is looked for first: workerd looks back from every character otherwise, which took
  // 48 s for a letter with 32,000 accents.
  `(?=${SOFT}|${HARD})(?<=\\p{L}\\p{M}*)${HYPHEN}(?: *\\n[ \\n]*)?(?=\\p{L})`,
  'gu',
);

/**
 * One line in canonical form: NFC, ligatures and widths replaced, spaces folded, trimmed.
 * Idempotent.
 */
export function canonicalLine(text: string): string {
  // ASCII without control characters is what most lines are, and has nothing to normalise.
  if (!OTHER_THAN_ASCII.test(text)) return withoutGaps(text.replace(/ {2,}/g, ' '));
  const letters = nfc(text).replace(LIGATURE, ligatureLetters).replace(DOTLESS, dotted);
  return withoutGaps(nfc(letters.replace(WIDE, narrow)).replace(TO_FOLD, ' '));
}

function withoutGaps(folded: string): string {
  return trimOne(LEADS.test(folded) ? folded.replace(LEADER, withoutSpaces) : folded);
}

/** Without a space at either end. */
function trimOne(text: string): string {
  const from = text.charCodeAt(0) === SPACE ? 1 : 0;
  const to =
    text.length - (text.length > from && text.charCodeAt(text.length - 1) === SPACE ? 1 : 0);
  return from === 0 && to === text.length ? text : text.slice(from, to);
}

export function withoutSpaces(text: string): string {
  return text.replaceAll(' ', '');
}

export function ligatureLetters(ligature: string): string {
  return LIGATURES[ligature] ?? ligature;
}

/** The letter that a dotless one under an accent stands for. */
export function dotted(dotless: string): string {
  return dotless === '\u0131' ? 'i' : 'j';
}

/** ASCII twin of a full-width character. */
export function narrow(wide: string): string {
  return String.fromCharCode(wide.charCodeAt(0) - WIDTH_OFFSET);
}

/**
 * Removes hyphens between letters, at a line end or within a line, and folds spaces and line
 * ends. Not `\s` and `trim`: they take U+FEFF for white space, which nobody sees, so that
 * "45000" as shown would share a digest with "45 000".
 */
export function joinHyphens(lines: string): string {
  return nfc(trimOne(lines.replace(HYPHEN_BETWEEN_LETTERS, '').replace(/ [ \n]+|\n[ \n]*/g, ' ')));
}

/** Some lines of a text; what the pieces are, one behind the other, is the whole. */
export interface Piece {
  readonly body: string;
  readonly joined: string;
}

/** Canonical text as it is made: long ones are never in memory as one string. */
export interface CanonicalLines {
  /** Code units of the body. */
  readonly length: number;
  /** Bytes of the body in UTF-8, counted when they are asked for. */
  readonly bytes: () => number;
  /**
   * `Canonical.body` and `Canonical.bodyJoined`; one for a text of usual length.
   *
   * @param least code units of a piece but the last
   */
  readonly pieces: (least?: number) => Iterable<Piece>;
  readonly labels: string | null;
  readonly furniture: string | null;
  readonly cells?: () => Iterable<string>;
  readonly layout?: () => Iterable<string>;
}

const PIECE = 64 * 1024;
/** What no hyphen is, with which a word may go on in the next line. */
const ENDS = /[\p{L}\p{M}\p{N}\p{S}\p{Po}\p{Pe}\p{Pf}]$/u;

/** @param lines with labels; none for what is not wanted of them */
function* piecesOf(
  unlabelled: readonly string[],
  lines: readonly Line[],
  least = PIECE,
): Generator<Piece> {
  let from = 0;
  let length = 0;
  for (let to = 1; to <= unlabelled.length; to++) {
    const line = unlabelled[to - 1] as string;
    length += line.length + 1;
    if (to < unlabelled.length && (length < least || !ENDS.test(line.slice(-2)))) continue;
    const space = from === 0 ? '' : ' ';
    const texts = lines.slice(from, to).map(({ text }) => text);
    yield {
      body: space + texts.join(' '),
      joined: space + joinHyphens(unlabelled.slice(from, to).join('\n')),
    };
    from = to;
    length = 0;
  }
}

/** Characters of the lines once they are joined, spaces aside. */
function lengthOf(lines: readonly string[]): number {
  let length = 0;
  for (const { joined } of piecesOf(lines, [])) length += joined.replaceAll(' ', '').length;
  return length;
}

/**
 * Canonical lines of a text.
 *
 * Furniture goes to a stream of its own and labels to another, so that a conversion that
 * adds or loses them leaves `bodyJoined` equal; both streams are digested, never dropped.
 */
export function canonicalLines(text: Text): CanonicalLines {
  const folded = text.pages.map(foldedPage);
  const { body, furniture } = takeFurniture(folded.map(writtenOn));
  const declared = (text.furniture ?? []).map(canonicalLine).filter((line) => line !== '');
  const [only = [], ...others] = body;
  const lines = others.length === 0 ? only : body.flat();
  const { lines: unlabelled, labels } = takeLabels(lines, lengthOf);
  const allFurniture = [...declared, ...furniture];
  return {
    length: Math.max(
      0,
      lines.reduce((sum, line) => sum + line.text.length + 1, -1),
    ),
    bytes: () =>
      Math.max(
        0,
        lines.reduce((sum, line) => sum + utf8Length(line.text) + 1, -1),
      ),
    pieces: (least) => piecesOf(unlabelled, lines, least),
    labels: labels.length > 0 ? labels.join('\n') : null,
    furniture: allFurniture.length > 0 ? allFurniture.join('\n') : null,
    ...(text.tables ? { cells: () => cellPlaces(lines, unlabelled, lengthOf) } : {}),
    ...(text.spaced ? { layout: () => wideGaps(text, folded, canonicalLine) } : {}),
  };
}

/** Lists of a long text's lines take as much memory as it: where nothing changes, the same one stays. */
function foldedPage(page: readonly Line[]): readonly Line[] {
  let folded: Line[] | null = null;
  for (let i = 0; i < page.length; i++) {
    const line = page[i] as Line;
    const text = canonicalLine(line.text);
    if (text === line.text) continue;
    folded ??= [...page];
    folded[i] = { ...line, text };
  }
  return folded ?? page;
}

function writtenOn(page: readonly Line[]): readonly Line[] {
  const isWritten = (line: Line): boolean => line.text !== '';
  return page.every(isWritten) ? page : page.filter(isWritten);
}

/** Canonical strings of a text. */
export function canonicalise(text: Text): Canonical {
  const { pieces, labels, furniture, cells, layout } = canonicalLines(text);
  const all = [...pieces()];
  return {
    body: all.map((piece) => piece.body).join(''),
    bodyJoined: all.map((piece) => piece.joined).join(''),
    labels,
    furniture,
    ...(cells ? { cells: [...cells()] } : {}),
    ...(layout ? { layout: [...layout()] } : {}),
  };
}
