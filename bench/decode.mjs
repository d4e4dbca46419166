/**
 * How much of a text do its ordered shingle entries give away? The attack that rebuilds it
 * word by word, on 64-bit and on 16-bit entries of the same fourteen texts, with the same
 * word list and the same number of hashes.
 *
 * `node bench/decode.mjs [HASHES] [FOLDER…]` learns from README, NEWS, FAQ, .txt and .md files
 * there. Texts that share a twentieth of their shingles with a target are not learnt from.
 *
 * 1. Hash the five-word runs of the learnt texts, most frequent first; where they meet the
 *    entries they are anchors, those first whose neighbours agree. One in 2^16 meets a 16-bit
 *    entry by chance: an anchor then needs words beside it that fit as well.
 * 2. From an anchor, four words are known: try every word that may follow, or stand before.
 *    A beam keeps the likeliest sequences (trigrams with backoff), which dies out when the
 *    true word is not in the list; what then remains unsure is given up.
 * 3. The empty words before and behind every text are four known words as well.
 */
import { globSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { canonicalise } from '../src/fingerprint/canonical.ts';
import { murmur128Into } from '../src/fingerprint/murmur.ts';
import { PADDING, shingles } from '../src/fingerprint/shingle.ts';
import { looseTokens } from '../src/fingerprint/tokens.ts';

const HASHES = Number(process.argv[2] ?? 2e7);
const folders = process.argv.length > 3 ? process.argv.slice(3) : ['/usr/share/doc'];
const TARGETS = 14;
const WORDS = 20_000;
const BEAM = 24;
/** Words at the end of a 16-bit path that nothing after them confirmed. */
const UNSURE = 3;
/**
 * Words that must fit beside a 16-bit anchor of one and of two runs. Of 20,000 words 0.3 fit by
 * chance, and 10^6 runs meet 600 entries 10^4 times: 10^4 x 0.3^10 = 0.06 false anchors a text.
 */
const SUPPORT = [0, 10, 4];

const tokensOf = (file) => {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  if (text.includes('\0') || text.includes('\ufffd')) return [];
  const lines = text.slice(0, 40_000).split('\n');
  return looseTokens(canonicalise({ pages: [lines.map((line) => ({ text: line }))] }).bodyJoined);
};

function random(seed) {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

const files = folders
  .flatMap((folder) => globSync(`${folder}/**/{README,NEWS,FAQ}*`))
  .concat(folders.flatMap((folder) => globSync(`${folder}/**/*.{txt,md,txt.gz,md.gz}`)));
const texts = [];
for (const file of [...new Set(files)].sort()) {
  try {
    const tokens = tokensOf(file);
    if (tokens.length >= 100) texts.push(tokens);
  } catch {
    // A folder, or not gzip after all.
  }
}

/** Fourteen texts of 300 to 1,500 tokens that look like prose: few tokens are numbers. */
const pick = random(3);
const targets = [];
const prose = texts.filter(
  (tokens) =>
    tokens.length >= 300 &&
    tokens.length <= 1500 &&
    tokens.filter((token) => /^\p{L}+$/u.test(token)).length > 0.93 * tokens.length,
);
const hashSet = (tokens) => new Set(shingles(tokens).high);
const shares = (a, b) => {
  let common = 0;
  for (const value of a) if (b.has(value)) common++;
  return common / a.size;
};
while (targets.length < TARGETS && prose.length > 0) {
  const [tokens] = prose.splice(pick(prose.length), 1);
  const own = hashSet(tokens);
  if (targets.every((other) => shares(own, other.own) < 0.05)) targets.push({ tokens, own });
}
const learnt = texts.filter((tokens) => {
  const set = hashSet(tokens);
  return targets.every(({ own }) => shares(own, set) < 0.05);
});

/** Word numbers by frequency; 0 is any word that is not in the list. */
const frequency = new Map();
for (const tokens of learnt) for (const t of tokens) frequency.set(t, (frequency.get(t) ?? 0) + 1);
const list = [...frequency].sort((a, b) => b[1] - a[1]).slice(0, WORDS - 1);
const words = ['\0', ...list.map(([word]) => word)];
const numberOf = new Map(words.map((word, k) => [word, k]));
const encoder = new TextEncoder();
const utf8 = words.map((word) => encoder.encode(word));
/** The empty words before and behind a text; none of those that are tried. */
const EMPTY = words.length;
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
  .slice(0, 2_000_000)
  .map(([key]) => key.split(' ').map(Number));

/** Log-probability of c after a b, with stupid backoff (Brants et al. 2007). */
function likelihood(a, b, c) {
  if (c === EMPTY) return 0;
  if (b === EMPTY) return Math.log(one[c] / total);
  const pair = a * WORDS + b;
  const triple = three.get(pair * WORDS + c);
  if (triple) return Math.log(triple / (two.get(pair) ?? triple));
  const double = two.get(b * WORDS + c);
  if (double) return Math.log((0.4 * double) / one[b]);
  return Math.log((0.16 * one[c]) / total);
}

const buffer = new Uint8Array(1 << 16);
const hash = new Uint32Array(4);
let spent = 0;

/** Writes the words of a run into the buffer from `at`, with spaces between. */
function write(run, at) {
  let end = at;
  run.forEach((word, k) => {
    if (k > 0) buffer[end++] = 32;
    buffer.set(utf8[word], end);
    end += utf8[word].length;
  });
  return end;
}

const widths = {
  64: () => hash[0] * 2 ** 20 + (hash[1] >>> 12),
  16: () => hash[2] & 0xffff,
};

/** Entries of a text, with the empty words at its ends. */
function entriesOf(tokens, width) {
  const empty = Array(PADDING).fill('');
  const padded = [...empty, ...tokens, ...empty];
  return Array.from({ length: tokens.length + PADDING }, (_, i) => {
    const run = encoder.encode(padded.slice(i, i + 5).join(' '));
    murmur128Into(run, run.length, 0, hash);
    return widths[width]();
  });
}

/** Every word that with the four known ones gives `entry`. */
function candidates(known, entry, forward, hashed) {
  const found = [];
  const prefix = forward ? write(known, 0) : 0;
  if (forward) buffer[prefix] = 32;
  const tail = forward ? null : buffer.slice(0, write(known, 0));
  for (let w = 1; w < words.length; w++) {
    const bytes = utf8[w];
    let length;
    if (forward) {
      buffer.set(bytes, prefix + 1);
      length = prefix + 1 + bytes.length;
    } else {
      buffer.set(bytes, 0);
      buffer[bytes.length] = 32;
      buffer.set(tail, bytes.length + 1);
      length = bytes.length + 1 + tail.length;
    }
    murmur128Into(buffer, length, 0, hash);
    if (hashed() === entry) found.push(w);
  }
  spent += words.length;
  return found;
}

/**
 * Follows the entries from a known run at `at`.
 *
 * @returns the words found, the nearest first, and how many fitted before the unsure were left out
 */
function follow(entries, run, at, forward, width, isKnown) {
  let states = [{ known: forward ? run.slice(1) : run.slice(0, 4), score: 0, path: [] }];
  let best = states[0];
  for (let step = 1; ; step++) {
    const place = forward ? at + step : at - step;
    if (place < 0 || place >= entries.length || spent > HASHES) break;
    if (isKnown(forward ? place + 4 : place)) break;
    const next = [];
    for (const { known, score, path } of states) {
      for (const w of candidates(known, entries[place], forward, widths[width])) {
        const gain = forward
          ? likelihood(known[2], known[3], w)
          : likelihood(w, known[0], known[1]) + Math.log(one[w] / total);
        const shifted = forward ? [...known.slice(1), w] : [w, ...known.slice(0, 3)];
        next.push({ known: shifted, score: score + gain, path: [...path, w] });
      }
    }
    if (next.length === 0) break;
    states = next.sort((a, b) => b.score - a.score).slice(0, BEAM);
    best = states[0];
  }
  const { path } = best;
  const sure = width === 16 ? path.slice(0, Math.max(0, path.length - UNSURE)) : path;
  return { sure, fitted: path.length };
}

/** Anchors: learnt five-word runs that fit the entries, those most surely right first. */
function anchorsIn(entries, width) {
  const places = new Map();
  entries.forEach((entry, i) => {
    places.set(entry, [...(places.get(entry) ?? []), i]);
  });
  const fits = entries.map(() => []);
  for (const run of runs) {
    if (spent > HASHES / 2) break;
    murmur128Into(buffer, write(run, 0), 0, hash);
    spent++;
    for (const i of places.get(widths[width]()) ?? []) {
      fits[i].push({ run, at: i, chain: 1, next: null });
    }
  }
  for (let i = entries.length - 2; i >= 0; i--) {
    for (const one of fits[i]) {
      for (const next of fits[i + 1]) {
        if (!next.run.slice(0, 4).every((word, k) => word === one.run[k + 1])) continue;
        if (next.chain + 1 > one.chain) Object.assign(one, { chain: next.chain + 1, next });
      }
    }
  }
  return fits
    .flat()
    .sort((a, b) => b.chain - a.chain || fives.get(b.run.join(' ')) - fives.get(a.run.join(' ')));
}

/** @returns word numbers by place, null where nothing was found */
function decode(entries, width) {
  spent = 0;
  const text = Array(entries.length + PADDING).fill(null);
  const empty = Array(PADDING).fill(EMPTY);
  const last = text.length - PADDING;
  empty.forEach((word, k) => {
    text[k] = word;
    text[last + k] = word;
  });
  const put = (words, at) =>
    words.forEach((word, k) => {
      text[at + k] ??= word;
    });
  const isKnown = (place) => text[place] !== null;
  put(follow(entries, [0, ...empty], -1, true, width, isKnown).sure, PADDING);
  const ending = follow(entries, [...empty, 0], last, false, width, isKnown).sure.toReversed();
  put(ending, last - ending.length);
  for (const { run, at, chain } of anchorsIn(entries, width)) {
    if (spent > HASHES) break;
    if (run.every((_, k) => text[at + k] !== null)) continue;
    const after = follow(entries, run, at, true, width, isKnown);
    const before = follow(entries, run, at, false, width, isKnown);
    if (width === 16 && after.fitted + before.fitted < (SUPPORT[chain] ?? 0)) continue;
    put([...before.sure.toReversed(), ...run, ...after.sure], at - before.sure.length);
  }
  return text.slice(PADDING, last);
}

console.log(
  `${learnt.length} texts learnt, ${total} tokens, ${words.length} words in the list, ` +
    `${runs.length} runs of five; ${HASHES} hashes a text`,
);
console.log('tokens  in list  runs known   64 bits: right wrong    16 bits: right wrong');
const sums = { tokens: 0, 64: 0, 16: 0, '64w': 0, '16w': 0 };
for (const { tokens, own } of targets) {
  const truth = tokens.map((token) => numberOf.get(token) ?? 0);
  const inList = truth.filter((word) => word > 0).length / truth.length;
  let knownRuns = 0;
  for (let i = 0; i + 5 <= truth.length; i++) {
    if (fives.has(truth.slice(i, i + 5).join(' '))) knownRuns++;
  }
  const cells = [tokens.length, inList.toFixed(3), (knownRuns / own.size).toFixed(3)];
  sums.tokens += tokens.length;
  for (const width of [64, 16]) {
    const found = decode(entriesOf(tokens, width), width);
    const right = found.filter((word, i) => word !== null && word === truth[i]).length;
    const wrong = found.filter((word, i) => word !== null && word !== truth[i]).length;
    sums[width] += right;
    sums[`${width}w`] += wrong;
    cells.push((right / tokens.length).toFixed(3), (wrong / tokens.length).toFixed(3));
  }
  console.log(cells.join('\t'));
}
const share = (key) => (sums[key] / sums.tokens).toFixed(3);
console.log(
  `all ${sums.tokens}: 64 bits ${share(64)} right, ${share('64w')} wrong; 16 bits ${share(16)} right, ${share('16w')} wrong`,
);
