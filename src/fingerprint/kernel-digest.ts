import { toHex } from './digest.ts';
import type { Instance } from './kernel-module.ts';

const BLOCK = 64;
const STATE = 32;

/** SHA-256 piece by piece in WebAssembly; the twin is `Sha256` of `digest.ts`. */
export class DigestKernel {
  readonly #instance: Instance;
  readonly #state: Uint8Array;
  /** What is no whole block yet. */
  readonly #rest = new Uint8Array(BLOCK);
  #resting = 0;
  #length = 0;
  #ended = false;

  /** @param instance may be used for others meanwhile: what it must remember is taken out of it */
  constructor(instance: Instance) {
    this.#instance = instance;
    instance.run.digestStart();
    this.#state = this.#held().slice();
  }

  /** @throws Error once `hex` was called */
  update(bytes: Uint8Array): this {
    this.#check();
    const { run, address, memory, windowBytes } = this.#instance;
    const window = memory().subarray(address('WINDOW'), address('WINDOW') + windowBytes);
    this.#held().set(this.#state);
    for (let from = 0; from < bytes.length; ) {
      window.set(this.#rest.subarray(0, this.#resting));
      const some = bytes.subarray(from, from + windowBytes - this.#resting);
      window.set(some, this.#resting);
      const length = this.#resting + some.length;
      this.#resting = length % BLOCK;
      run.digestBlocks(length - this.#resting);
      this.#rest.set(window.subarray(length - this.#resting, length));
      from += some.length;
    }
    this.#state.set(this.#held());
    this.#length += bytes.length;
    return this;
  }

  /** @throws Error when called twice */
  hex(): string {
    this.#check();
    this.#ended = true;
    const { run, address, memory } = this.#instance;
    this.#held().set(this.#state);
    memory().set(this.#rest.subarray(0, this.#resting), address('WINDOW'));
    run.digestEnd(this.#resting, this.#length);
    return toHex(this.#held());
  }

  #held(): Uint8Array {
    const at = this.#instance.address('DIGEST');
    return this.#instance.memory().subarray(at, at + STATE);
  }

  #check(): void {
    if (this.#ended) throw new Error('the digest was taken already');
  }
}
