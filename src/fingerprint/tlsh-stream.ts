import { installedKernel } from './kernel.ts';
import { type Instance, instantiate } from './kernel-module.ts';
import { countedBy, TRIPLETS_FROM } from './kernel-triplets.ts';
import { TLSH_MIN_BYTES, tlshOf } from './tlsh.ts';

/** TLSH of a stream in WebAssembly, in an instance of its own: as `tlshDigest` of all its bytes. */
export class TlshStream {
  readonly #instance: Instance;
  #length = 0;

  /** @throws WebAssembly.LinkError, TypeError or RangeError for another module, or without memory */
  constructor(module: WebAssembly.Module) {
    this.#instance = instantiate(module);
    this.#instance.run.tripletsStart();
  }

  update(bytes: Uint8Array): this {
    const { run, address, memory, windowBytes } = this.#instance;
    const at = address('WINDOW');
    for (let from = 0; from < bytes.length; from += windowBytes) {
      const some = bytes.subarray(from, from + windowBytes);
      memory().set(some, at);
      run.triplets(Math.max(0, TRIPLETS_FROM - this.#length), some.length);
      memory().copyWithin(at - TRIPLETS_FROM, at + some.length - TRIPLETS_FROM, at + some.length);
      this.#length += some.length;
    }
    return this;
  }

  /** Ends the computation. */
  digest(): string | null {
    const found = countedBy(this.#instance);
    return this.#length < TLSH_MIN_BYTES ? null : tlshOf(this.#length, found);
  }
}

/** Null where no module was handed in: nobody without one needs it. */
export function tlshStream(): TlshStream | null {
  const kernel = installedKernel();
  return kernel && new TlshStream(kernel.module);
}
