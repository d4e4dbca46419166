/**
 * Raised and lowered characters, which formats express by properties of the run.
 *
 * Set on the line, an exponent makes another number: ten squared is not one hundred and two.
 * So it is written with the superscripts of Unicode (blocks 2070–209F and Latin-1), as other
 * files have it that need no properties for it. Ordinals (1er, 2nd) and letters after letters
 * (no, Mme) say the same on the line, and stay as they are written.
 */

/** `up` for superscript, `down` for subscript. */
export type Raised = 'up' | 'down' | null;

const PLAIN = '0123456789+-−=()';
const UP = '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾';
const DOWN = '₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎';

const FIGURE_END = /[\p{N}⁺⁻₊₋]$/u;
const ORDINAL =
  /^(?:er|ers|re|res|e|es|[eè]mes?|d|de|des|nde?s?|st|nd|rd|th|o|os|a|as|°|º|ª)(?!\p{L})/iu;
/** Marks of notes that editors type: they stand apart from what is before them. */
const BRACKETED = /^\p{Ps}.*\p{Pe}$/u;

/**
 * A raised or lowered piece of text as it is to be read.
 *
 * @param before what stands before it in its paragraph
 */
export function raisedText(text: string, raised: Raised, before: string): string {
  const inner = text.trim();
  if (raised === null || inner === '' || BRACKETED.test(inner)) return text;
  const table = raised === 'up' ? UP : DOWN;
  const afterFigure = FIGURE_END.test(before);
  if ([...inner].every((character) => PLAIN.includes(character))) {
    return text.replace(/\S/g, (character) => table.charAt(PLAIN.indexOf(character)));
  }
  const hasFigure = /\p{N}/u.test(inner);
  if (!hasFigure && (!afterFigure || !/^[\p{L}.,]/u.test(inner) || ORDINAL.test(inner))) {
    return text;
  }
  return `${raised === 'up' ? '^' : '_'}${text}`;
}

/** The number of a note where it is referred to: raised it must not run into a figure. */
export function noteReference(number: string, before: string): string {
  return FIGURE_END.test(before) ? raisedText(number, 'up', before) : number;
}

/** `text-position` of ODF, `vertical-align` of CSS, shifts in any unit. */
export function raisedBy(position: string): Raised {
  if (/^\s*super(?:script)?\b/.test(position)) return 'up';
  if (/^\s*sub(?:script)?\b/.test(position)) return 'down';
  const shift = Number.parseFloat(position);
  return shift > 0 ? 'up' : shift < 0 ? 'down' : null;
}
