/**
 * Loose tokens: what shingles are made of. They find candidates and say how much is
 * shared; they never decide that two texts are equal.
 *
 * Words are lower-cased and lose their punctuation. A number is one token with its sign,
 * separators, exponent and currency, so that no two different amounts give one token.
 * Scripts written without spaces give one token a character.
 */
export const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

const CURRENCY = '[€$£¥%‰]';
export const TOKEN = new RegExp(
  [
    '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}]',
    // A sign belongs to a number only where no word or number ends right before it.
    `(?:(?<![\\p{L}\\p{N}])[-+−±])?${CURRENCY}?\\d+(?:[.,'’/:]\\d+| \\d{3}(?!\\d))*[²³¹⁰⁴-⁹]*(?: ?${CURRENCY})?`,
    '[\\p{L}\\p{M}]+',
    '\\p{N}',
  ].join('|'),
  'gu',
);

/**
 * Splits canonical text into loose tokens.
 *
 * @param text `Canonical.bodyJoined`
 */
export function looseTokens(text: string): string[] {
  return text.replace(INVISIBLE, '').toLowerCase().match(TOKEN) ?? [];
}

const PIECE = 64 * 1024;
/**
 * Where no token goes on and the case of no letter depends on what is before it: behind a letter, or a
 * figure that what follows cannot be a part of.
 */
const BETWEEN_TOKENS = /[\p{L}\p{M}](?=[ ;|,"()。、])|\d(?=[;|]| (?:\d{1,2}[ ;|,.]|\d{4}))/gu;

/**
 * Loose tokens of a text that comes in pieces: as `looseTokens` of all, some at a time.
 *
 * @param least code units that tokens are taken of at a time
 */
export function* tokensOf(pieces: Iterable<string>, least = PIECE): Generator<string[]> {
  let before: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    let from = 0;
    for (;;) {
      BETWEEN_TOKENS.lastIndex = from + Math.max(0, least - length);
      if (!BETWEEN_TOKENS.test(piece)) break;
      const to = BETWEEN_TOKENS.lastIndex;
      yield looseTokens(before.join('') + piece.slice(from, to));
      before = [];
      length = 0;
      from = to;
    }
    before.push(piece.slice(from));
    length += piece.length - from;
  }
  yield looseTokens(before.join(''));
}
