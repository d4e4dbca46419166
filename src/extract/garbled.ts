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
const FIRST_ACCENTED = 0xc0;
const LAST_ACCENTED = 0x24f;
const ACCENTED = /[\u00c0-\u024f]/;
const MIN_LETTERS = 200;
const MAX_ACCENTED = 2 / 3;

/** Longer ones are as many: engines run out of stack on a word of some million letters. */
const WORD = /\S{1,1000}/g;

/** So many tell of a whole book. */
const MAX_SHAPED = 200_000;

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
export function isGarbled(lines: readonly string[]): boolean {
  if (lines.some((line) => MAY_BE_SHAPED.test(line))) return isGarbledShaped(lines);
  let accented = 0;
  for (const line of lines) if (ACCENTED.test(line)) accented += accentedIn(line);
  // Nearly every text has fewer, and need not be looked at again.
  if (accented < MIN_LETTERS) return false;
  return accented > MAX_ACCENTED * lines.reduce((sum, line) => sum + latinIn(line), 0);
}

function isGarbledShaped(lines: readonly string[]): boolean {
  let words = 0;
  let shaped = 0;
  let broken = 0;
  let latin = 0;
  let accented = 0;
  for (const line of lines) {
    accented += accentedIn(line);
    latin += latinIn(line);
    for (const [word] of line.matchAll(WORD)) {
      words++;
      if (!MAY_BE_SHAPED.test(word)) continue;
      const script = SHAPED.find(([, one]) => one.test(word))?.[0];
      if (script === undefined) continue;
      shaped++;
      if (isBroken(word, script)) broken++;
      if (shaped === MAX_SHAPED) break;
    }
    if (shaped === MAX_SHAPED) break;
  }
  if (accented >= MIN_LETTERS && accented > MAX_ACCENTED * latin) return true;
  const isMuch = shaped >= MIN_SHAPED * words || broken >= MAX_SHARE * words;
  return broken >= MIN_BROKEN && broken > MAX_SHARE * shaped && isMuch;
}

function accentedIn(line: string): number {
  let letters = 0;
  for (let i = 0; i < line.length; i++) {
    if (isAccented(line.charCodeAt(i))) letters++;
  }
  return letters;
}

function latinIn(line: string): number {
  let letters = 0;
  for (let i = 0; i < line.length; i++) {
    const unit = line.charCodeAt(i);
    const small = unit | 0x20;
    if ((small >= 0x61 && small <= 0x7a && unit < 0x80) || isAccented(unit)) letters++;
  }
  return letters;
}

function isAccented(unit: number): boolean {
  return unit >= FIRST_ACCENTED && unit <= LAST_ACCENTED;
}

function isBroken(word: string, script: string): boolean {
  if (ORPHAN.test(word) || NO_LETTER.test(word)) return true;
  for (const [letters] of word.matchAll(/[\p{L}\p{M}\u200c\u200d]+/gu)) {
    // A foreign name bears an ending or an article of the script: "Googleളില്‍".
    const [foreign, ...others] = letters.match(LATIN) ?? [];
    if (others.length > 0) return true;
    const at = foreign === undefined ? 0 : letters.indexOf(foreign);
    if (at > 0 && at + (foreign?.length ?? 0) < letters.length) return true;
    const own = foreign === undefined ? letters : letters.replace(foreign, '');
    if (own !== '' && !isOf(own, script)) return true;
  }
  return false;
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
