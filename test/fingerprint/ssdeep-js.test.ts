import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { input, inputLength } from '../vectors/inputs.ts';
import { eachPair, scoredPairs, ssdeepExpected } from '../vectors/suite.ts';

/**
 * How often the npm package ssdeep.js 0.0.3 disagrees with libfuzzy; docs/adr/0001-ssdeep.md
 * rests on these counts. A new version of the package or other vectors change them, and
 * then the record must be read again.
 */
interface SsdeepJs {
  digest(bytes: Uint8Array): string;
  similarity(a: string, b: string): number;
}
const ssdeepJs: SsdeepJs = createRequire(import.meta.url)('ssdeep.js');

/** It hashes 16 MiB of zeros for many seconds; larger inputs would add nothing but time. */
const MAX_BYTES = 2 ** 18;

test('ssdeep.js gives the wrong digest for about one input in eleven', () => {
  const inputs = Object.entries(ssdeepExpected).filter(
    ([recipe]) => inputLength(recipe) <= MAX_BYTES,
  );
  const wrong = inputs.filter(([recipe, digest]) => ssdeepJs.digest(input(recipe)) !== digest);
  expect({ inputs: inputs.length, wrong: wrong.length }).toEqual({ inputs: 1041, wrong: 93 });
});

test('ssdeep.js gives another score than libfuzzy for seven pairs in ten', () => {
  const counts = { pairs: 0, wrong: 0, moreThanTenOff: 0, fiftyWhereZero: 0 };
  eachPair(scoredPairs.digests, scoredPairs.flat, (a, b, score) => {
    const theirs = ssdeepJs.similarity(a, b);
    counts.pairs++;
    if (theirs !== score) counts.wrong++;
    if (Math.abs(theirs - score) > 10) counts.moreThanTenOff++;
    if (score === 0 && theirs >= 50) counts.fiftyWhereZero++;
  });
  expect(counts).toEqual({
    pairs: 6436,
    wrong: 4556,
    moreThanTenOff: 1530,
    fiftyWhereZero: 183,
  });
});
