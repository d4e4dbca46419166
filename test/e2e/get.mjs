/**
 * Fetches, and once more if the connection was gone: while a test waits for a process it does not see
 * that the server has closed an idle one.
 *
 * @param {string} url
 */
export function get(url) {
  return fetch(url).catch(() => fetch(url));
}
