import { createHash, hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { useSha256, useSha256Stream } from '../fingerprint/digest.ts';
import { useKernel } from '../fingerprint/kernel.ts';

const FILE = new URL(
  // Bundled, this code stands beside the folder that the build writes.
  import.meta.url.endsWith('.ts') ? '../../dist/kernel/fuzzy.wasm' : '../kernel/fuzzy.wasm',
  import.meta.url,
);

/** Smaller arrays are hashed as fast as they are looked up. */
const MEMORABLE_BYTES = 16 * 1024;
/** A file's digest tells whether it was read before, and stands in its print; nobody writes to it. */
const digests = new WeakMap<Uint8Array, string>();

/** Lets OpenSSL compute SHA-256: at once, where WebCrypto takes a turn of the event loop. */
export function installSha256(): void {
  useSha256Stream(() => {
    const stream = createHash('sha256');
    return {
      update(bytes) {
        stream.update(bytes);
        return this;
      },
      hex: () => stream.digest('hex'),
    };
  });
  useSha256((bytes) => {
    if (bytes.length < MEMORABLE_BYTES) return hash('sha256', bytes, 'hex');
    const known = digests.get(bytes) ?? hash('sha256', bytes, 'hex');
    digests.set(bytes, known);
    return known;
  });
}

/** Tells the digest of an array, which is not written to any more. */
export function noteSha256(bytes: Uint8Array, sha256: string): void {
  if (bytes.length >= MEMORABLE_BYTES) digests.set(bytes, sha256);
}

/**
 * Lets the fuzzy hashes run in WebAssembly, where the built module is at hand.
 *
 * @returns whether they do
 */
export function installKernel(): boolean {
  try {
    return useKernel(new WebAssembly.Module(readFileSync(FILE)));
  } catch {
    // Not built, or not supported: plain TypeScript gives the same digests.
    return false;
  }
}
