import { describe, expect, test } from 'vitest';
import { align } from '../../src/fingerprint/align.ts';
import { shingles } from '../../src/fingerprint/shingle.ts';
import { edits, random, textOf, type Word } from './edits.ts';

/** How many of the edited words are named, and how many of the named words were edited. */
interface Score {
  edited: number;
  found: number;
  named: number;
  right: number;
  /** Named, not edited, although five words around them stand as they stood. */
  wrong: number;
  cuts: number;
  cutsFound: number;
  moved: number;
  movedFound: number;
}

const TRIALS = 200;

function scoreOf(name: string, firstSeed: number): Score {
  const score: Score = {
    edited: 0,
    found: 0,
    named: 0,
    right: 0,
    wrong: 0,
    cuts: 0,
    cutsFound: 0,
    moved: 0,
    movedFound: 0,
  };
  for (let seed = firstSeed; seed < firstSeed + TRIALS; seed++) {
    const pick = random(seed);
    // From 30 to 5,000 tokens, as many short texts as long ones.
    const genuine = textOf(Math.floor(30 * (5000 / 30) ** (pick(1000) / 999)), pick);
    const { words, cuts } = edits[name]?.(genuine, pick) ?? { words: [], cuts: [] };
    const suspect = words.map((one) => one.text);
    const { segments, complete } = align(shingles(suspect).entries, shingles(genuine).entries);
    expect(complete).toBe(true);
    const kindAt = segments.flatMap((one) => Array(one.end - one.start).fill(one.kind));
    const covered = coveredBy(words);
    words.forEach(({ was }, i) => {
      const named = kindAt[i] === 'changed' || kindAt[i] === 'added';
      if (was === 'altered') score.edited++;
      if (was === 'altered' && named) score.found++;
      if (named) score.named++;
      if (named && was === 'altered') score.right++;
      if (named && was !== 'altered' && covered[i] === 1) score.wrong++;
    });
    if (words.some((one) => one.was === 'moved')) {
      score.moved++;
      if (kindAt.includes('moved')) score.movedFound++;
    }
    for (const { first, last } of cuts) {
      score.cuts++;
      const found = segments.some((s) => s.missing > 0 && s.start <= last && s.end >= first);
      if (found) score.cutsFound++;
    }
  }
  return score;
}

/** Words in a run of five that stand in the genuine text one after the other. */
function coveredBy(words: readonly Word[]): Uint8Array {
  const covered = new Uint8Array(words.length);
  for (let i = 0; i + 5 <= words.length; i++) {
    const first = words[i]?.from;
    if (typeof first !== 'number') continue;
    const whole = [1, 2, 3, 4].every((k) => words[i + k]?.from === first + k);
    if (whole) covered.fill(1, i, i + 5);
  }
  return covered;
}

describe('of random edits', () => {
  const names = Object.keys(edits);
  const scores = new Map(names.map((name, k) => [name, scoreOf(name, k * TRIALS + 1)]));
  const rate = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);
  const total = (field: keyof Score, of = names): number =>
    of.reduce((sum, name) => sum + (scores.get(name)?.[field] ?? 0), 0);

  const rows = names.map((name) => {
    const s = scores.get(name) as Score;
    return [
      name.padEnd(25),
      `precision ${s.edited > 0 ? rate(s.right, s.named).toFixed(4) : '-     '} (${s.named} named, ${s.wrong} wrongly)`,
      `recall ${s.edited > 0 ? rate(s.found, s.edited).toFixed(4) : '-     '} (${s.edited} edited)`,
      s.cuts > 0 ? `removed ${s.cutsFound} of ${s.cuts}` : '',
      s.moved > 0 ? `moved ${s.movedFound} of ${s.moved}` : '',
    ].join('  ');
  });
  const sparse = names.filter((name) => name !== 'one word in 50 replaced');
  const precision = rate(total('right', sparse), total('named', sparse));
  const recall = rate(total('found'), total('edited'));
  rows.push(
    `precision but for one word in 50 ${precision.toFixed(4)}, recall ${recall.toFixed(4)}`,
  );
  console.log(`${names.length * TRIALS} trials, seeds from 1\n${rows.join('\n')}`);

  test('99 % of the altered words are named', () => {
    expect(recall).toBeGreaterThanOrEqual(0.99);
  });
  test('99 % of the named words were altered', () => {
    // One word in 50 leaves many words between two edits in no shingle (docs/adr/0003).
    expect(precision).toBeGreaterThanOrEqual(0.99);
    expect(rate(total('right'), total('named'))).toBeGreaterThanOrEqual(0.93);
  });
  test('a named word that was not altered is in no intact run of five', () => {
    expect(rate(total('wrong'), total('named'))).toBeLessThanOrEqual(0.005);
  });
  test('95 % of removed passages are found', () => {
    expect(rate(total('cutsFound'), total('cuts'))).toBeGreaterThanOrEqual(0.95);
  });
  test('99 % of moved and repeated paragraphs are called moved', () => {
    expect(rate(total('movedFound'), total('moved'))).toBeGreaterThanOrEqual(0.99);
  });
});

describe('work', () => {
  // Entries that every seed shares, or that repeat with a period, have quadratically many
  // pairs. What is counted is steps, which the limit bounds; time is not looked at.
  const lists: Record<string, (size: number, k: number) => number> = {
    'all equal': () => 7,
    'two values': (_, k) => (k * 2654435761) >>> 31,
    'a period of 3': (_, k) => k % 3,
    'sixteen periods': (size, k) => k % Math.ceil(size / 16),
    'seventeen periods': (size, k) => k % Math.ceil(size / 17),
    'a saw': (_, k) => k % (1 + (k % 97)),
  };
  test.each(Object.entries(lists))('on %s is bounded and the answer whole', (_, make) => {
    const size = 20_000;
    const genuine = Uint16Array.from({ length: size }, (_, k) => make(size, k));
    for (const suspect of [genuine.slice(0, -1), genuine.with(9000, 60_000), genuine.slice(7)]) {
      const { segments, suspectTokens, complete } = align(suspect, genuine);
      expect(complete).toBe(true);
      const standing = segments
        .filter((one) => one.kind === 'same' || one.kind === 'moved')
        .reduce((sum, one) => sum + one.end - one.start, 0);
      expect(standing).toBeGreaterThanOrEqual(suspectTokens - 5);
    }
  });

  test('on half a million short runs does not overflow the stack', () => {
    const genuine = Uint16Array.from({ length: 500_000 }, (_, k) => k & 0xffff);
    const suspect = genuine.map((entry, k) => (k % 3 === 2 ? 0xffff - entry : entry));
    expect(align(suspect, genuine).suspectTokens).toBe(499_996);
  });

  test('that runs out is said', () => {
    const genuine = shingles(textOf(400, random(1))).entries;
    const suspect = genuine.toReversed();
    for (const steps of [0, 100, 500, 900]) {
      const alignment = align(suspect, genuine, { steps });
      expect(alignment.complete).toBe(false);
      const tokens = alignment.segments.reduce((sum, one) => sum + one.end - one.start, 0);
      expect(tokens).toBe(400);
    }
  });

  test('on unrelated texts needs six steps an entry', () => {
    const [suspect, genuine] = [random(1), random(2)].map((pick) =>
      Uint16Array.from({ length: 5000 }, () => pick(0x10000)),
    ) as [Uint16Array, Uint16Array];
    expect(align(suspect, genuine, { steps: 6 * 10_000 }).complete).toBe(true);
  });
});
