/**
 * Whether a PDF's text layer says what is drawn. A font with a wrong character map gives
 * fluent nonsense; one observed kind maps every glyph to the same letter.
 */

/** Texts of fewer letters are not judged: short runs repeat by chance. */
const JUDGED_LETTERS = 200;
/** `e` is 17 % of French and 13 % of English letters; 30 % is out of reach of any prose. */
const DOMINANT_SHARE = 0.3;

/** The letter that makes up more than 30 % of a text of more than 200 letters, or null. */
export function dominantLetter(text: Iterable<string>): string | null {
  const counts = new Map<string, number>();
  let letters = 0;
  for (const line of text) {
    for (const letter of line.match(/\p{L}/gu) ?? []) {
      counts.set(letter, (counts.get(letter) ?? 0) + 1);
      letters++;
    }
  }
  if (letters <= JUDGED_LETTERS) return null;
  for (const [letter, count] of counts) {
    if (count > letters * DOMINANT_SHARE) return letter;
  }
  return null;
}
