import { readFileSync } from 'node:fs';
import { useKernel } from '../fingerprint/kernel.ts';

const FILE = new URL(
  // Bundled, this code stands beside the folder that the build writes.
  import.meta.url.endsWith('.ts') ? '../../dist/kernel/fuzzy.wasm' : '../kernel/fuzzy.wasm',
  import.meta.url,
);

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
