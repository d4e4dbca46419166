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
import { Attack } from './decode/attack.mjs';
import { entriesOf } from './decode/entries.mjs';
import { learn } from './decode/model.mjs';
import { parted, textsIn } from './decode/texts.mjs';

const HASHES = Number(process.argv[2] ?? 2e7);
const folders = process.argv.length > 3 ? process.argv.slice(3) : ['/usr/share/doc'];

const { targets, learnt } = parted(textsIn(folders));
const model = learn(learnt);
const { words, numberOf, total, fives, runs } = model;

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
    const found = new Attack(model, width, HASHES).decode(entriesOf(tokens, width));
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
