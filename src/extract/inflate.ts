/**
 * Raw deflate (RFC 1951) by the runtime, where it has a way: three times as fast as fflate, which
 * does the work everywhere else and decides on whatever is broken, so that all runtimes say the same
 * of a file.
 */

/** @returns null for what is broken or longer; bytes behind the last block are ignored */
export type RawInflate = (data: Uint8Array, maxBytes: number) => Uint8Array | null;

/** Output is in memory twice meanwhile; who makes more does so in pieces. */
const MAX_BYTES = 4 * 1024 * 1024;

let native: RawInflate | null = null;

/** Has a function of the runtime do the work; null takes it away. */
export function useRawInflate(inflate: RawInflate | null): void {
  native = inflate;
}

/**
 * Inflates a whole stream at once.
 *
 * @returns null where fflate is to do it
 */
export function inflatedAtOnce(data: Uint8Array, maxBytes: number): Uint8Array | null {
  return native?.(data, Math.min(maxBytes, MAX_BYTES)) ?? null;
}
