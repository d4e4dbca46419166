/**
 * Single edits of a text. Each gets one run of text, a random source and the language, and
 * gives the edited run, or null where there is nothing of its kind to edit.
 */
import { MONTHS, NAMES } from './facts.mjs';

/** Replaces one random match of a pattern; null without a match or a change. */
function one(text, pattern, random, replace) {
  const matches = [...text.matchAll(pattern)];
  if (matches.length === 0) return null;
  const match = random.pick(matches);
  const by = replace(match[0], match);
  if (by === null || by === match[0]) return null;
  return text.slice(0, match.index) + by + text.slice(match.index + match[0].length);
}

const otherDigit = (random, digit) => String((Number(digit) + 1 + random.int(9)) % 10);

const HOMOGLYPHS = {
  a: 'а',
  e: 'е',
  o: 'о',
  p: 'р',
  c: 'с',
  x: 'х',
  i: 'і',
  A: 'А',
  E: 'Е',
  O: 'О',
};

export const EDITS = {
  one_digit: (text, random) => one(text, /\d/g, random, (d) => otherDigit(random, d)),
  digits_transposed: (text, random) =>
    one(text, /(\d)(?!\1)(\d)/g, random, (two) => two[1] + two[0]),
  digit_dropped: (text, random) => one(text, /(?<=\d)\d/g, random, () => ''),
  sign: (text, random) =>
    /[-−]\d/.test(text)
      ? one(text, /(?<![\p{L}\p{N}])[-−](?=\d)/gu, random, () => '')
      : one(text, /(?<![\p{L}\p{N}.,])\d[\d.,]*/gu, random, (n) => `-${n}`),
  decimal_point: (text, random) =>
    one(text, /(\d)([.,])(\d)/g, random, (_, m) =>
      random.next() < 0.5 ? m[1] + m[3] : m[1] + (m[2] === '.' ? ',' : '.') + m[3],
    ),
  currency: (text, random) =>
    one(text, /[€$£]/g, random, (c) => random.pick(['€', '$', '£'].filter((x) => x !== c))),
  date: (text, random, lang) => {
    const months = MONTHS[lang] ?? MONTHS.en;
    const named = one(text, new RegExp(`\\b(?:${months.join('|')})\\b`, 'g'), random, (m) =>
      random.pick(months.filter((x) => x !== m)),
    );
    return (
      named ?? one(text, /\b(?:19|20)\d\d\b/g, random, (y) => String(Number(y) + 1 + random.int(5)))
    );
  },
  name: (text, random) => {
    const known = one(text, new RegExp(NAMES.join('|'), 'g'), random, (n) =>
      random.pick(NAMES.filter((x) => x !== n)),
    );
    return (
      known ??
      one(text, /(?<=[\p{Ll},] )\p{Lu}\p{Ll}{2,}/gu, random, () => random.pick(NAMES).split(' ')[1])
    );
  },
  negation: (text, random, lang) =>
    lang === 'fr'
      ? (one(text, /\b(?:ne |n[’'])(\p{L}+) pas\b/gu, random, (_, m) => m[1]) ??
        one(text, / (est|sont|a|ont|peut|doit) (?=\p{L})/gu, random, (_, m) =>
          /^[ao]|^est/.test(m[1]) ? ` n’${m[1]} pas ` : ` ne ${m[1]} pas `,
        ))
      : (one(text, /\bnot /g, random, () => '') ??
        one(
          text,
          / (is|are|was|were|can|may|must|will|should) (?=\p{L})/gu,
          random,
          (_, m) => ` ${m[1]} not `,
        )),
  case: (text, random) =>
    one(text, /(?<![\p{L}\p{N}])\p{L}(?=\p{L}{2})/gu, random, (c) =>
      c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase(),
    ),
  comma: (text, random) =>
    one(text, /(?<=\p{L}), (?=\p{L})/gu, random, () => ' ') ??
    one(text, /(?<=\p{L}{4}) (?=\p{L}{4})/gu, random, () => ', '),
  homoglyph: (text, random) =>
    one(text, /(?<=\p{L})[aeopcxi](?=\p{L})/gu, random, (c) => HOMOGLYPHS[c] ?? null),
  zero_width: (text, random) =>
    one(text, /(?<=\p{L})(?=\p{L})/gu, random, () =>
      random.pick(['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u202e']),
    ),
  accent: (text, random) =>
    one(text, /[éèêàçùâîôû]/g, random, (c) => c.normalize('NFD')[0]) ??
    one(text, /(?<=\p{L})e(?=\p{L})/gu, random, () => 'é'),
  space: (text, random) => one(text, /(?<=\p{L}{2}) (?=\p{L}{2})/gu, random, () => ''),
  digits_spaced: (text, random) =>
    one(text, /\d{4,}/g, random, (n) => `${n.slice(0, 1)} ${n.slice(1)}`) ??
    one(text, /(\d)[ \u00a0\u202f](\d)/g, random, (_, m) => m[1] + m[2]),
  exponent: (text, random) => one(text, /[²³]/g, random, (c) => ({ '²': '2', '³': '3' })[c]),
  letter: (text, random) =>
    one(text, /(?<=\p{Ll})\p{Ll}(?=\p{Ll})/gu, random, (c) =>
      random.pick([...'aeinorst'].filter((x) => x !== c)),
    ),
  hyphen: (text, random) =>
    one(text, /(?<=\p{L})-(?=\p{L})/gu, random, () => '') ??
    one(text, /(?<=\p{L}{3})(?=\p{L}{3})/gu, random, () => '-'),
  words_swapped: (text, random) =>
    one(
      text,
      /(?<![\p{L}\p{N}])(\p{Ll}{4,}) (?!\1)(\p{Ll}{4,})(?![\p{L}\p{N}])/gu,
      random,
      (_, m) => `${m[2]} ${m[1]}`,
    ),
};
