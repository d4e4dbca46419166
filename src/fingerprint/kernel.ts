import { DigestKernel } from './kernel-digest.ts';
import { type Instance, instantiate } from './kernel-module.ts';
import { Sha256Kernel } from './kernel-sha256.ts';
import { TextKernel } from './kernel-text.ts';
import { countedBy, TRIPLETS_FROM } from './kernel-triplets.ts';
import { guessLevel, SMALLEST_BLOCK } from './ssdeep-format.ts';
import type { Histogram } from './tlsh-histogram.ts';

/**
 * The fuzzy hashes, sketches of texts, and SHA-256 by the hundred, in WebAssembly, compiled from `wasm/` by the build.
 * Each stands behind the same function as its twin in plain TypeScript, which does the work wherever no module was
 * handed in (`useKernel`) and gives the same results: one set of vectors and properties hold
 * both.
 *
 * Nothing here loads anything: where the module comes from depends on the runtime, and is for
 * its composition root to know.
 */

/** Bytes before the window that kernels look back on; ssdeep's six are the most. */
const LOOK_BACK = 8;
/**
 * Level down to which triggers are noted at once: the scan rules places out by eight bits, and
 * fewer bits would rule out fewer.
 */
const CHEAP_LEVEL = 8;
/** What a comparison answers for what is no digest; the twin then says why. */
export const NO_DIGEST = -1;

const ascii = new TextDecoder();

export class Kernel {
  readonly module: WebAssembly.Module;
  readonly sha256: Sha256Kernel;
  readonly text: TextKernel;
  readonly #instance: Instance;
  #heldSsdeep: string | null = null;
  #heldTlsh: string | null = null;

  /** @throws WebAssembly.LinkError, TypeError or RangeError for another module, or without memory */
  constructor(module: WebAssembly.Module) {
    this.module = module;
    this.#instance = instantiate(module);
    this.sha256 = new Sha256Kernel(this.#instance);
    this.text = new TextKernel(this.#instance);
  }

  /** SHA-256 piece by piece, of several messages at a time. */
  digestStream(): DigestKernel {
    return new DigestKernel(this.#instance);
  }

  /** As the twin in `ssdeep.ts`. */
  ssdeepDigest(bytes: Uint8Array): string {
    const { run, address, memory, windowBytes } = this.#instance;
    const guess = guessLevel(bytes.length);
    let lowest = Math.max(0, Math.min(guess - 1, CHEAP_LEVEL));
    let level: number;
    do {
      run.scanStart(lowest, guess + 1);
      const left = this.#pass(bytes, (length) => run.scan(length));
      level = run.piecesStart(lowest, bytes.length, run.windowSum(left));
      lowest = 0;
    } while (level < 0);
    // What fits into the window is still there.
    if (bytes.length <= windowBytes) run.pieces(bytes.length);
    else this.#pass(bytes, (length) => run.pieces(length));
    const at = address('PARTS');
    const parts = ascii.decode(memory().subarray(at, at + run.piecesEnd()));
    return `${SMALLEST_BLOCK * 2 ** level}:${parts}`;
  }

  /** As the twin in `tlsh-histogram.ts`. */
  histogram(bytes: Uint8Array): Histogram {
    const { run } = this.#instance;
    run.tripletsStart();
    this.#pass(bytes, (length, start) => run.triplets(start === 0 ? TRIPLETS_FROM : 0, length));
    return countedBy(this.#instance);
  }

  /** As the twin in `ssdeep-score.ts`, but `NO_DIGEST` for what is none. */
  ssdeepScore(a: string, b: string): number {
    const { run } = this.#instance;
    // One digest is often held against many.
    if (a !== this.#heldSsdeep) {
      this.#heldSsdeep = null;
      if (!run.holdSsdeepText(this.#instance.write(a))) return NO_DIGEST;
      this.#heldSsdeep = a;
    }
    return run.scoreText(this.#instance.write(b));
  }

  /** As the twin in `tlsh-distance.ts`, but `NO_DIGEST` for what is none. */
  tlshDistance(a: string, b: string, withLength: boolean): number {
    const { run } = this.#instance;
    if (a !== this.#heldTlsh) {
      this.#heldTlsh = null;
      if (!run.holdTlshText(this.#instance.write(a))) return NO_DIGEST;
      this.#heldTlsh = a;
    }
    return run.distanceText(this.#instance.write(b), Number(withLength));
  }

  /** Runs `step` over one window of `bytes` after the other; returns the length of the last. */
  #pass(bytes: Uint8Array, step: (length: number, start: number) => void): number {
    const { address, windowBytes } = this.#instance;
    const memory = this.#instance.memory();
    const at = address('WINDOW');
    let length = 0;
    memory.fill(0, at - LOOK_BACK, at);
    for (let start = 0; start < bytes.length; start += windowBytes) {
      const before = start === 0 ? 0 : LOOK_BACK;
      length = Math.min(windowBytes, bytes.length - start);
      memory.set(bytes.subarray(start - before, start + length), at - before);
      step(length, start);
    }
    return length;
  }
}

let installed: Kernel | null = null;

/**
 * From now on these run in `module`; with null, in plain TypeScript.
 *
 * @returns whether they do: a module that cannot be instantiated leaves them where they always
 *   work
 */
export function useKernel(module: WebAssembly.Module | null): boolean {
  installed = null;
  if (module === null) return false;
  try {
    installed = new Kernel(module);
    return true;
  } catch {
    return false;
  }
}

export function installedKernel(): Kernel | null {
  return installed;
}
