/**
 * Whether a text in a script of joined or stacked letters can be what anybody wrote. Fonts of such
 * scripts draw glyphs that are no characters, and programs that make or rewrite PDFs name them
 * wrongly: halves of letters, in the order of drawing, or letters of any script. Copies of one
 * document are then garbled each in its own way, and none leads to another.
 */

/** Scripts whose letters are shaped together (Unicode 15, chapters 9, 12, 13 and 16). */
const SHAPED = [
  'Hebrew',
  'Arabic',
  'Syriac',
  'Devanagari',
  'Bengali',
  'Gurmukhi',
  'Gujarati',
  'Oriya',
  'Tamil',
  'Telugu',
  'Kannada',
  'Malayalam',
  'Sinhala',
  'Thai',
  'Lao',
  'Tibetan',
  'Myanmar',
  'Khmer',
].map((script) => [script, new RegExp(`\\p{Script=${script}}`, 'u')] as const);
const MAY_BE_SHAPED = /[\u0590-\u109f\u1780-\u17ff]/;

/** A mark that nothing bears: no letter, mark, joiner or circle stands right before it. */
const ORPHAN = /(?<![\p{L}\p{M}\u200b-\u200d\u25cc\u00a0])\p{M}/u;
/** Characters that no writing has within a word. */
const NO_LETTER = /[\p{Co}\p{Cn}\ufffd]/u;
const LATIN = /\p{Script=Latin}+/gu;

/** A Hebrew page whose letters became those of Latin-1: Vietnamese has a third such letters. */
const ACCENTED = /[\u00c0-\u024f]/;
const ALL_ACCENTED = /[\u00c0-\u024f]/g;
const ALL_LATIN = /[A-Za-z\u00c0-\u024f]/g;
const MIN_LETTERS = 200;
const MAX_ACCENTED = 2 / 3;

/** Fewer words may be broken by a fault of typing or of one line. */
const MIN_BROKEN = 10;
/**
 * Of the words in such scripts. Of texts in seven languages, 0 % of the words as written and up to
 * 4.4 % of those that pdftotext reads; 5.7 to 97 % where most words of a PDF are wrong.
 */
const MAX_SHARE = 0.05;
/** Of all words: what is left of a text in other scripts is read as any other. */
const MIN_SHAPED = 0.25;

/**
 * Whether more than a twentieth of the words in such scripts cannot be read as words, and these
 * are much of the text, or were before they became letters of other scripts.
 */
export function isGarbled(lines: Iterable<string>): boolean {
  let words = 0;
  let shaped = 0;
  let broken = 0;
  let latin = 0;
  let accented = 0;
  for (const line of lines) {
    if (ACCENTED.test(line)) accented += line.match(ALL_ACCENTED)?.length ?? 0;
    latin += line.match(ALL_LATIN)?.length ?? 0;
    const all = line.match(/[^\s\p{Zs}]+/gu) ?? [];
    words += all.length;
    if (!MAY_BE_SHAPED.test(line)) continue;
    for (const word of all) {
      const scripts = MAY_BE_SHAPED.test(word)
        ? SHAPED.filter(([, one]) => one.test(word)).map(([name]) => name)
        : [];
      if (scripts.length === 0) continue;
      shaped++;
      if (isBroken(word, scripts)) broken++;
    }
  }
  if (accented >= MIN_LETTERS && accented > MAX_ACCENTED * latin) return true;
  const isMuch = shaped >= MIN_SHAPED * words || broken >= MAX_SHARE * words;
  return broken >= MIN_BROKEN && broken > MAX_SHARE * shaped && isMuch;
}

function isBroken(word: string, scripts: readonly string[]): boolean {
  if (ORPHAN.test(word) || NO_LETTER.test(word)) return true;
  const [script] = scripts;
  return (word.match(/[\p{L}\p{M}\u200c\u200d]+/gu) ?? []).some((letters) => {
    // A foreign name bears an ending or an article of the script: "Googleളില്‍".
    const foreign = letters.match(LATIN) ?? [];
    const between = foreign.some((part) => {
      const at = letters.indexOf(part);
      return at > 0 && at + part.length < letters.length;
    });
    const own = letters.replace(LATIN, '');
    return foreign.length > 1 || between || (own !== '' && !isOf(own, script ?? ''));
  });
}

const OWN = new Map(
  SHAPED.map(([name]) => [
    name,
    new RegExp(`^[\\p{Script=${name}}\\p{Script=Common}\\p{Script=Inherited}]+$`, 'u'),
  ]),
);

function isOf(letters: string, script: string): boolean {
  return OWN.get(script)?.test(letters) ?? true;
}
