/**
 * Which sketch finds a pasted passage? Winnowing (window 16) beside FracMinHash 1/16 with
 * at least 8 values, on passages of real text, alone and inside other text.
 *
 * `node bench/sketch.mjs [FOLDER…]` reads .txt, .md, .html and manual sources there.
 */
import { globSync, readFileSync } from 'node:fs';
import { canonicalise } from '../src/fingerprint/canonical.ts';
import { shingles } from '../src/fingerprint/shingle.ts';
import { hex64, winnow } from '../src/fingerprint/sketch.ts';
import { looseTokens } from '../src/fingerprint/tokens.ts';

const folders =
  process.argv.length > 2 ? process.argv.slice(2) : ['node_modules', '/usr/share/doc'];
const LIMIT = 2 ** 32 / 16;

function fracMinHash({ high, low }) {
  const all = Array.from(high, (h, i) => [h, low[i]]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const kept = all.filter(([h], i) => h < LIMIT || i < 8);
  return [...new Set(kept.map(([h, l]) => hex64(h, l)))];
}

const schemes = { 'winnowing w=16': winnow, 'FracMinHash 1/16, min 8': fracMinHash };

function random(seed) {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

const texts = folders
  .flatMap((folder) => globSync(`${folder}/**/*.{txt,md}`))
  .concat(folders.flatMap((folder) => globSync(`${folder}/**/copyright`)))
  .slice(0, 4000)
  .map((file) => {
    const lines = readFileSync(file, 'utf8').slice(0, 60_000).split('\n');
    return looseTokens(canonicalise({ pages: [lines.map((text) => ({ text }))] }).bodyJoined);
  })
  .filter((tokens) => tokens.length >= 400);

console.log(`${texts.length} texts of ${folders.join(', ')}, 2000 passages a row, seed 7\n`);
console.log(
  'scheme'.padEnd(26),
  'values/1000 words  passage words: recall alone / inside 300 other words',
);
for (const [name, sketch] of Object.entries(schemes)) {
  const sketches = texts.map((tokens) => new Set(sketch(shingles(tokens))));
  const words = texts.reduce((sum, tokens) => sum + tokens.length, 0);
  const values = sketches.reduce((sum, one) => sum + one.size, 0);
  const cells = [20, 30, 40, 60, 100].map((length) => {
    const pick = random(7);
    const found = [0, 0];
    const rounds = 2000;
    for (let round = 0; round < rounds; round++) {
      const source = pick(texts.length);
      const other = (source + 1 + pick(texts.length - 1)) % texts.length;
      const at = pick(texts[source].length - length);
      const passage = texts[source].slice(at, at + length);
      const around = texts[other].slice(0, 300);
      const cut = pick(300);
      const inside = [...around.slice(0, cut), ...passage, ...around.slice(cut)];
      [passage, inside].forEach((suspect, i) => {
        const hit = sketch(shingles(suspect)).some((value) => sketches[source].has(value));
        if (hit) found[i]++;
      });
    }
    return `${length}: ${found.map((n) => (n / rounds).toFixed(3)).join(' / ')}`;
  });
  console.log(
    name.padEnd(26),
    ((1000 * values) / words).toFixed(1).padStart(8),
    '        ',
    cells.join('   '),
  );
}
