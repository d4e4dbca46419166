/** A document, or the fingerprint of one, with those it holds. */
interface Nested<T> {
  readonly parts: readonly T[];
}

/**
 * The part at a path: `''` the whole itself, `0/2` the third part of its first.
 *
 * @returns undefined where there is none
 */
export function partAt<T extends Nested<T>>(whole: T, path: string): T | undefined {
  let at: T | undefined = whole;
  for (const step of path === '' ? [] : path.split('/')) at = at?.parts[Number(step)];
  return at;
}
