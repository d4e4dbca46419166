import { globSync, readFileSync } from 'node:fs';
import { parseSync } from 'vite';
import { expect, it } from 'vitest';

/**
 * What the Worker writes to its log is one line of JSON made of what we chose: never an error itself, whose
 * message may quote what a caller or a witness sent. `operator.workerd.test.ts` and `faults.workerd.test.ts`
 * read the lines; this finds the ones that no test has met.
 */
const MADE_BY = ['failureLine', 'JSON.stringify'];
/** Written by `watched` in `src/http`, as JSON. */
const HANDED_ON = ['src/worker.ts: line'];

/** Arguments of every call of the console, as they stand. */
function written(path: string): string[] {
  const text = readFileSync(path, 'utf8');
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const one of node) visit(one);
    if (Array.isArray(node) || typeof node !== 'object' || node === null) return;
    const { type, callee, arguments: given } = node as Record<string, unknown>;
    const called = callee as { type?: string; object?: { name?: string } } | undefined;
    if (type === 'CallExpression' && called?.object?.name === 'console') {
      const said = (given as { start: number; end: number }[]).map(({ start, end }) =>
        text.slice(start, end),
      );
      found.push(`${path}: ${said.join(', ')}`);
    }
    for (const value of Object.values(node)) visit(value);
  };
  visit(parseSync(path, text).program);
  return found;
}

// The page and the command line speak to whoever uses them, on that person's own machine.
const server = globSync('src/**/*.{ts,tsx}').filter(
  (path) => !/^src\/(?:cli|web\/client|fingerprint\/wasm)\//.test(path),
);

it('is made by one function, and takes no error or message as it is', () => {
  const all = server.flatMap(written);
  expect(all.length).toBeGreaterThan(10);
  const made = (one: string) =>
    HANDED_ON.includes(one) ||
    MADE_BY.some((by) => one.split(': ').slice(1).join(': ').startsWith(`${by}(`));
  expect(all.filter((one) => !made(one))).toEqual([]);
});
