import { asPage, fail } from './shape.ts';

/**
 * The entries of a list of the API, page by page to its end, as they come.
 *
 * @param get a page by its path. @throws ApiError
 * @param path without leading slash, with a query or without: `v1/tokens?limit=100`
 * @param name the field that holds the entries
 * @throws ApiError `bad_answer` for what is no page, and for one that leads back to a page before it
 */
export async function* entriesOf(
  get: (path: string) => Promise<unknown>,
  path: string,
  name: string,
): AsyncGenerator<unknown, void, undefined> {
  const followed = new Set<string>();
  const more = path.includes('?') ? '&' : '?';
  for (let at = path; ; ) {
    const { entries, cursor } = asPage(await get(at), name);
    yield* entries;
    if (cursor === null) return;
    if (followed.has(cursor)) fail('a page leads back to one before it');
    followed.add(cursor);
    at = `${path}${more}cursor=${encodeURIComponent(cursor)}`;
  }
}
