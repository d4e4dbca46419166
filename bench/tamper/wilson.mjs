/** Bounds of a share, Wilson 1927, at 95 %. */
const Z = 1.959964;

/** @returns `[low, high]`, each 0 to 1 */
export function wilson(hits, n) {
  if (n === 0) return [0, 1];
  const p = hits / n;
  const middle = p + (Z * Z) / (2 * n);
  const spread = Z * Math.sqrt((p * (1 - p)) / n + (Z * Z) / (4 * n * n));
  const scale = 1 + (Z * Z) / n;
  return [Math.max(0, (middle - spread) / scale), Math.min(1, (middle + spread) / scale)];
}
