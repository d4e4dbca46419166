/** Compiles the kernels of the fuzzy hashes before the tests, unless they are fresh. */
export { buildKernel as default } from '../scripts/build-kernel.mjs';
