/** Made-up words with the frequencies of a language: rank by Zipf's law, no text of anybody's. */

const SYLLABLES = 'ba ce di fo gu la me ni po ru sa te vi xo za'.split(' ');
/** Words of the vocabulary; as many forms as a large mail archive has. */
const VOCABULARY = 40_000;

/** The word of a rank, the same in every run. */
function wordOf(rank) {
  let text = '';
  for (let rest = rank; rest > 0; rest = Math.floor(rest / 15)) text += SYLLABLES[rest % 15];
  return text;
}

const words = Array.from({ length: VOCABULARY }, (_, rank) => wordOf(rank + 1));

/** @param draw random source of `bench/tamper/random.mjs` */
export function wordsFrom(draw, count) {
  // A uniform power of e is a rank by Zipf's law.
  return Array.from(
    { length: count },
    () => words[Math.floor(Math.exp(draw.next() * Math.log(VOCABULARY))) - 1],
  );
}

/** Log-normal number of words. @param sigma of the logarithm */
export function lengthFrom(draw, median, sigma, least) {
  const normal = Math.sqrt(-2 * Math.log(1 - draw.next())) * Math.cos(2 * Math.PI * draw.next());
  return Math.max(least, Math.min(20_000, Math.round(median * Math.exp(sigma * normal))));
}

/** Low ranks first: a few signatures and templates are most of what is sent. */
export const popular = (draw, below) => Math.floor(draw.next() ** 2 * below);
