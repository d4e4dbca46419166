/**
 * Whether a PDF's text layer says what is drawn. A font with a wrong character map gives
 * fluent nonsense; one observed kind maps every glyph to the same letter.
 */

/** Texts of fewer letters are not judged: short runs repeat by chance. */
const JUDGED_LETTERS = 200;
/** `e` is 17 % of French and 13 % of English letters; 30 % is out of reach of any prose. */
const DOMINANT_SHARE = 0.3;

/** Letters that are not ASCII: most text has few, and patterns are slow. */
const OTHER_LETTER = /(?![\0-\x7f])\p{L}/gu;
const ASCII = 128;
const [UPPER_A, UPPER_Z, TO_LOWER] = [0x41, 0x5a, 0x20];

/** The letter that makes up more than 30 % of a text of more than 200 letters, or null. */
export function dominantLetter(text: Iterable<string>): string | null {
  const ascii = new Uint32Array(ASCII);
  const counts = new Map<string, number>();
  for (const line of text) {
    let hasOthers = false;
    for (let i = 0; i < line.length; i++) {
      const unit = line.charCodeAt(i);
      if (unit < ASCII) ascii[unit] = (ascii[unit] as number) + 1;
      else hasOthers = true;
    }
    if (!hasOthers) continue;
    for (const letter of line.match(OTHER_LETTER) ?? []) {
      counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
  }
  for (let upper = UPPER_A; upper <= UPPER_Z; upper++) {
    for (const unit of [upper, upper + TO_LOWER]) {
      counts.set(String.fromCharCode(unit), ascii[unit] as number);
    }
  }
  let letters = 0;
  for (const count of counts.values()) letters += count;
  if (letters <= JUDGED_LETTERS) return null;
  for (const [letter, count] of counts) {
    if (count > letters * DOMINANT_SHARE) return letter;
  }
  return null;
}
