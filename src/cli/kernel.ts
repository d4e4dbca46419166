import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { useSha256 } from '../fingerprint/digest.ts';
import { useKernel } from '../fingerprint/kernel.ts';

const FILE = new URL(
  // Bundled, this code stands beside the folder that the build writes.
  import.meta.url.endsWith('.ts') ? '../../dist/kernel/fuzzy.wasm' : '../kernel/fuzzy.wasm',
  import.meta.url,
);

/** Lets OpenSSL compute SHA-256: at once, where WebCrypto takes a turn of the event loop. */
export function installSha256(): void {
  useSha256((bytes) => hash('sha256', bytes, 'hex'));
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
