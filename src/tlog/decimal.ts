/**
 * Sizes and indices as the formats write them: ASCII decimal, no sign, no leading zero. Numbers above
 * 2^53 - 1 are refused; a log that long would need more than this program to read.
 *
 * @returns null for any other text
 */
export function readDecimal(text: string): number | null {
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}

/** Largest power of two that is smaller than `n`, for n > 1 (RFC 6962, section 2.1). */
export function splitPoint(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}
