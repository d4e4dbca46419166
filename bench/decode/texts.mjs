/** Which texts are attacked, and which are learnt from. */
import { globSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { canonicalise } from '../../src/fingerprint/canonical.ts';
import { shingles } from '../../src/fingerprint/shingle.ts';
import { looseTokens } from '../../src/fingerprint/tokens.ts';

const TARGETS = 14;

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

/** Tokens of every text in the folders, by path. */
export function textsIn(folders) {
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
  return texts;
}

const hashSet = (tokens) => new Set(shingles(tokens).high);
const shares = (a, b) => {
  let common = 0;
  for (const value of a) if (b.has(value)) common++;
  return common / a.size;
};

/**
 * Fourteen texts of 300 to 1,500 tokens that look like prose: few tokens are numbers.
 *
 * @returns the targets, and the texts that share less than a twentieth with each of them
 */
export function parted(texts) {
  const pick = random(3);
  const targets = [];
  const prose = texts.filter(
    (tokens) =>
      tokens.length >= 300 &&
      tokens.length <= 1500 &&
      tokens.filter((token) => /^\p{L}+$/u.test(token)).length > 0.93 * tokens.length,
  );
  while (targets.length < TARGETS && prose.length > 0) {
    const [tokens] = prose.splice(pick(prose.length), 1);
    const own = hashSet(tokens);
    if (targets.every((other) => shares(own, other.own) < 0.05)) targets.push({ tokens, own });
  }
  const learnt = texts.filter((tokens) => {
    const set = hashSet(tokens);
    return targets.every(({ own }) => shares(own, set) < 0.05);
  });
  return { targets, learnt };
}
