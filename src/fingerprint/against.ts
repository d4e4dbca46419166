import { installedKernel } from './kernel.ts';
import { instantiate } from './kernel-module.ts';
import { MAX_LEVEL, parseSsdeep } from './ssdeep-format.ts';
import { ssdeepScore } from './ssdeep-score.ts';
import { tlshDistance } from './tlsh-distance.ts';

/**
 * One digest against many, which are read once: that takes longer than comparing them.
 *
 * Given a digest it returns a value for each of the many, in their order.
 *
 * @param into where the values go; another array each time if not given, which costs more than
 *   comparing a few hundred
 * @throws TypeError for what is no string, RangeError for what is no digest or another length of `into`
 */
export type Against = (digest: string, into?: Uint16Array) => Uint16Array;

/**
 * ssdeep scores (`ssdeepScore`) of one digest after the other against `digests`.
 *
 * @throws TypeError for what is no string, RangeError for what is no digest
 */
export function ssdeepAgainst(digests: readonly string[]): Against {
  const levels = digests.map((digest) => parseSsdeep(digest).level);
  const module = installedKernel()?.module;
  const fast = module ? ssdeepSet(module, digests, levels) : null;
  return (digest, into) => {
    const values = room(digests.length, into);
    if (fast?.(digest, values)) return values;
    parseSsdeep(digest);
    values.set(digests.map((other) => ssdeepScore(digest, other)));
    return values;
  };
}

/**
 * TLSH distances (`tlshDistance`) of one digest after the other from `digests`.
 *
 * @throws TypeError for what is no string, RangeError for what is no digest
 */
export function tlshAgainst(
  digests: readonly string[],
  options: { readonly length?: boolean } = {},
): Against {
  for (const digest of digests) checkTlsh(digest);
  const module = installedKernel()?.module;
  const fast = module ? tlshSet(module, digests, options.length ?? true) : null;
  return (digest, into) => {
    const values = room(digests.length, into);
    if (fast?.(digest, values)) return values;
    checkTlsh(digest);
    values.set(digests.map((other) => tlshDistance(digest, other, options)));
    return values;
  };
}

function room(count: number, given: Uint16Array | undefined): Uint16Array {
  const into = given ?? new Uint16Array(count);
  if (into.length !== count) throw new RangeError(`there are ${count} values`);
  return into;
}

function checkTlsh(digest: string): void {
  tlshDistance(digest, digest);
}

/**
 * A set has an instance of its own, whose memory goes when the set does. Digests lie in it by
 * level, because only those of neighbouring levels are comparable.
 *
 * @returns null where memory is short; what it returns gives false for what is no digest
 */
function ssdeepSet(
  module: WebAssembly.Module,
  digests: readonly string[],
  levels: readonly number[],
): ((digest: string, values: Uint16Array) => boolean) | null {
  const set = setFor(module, digests.length, 'ssdeepBytes');
  if (set === null) return null;
  const { run, write, results } = set;
  const order = Uint32Array.from(digests.keys()).sort(
    (a, b) => (levels[a] as number) - (levels[b] as number),
  );
  for (const [place, index] of order.entries())
    run.putSsdeep(place, write(digests[index] as string));
  /** Where each level begins, and the end. */
  const starts = new Uint32Array(MAX_LEVEL + 2);
  for (const level of levels) starts[level + 1] = (starts[level + 1] as number) + 1;
  for (let i = 1; i < starts.length; i++) {
    starts[i] = (starts[i] as number) + (starts[i - 1] as number);
  }
  return (digest, values) => {
    if (!run.holdSsdeepText(write(digest))) return false;
    const level = run.heldLevel();
    const from = starts[Math.max(0, level - 1)] as number;
    const to = starts[Math.min(level + 2, MAX_LEVEL + 1)] as number;
    run.scoreSet(from, to);
    values.fill(0);
    for (let i = from; i < to; i++) values[order[i] as number] = results[i] as number;
    return true;
  };
}

function tlshSet(
  module: WebAssembly.Module,
  digests: readonly string[],
  withLength: boolean,
): ((digest: string, values: Uint16Array) => boolean) | null {
  const set = setFor(module, digests.length, 'tlshBytes');
  if (set === null) return null;
  const { run, write, results } = set;
  for (const [index, digest] of digests.entries()) run.putTlsh(index, write(digest));
  return (digest, values) => {
    if (!run.holdTlshText(write(digest))) return false;
    run.distanceSet(digests.length, Number(withLength));
    values.set(results);
    return true;
  };
}

function setFor(module: WebAssembly.Module, count: number, size: 'ssdeepBytes' | 'tlshBytes') {
  try {
    const { run, write } = instantiate(module);
    if (!run.setRoom(count, run[size]())) return null;
    const results = new Uint16Array(run.memory.buffer, run.resultsAt(), count);
    return { run, write, results };
  } catch {
    return null;
  }
}
