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
