/** What an attacker learns from texts: words, which follow which, and runs of five. */
const WORDS = 20_000;
const RUNS = 2_000_000;
const encoder = new TextEncoder();

/**
 * @param learnt tokens of texts
 * @returns words by number (0 is any word that is not in the list, `empty` the empty ones before
 *   and behind a text), their bytes, and how likely a word is after two others
 */
export function learn(learnt) {
  const frequency = new Map();
  for (const tokens of learnt)
    for (const t of tokens) frequency.set(t, (frequency.get(t) ?? 0) + 1);
  const list = [...frequency].sort((a, b) => b[1] - a[1]).slice(0, WORDS - 1);
  const words = ['\0', ...list.map(([word]) => word)];
  const numberOf = new Map(words.map((word, k) => [word, k]));
  const utf8 = words.map((word) => encoder.encode(word));
  // The empty words before and behind a text; none of those that are tried.
  const empty = words.length;
  utf8.push(new Uint8Array(0));

  const total = [...frequency.values()].reduce((a, b) => a + b, 0);
  const one = Float64Array.from(words, (word) => frequency.get(word) ?? 0.1);
  const two = new Map();
  const three = new Map();
  const fives = new Map();
  for (const tokens of learnt) {
    const ids = tokens.map((token) => numberOf.get(token) ?? 0);
    ids.forEach((c, i) => {
      const [a, b] = [ids[i - 2] ?? 0, ids[i - 1] ?? 0];
      const pair = b * WORDS + c;
      two.set(pair, (two.get(pair) ?? 0) + 1);
      const triple = a * WORDS * WORDS + pair;
      three.set(triple, (three.get(triple) ?? 0) + 1);
      const run = ids.slice(i, i + 5);
      if (run.length === 5 && !run.includes(0)) {
        const key = run.join(' ');
        fives.set(key, (fives.get(key) ?? 0) + 1);
      }
    });
  }
  const runs = [...fives]
    .sort((a, b) => b[1] - a[1])
    .slice(0, RUNS)
    .map(([key]) => key.split(' ').map(Number));

  /** Log-probability of c after a b, with stupid backoff (Brants et al. 2007). */
  function likelihood(a, b, c) {
    if (c === empty) return 0;
    if (b === empty) return Math.log(one[c] / total);
    const pair = a * WORDS + b;
    const triple = three.get(pair * WORDS + c);
    if (triple) return Math.log(triple / (two.get(pair) ?? triple));
    const double = two.get(b * WORDS + c);
    if (double) return Math.log((0.4 * double) / one[b]);
    return Math.log((0.16 * one[c]) / total);
  }

  return { words, utf8, empty, numberOf, total, one, fives, runs, likelihood };
}
