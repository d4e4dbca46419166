import { type Against, ssdeepAgainst, tlshAgainst } from '../../src/fingerprint/against.ts';
import { ssdeepDigest, ssdeepGrams, ssdeepScore } from '../../src/fingerprint/ssdeep.ts';
import { tlshDigest, tlshDistance } from '../../src/fingerprint/tlsh.ts';
import { input, inputLength } from './inputs.ts';
import ssdeepVectors from './ssdeep.json' with { type: 'json' };
import pairVectors from './ssdeep-pairs.json' with { type: 'json' };
import tlshVectors from './tlsh.json' with { type: 'json' };
import upstreamVectors from './tlsh-upstream.json' with { type: 'json' };

/**
 * Bit-exactness of the fuzzy hashes, for any runtime: no test runner, no Node.
 * A case throws when a value differs from what the reference program printed.
 */
export interface Case {
  readonly name: string;
  run(): void;
}

/** Inputs above this are left to `largeCases`, for runtimes with little memory. */
const LARGE = 2 ** 20;

type Digests = Record<string, string | null>;

function expect(actual: unknown, expected: unknown, what: string): void {
  if (actual !== expected) throw new Error(`${what}: expected ${expected}, got ${actual}`);
}

function checkSsdeep(fits: (length: number) => boolean): void {
  for (const [recipe, digest] of Object.entries(ssdeepVectors.digests as Digests)) {
    if (fits(inputLength(recipe))) expect(ssdeepDigest(input(recipe)), digest, recipe);
  }
}

/** Takes out what the score does not see; equal digests may be too short to have a key. */
export function collapse(digest: string): string {
  return digest.replace(/(.)\1{3,}/g, '$1$1$1');
}

/** Calls `check` with each pair of digests and its value, from a flat list of indices. */
export function eachPair(
  digests: readonly string[],
  flat: readonly number[],
  check: (a: string, b: string, value: number) => void,
): void {
  for (let i = 0; i < flat.length; i += 3) {
    const [a, b, value] = flat.slice(i, i + 3) as [number, number, number];
    check(digests[a] as string, digests[b] as string, value);
  }
}

/** Holds the values of one against many to those of the pairs, each digest against all. */
function checkAgainst(digests: readonly string[], flat: readonly number[], against: Against): void {
  const byDigest = new Map<string, [number, number][]>();
  for (let i = 0; i < flat.length; i += 3) {
    const [a, b, value] = flat.slice(i, i + 3) as [number, number, number];
    if (a >= digests.length || b >= digests.length) continue;
    const list = byDigest.get(digests[a] as string) ?? [];
    byDigest.set(digests[a] as string, list);
    list.push([b, value]);
  }
  for (const [digest, expected] of byDigest) {
    const values = against(digest);
    expect(values.length, digests.length, 'values');
    for (const [b, value] of expected) expect(values[b], value, `${digest} ${digests[b]}`);
  }
}

export const ssdeepRecipes = Object.keys(ssdeepVectors.digests);
export const ssdeepExpected = ssdeepVectors.digests as Record<string, string>;
export const scoredPairs = { digests: pairVectors.digests, flat: pairVectors.pairs };

export const cases: Case[] = [
  {
    name: 'ssdeep digests equal those of Debian ssdeep, inputs to 1 MiB',
    run: () => checkSsdeep((length) => length <= LARGE),
  },
  {
    name: 'ssdeep scores equal those of libfuzzy, both ways round',
    run: () =>
      eachPair(scoredPairs.digests, scoredPairs.flat, (a, b, score) => {
        expect(ssdeepScore(a, b), score, `${a} ${b}`);
        expect(ssdeepScore(b, a), score, `${b} ${a}`);
      }),
  },
  {
    name: 'ssdeep scores of one digest against many equal those of libfuzzy',
    run: () => {
      // Every one against every other: of all digests that would be nine million pairs.
      const digests = scoredPairs.digests.slice(0, 400);
      checkAgainst(digests, scoredPairs.flat, ssdeepAgainst(digests));
    },
  },
  {
    name: 'digests that score above 0 share an index key unless they are equal but for runs',
    run: () =>
      eachPair(scoredPairs.digests, scoredPairs.flat, (a, b, score) => {
        if (score === 0 || collapse(a) === collapse(b)) return;
        const keys = new Set(ssdeepGrams(a));
        expect(ssdeepGrams(b).some((key) => keys.has(key)), true, `${a} ${b} share a key`);
      }),
  },
  {
    name: 'TLSH digests equal those of Debian tlsh-tools',
    run: () => {
      for (const [recipe, digest] of Object.entries(tlshVectors.digests as Digests)) {
        expect(tlshDigest(input(recipe)), digest === null ? null : `T1${digest}`, recipe);
      }
    },
  },
  {
    name: 'TLSH distances equal those of Debian tlsh-tools',
    run: () => {
      const digests = tlshVectors.compared.map((digest) => `T1${digest}`);
      eachPair(digests, tlshVectors.distances, (a, b, distance) => {
        expect(tlshDistance(a, b), distance, `${a} ${b}`);
      });
      eachPair(digests, tlshVectors.distances_without_length, (a, b, distance) => {
        expect(tlshDistance(a, b, { length: false }), distance, `${a} ${b} without length`);
      });
    },
  },
  {
    name: 'TLSH distances of one digest from many equal those of Debian tlsh-tools',
    run: () => {
      const digests = tlshVectors.compared.map((digest) => `T1${digest}`);
      const { distances, distances_without_length } = tlshVectors;
      checkAgainst(digests, distances, tlshAgainst(digests));
      checkAgainst(digests, distances_without_length, tlshAgainst(digests, { length: false }));
    },
  },
  {
    name: 'TLSH digests and distances equal those of the reference program 4.12',
    run: () => {
      for (const [hex, digest] of upstreamVectors.digests as [string, string | null][]) {
        const bytes = Uint8Array.from({ length: hex.length / 2 }, (_, i) =>
          Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
        );
        expect(tlshDigest(bytes), digest, hex);
      }
      eachPair(upstreamVectors.compared, upstreamVectors.distances, (a, b, distance) => {
        expect(tlshDistance(a, b), distance, `${a} ${b}`);
      });
    },
  },
];

/** Takes 64 MiB of memory and some seconds. */
export const largeCases: Case[] = [
  {
    name: 'ssdeep digests equal those of Debian ssdeep, inputs of 1 to 64 MiB',
    run: () => checkSsdeep((length) => length > LARGE),
  },
];
