/**
 * The work of `bench/kernels.mjs`, for any runtime: no Node, no browser, no Cloudflare. The
 * runtime hands over its WebAssembly module.
 */
import { ssdeepAgainst, tlshAgainst } from '../../src/fingerprint/against.ts';
import { useKernel } from '../../src/fingerprint/kernel.ts';
import { ssdeepDigest, ssdeepScore } from '../../src/fingerprint/ssdeep.ts';
import { tlshDigest, tlshDistance } from '../../src/fingerprint/tlsh.ts';
import { input } from '../../test/vectors/inputs.ts';
import pairVectors from '../../test/vectors/ssdeep-pairs.json' with { type: 'json' };
import tlshVectors from '../../test/vectors/tlsh.json' with { type: 'json' };

const SET = 256;
const spread = (list) =>
  list.filter((_, i) => i % Math.floor(list.length / SET) === 0).slice(0, SET);

/** Digests to compare, each with each. */
export const SETS = {
  /** Edited versions of few texts: many pairs are comparable, and many alike. */
  'ssdeep versions': pairVectors.digests.slice(0, SET),
  /** Of every kind and size. */
  'ssdeep mixed': spread(pairVectors.digests),
  'TLSH mixed': spread(Object.values(tlshVectors.digests).filter(Boolean)).map((d) => `T1${d}`),
};

function sum(values) {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

const read = new Map();

/** One against many, which were read before. */
function against(make, name, repeats, how) {
  const key = `${name} ${how}`;
  if (!read.has(key)) read.set(key, make(SETS[name]));
  const values = read.get(key);
  const into = new Uint16Array(SETS[name].length);
  let total = 0;
  for (let i = 0; i < repeats; i++) {
    total = 0;
    for (const digest of SETS[name]) total += sum(values(digest, into));
  }
  return total;
}

/** Reading many digests, to hold others against them. */
function reading(make, name, repeats) {
  let values = () => [];
  for (let i = 0; i < repeats; i++) values = make(SETS[name]);
  return sum(values(SETS[name][0]));
}

/** Two texts at a time. */
function pairs(compare, name, repeats) {
  let total = 0;
  for (let i = 0; i < repeats; i++) {
    total = 0;
    for (const a of SETS[name]) for (const b of SETS[name]) total += compare(a, b);
  }
  return total;
}

let held = { recipe: '', bytes: new Uint8Array(0) };

function digests(digest, recipe, repeats) {
  if (held.recipe !== recipe) held = { recipe, bytes: input(recipe) };
  let last;
  for (let i = 0; i < repeats; i++) last = digest(held.bytes);
  return last;
}

const TASKS = {
  'ssdeep digest': (on, repeats) => digests(ssdeepDigest, on, repeats),
  'TLSH digest': (on, repeats) => digests(tlshDigest, on, repeats),
  'ssdeep against': (on, repeats, how) => against(ssdeepAgainst, on, repeats, how),
  'ssdeep reading': (on, repeats) => reading(ssdeepAgainst, on, repeats),
  'ssdeep pairs': (on, repeats) => pairs(ssdeepScore, on, repeats),
  'TLSH against': (on, repeats, how) => against(tlshAgainst, on, repeats, how),
  'TLSH reading': (on, repeats) => reading(tlshAgainst, on, repeats),
  'TLSH pairs': (on, repeats) => pairs((a, b) => tlshDistance(a, b), on, repeats),
};

/**
 * Does a job `repeats` times.
 *
 * @param job.module null for plain TypeScript
 * @returns the result of one time, the same everywhere
 */
export function work({ task, on, repeats, module }) {
  if (useKernel(module) !== (module !== null)) throw new Error('the module does not run here');
  return String(TASKS[task](on, repeats, module === null ? 'plain' : 'wasm'));
}
