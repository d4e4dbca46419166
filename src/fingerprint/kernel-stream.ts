import { type Instance, instantiate } from './kernel-module.ts';
import { guessLevel, SMALLEST_BLOCK } from './ssdeep-format.ts';

const ascii = new TextDecoder();

/** ssdeep of a stream in WebAssembly, in an instance of its own: as `ssdeep-stream.ts`. */
export class SsdeepStreamKernel {
  readonly #instance: Instance;
  #length = 0;
  #ended = false;

  /** @throws WebAssembly.LinkError, TypeError or RangeError for another module, or without memory */
  constructor(module: WebAssembly.Module) {
    this.#instance = instantiate(module);
    this.#instance.run.streamStart();
  }

  update(bytes: Uint8Array): this {
    if (this.#ended) throw new Error('the digest was taken already');
    const { run, address, memory, windowBytes } = this.#instance;
    const at = address('WINDOW');
    for (let from = 0; from < bytes.length; from += windowBytes) {
      const some = bytes.subarray(from, from + windowBytes);
      memory().set(some, at);
      run.stream(some.length);
    }
    this.#length += bytes.length;
    return this;
  }

  digest(): string {
    if (this.#ended) throw new Error('the digest was taken already');
    this.#ended = true;
    const { run, address, memory } = this.#instance;
    const level = run.streamLevel(guessLevel(this.#length));
    const at = address('STREAMED');
    const parts = ascii.decode(memory().subarray(at, at + run.streamEnd(level)));
    return `${SMALLEST_BLOCK * 2 ** level}:${parts}`;
  }
}
