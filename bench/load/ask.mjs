/** Many checks at a time against one registry, and whether every single answer was the right one. */
import autocannon from 'autocannon';

/**
 * One suspect a verdict, as the command line would send it.
 *
 * @param cli runs the command line: `cli(args)` gives `{ stdout }`
 * @returns {{verdict: string, body: string}[]} one that matches, one that differs, one that is absent
 */
export function suspectsOf(cli, origin, folder) {
  const { stdout } = cli(['check', folder, '--json', '--no-journal', '--server', origin]);
  const found = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  return ['match', 'differs', 'absent'].map((verdict) => {
    const { path } = found.find((one) => one.verdict === verdict);
    const item = JSON.parse(cli(['fingerprint', path]).stdout);
    return { verdict, body: JSON.stringify({ items: [item] }) };
  });
}

/**
 * @param {{connections: number, duration?: number, amount?: number}} much as autocannon takes it:
 *   for so many seconds, or so many requests
 * @returns {Promise<{result: object, told: Map<string, number>, wrong: string[]}>} `told` counts
 *   `expected: answered`; `wrong` are those of its keys that are neither right nor an error which says
 *   that it may be tried again
 */
export async function askAtOnce(origin, suspects, much) {
  const told = new Map();
  const requests = suspects.map(({ verdict, body }) => ({
    method: 'POST',
    path: '/v1/check',
    headers: { 'content-type': 'application/json' },
    body,
    onResponse(status, text, _context, headers) {
      const key = `${verdict}: ${answered(status, text, headers)}`;
      told.set(key, (told.get(key) ?? 0) + 1);
    },
  }));
  const result = await autocannon({ url: origin, timeout: 60, requests, ...much });
  const wrong = [...told.keys()].filter((key) => {
    const [expected, was] = key.split(': ');
    return expected !== was && !/^status (?:429|503) \w+, again$/.test(was);
  });
  return { result, told, wrong };
}

function answered(status, text, headers) {
  if (status === 200) return JSON.parse(text).results[0].verdict;
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  const again = names.includes('retry-after') ? ', again' : '';
  return `status ${status} ${problemOf(text)}${again}`;
}

function problemOf(text) {
  try {
    return JSON.parse(text).code;
  } catch {
    return 'no problem document';
  }
}
