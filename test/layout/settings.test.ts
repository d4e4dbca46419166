import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('tells operators of every binding, secret and variable of the Worker', () => {
  const settings = readFileSync('src/worker-env.d.ts', 'utf8');
  const names = [...settings.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name]) => name ?? '');
  expect(names.length).toBeGreaterThan(25);
  const told = readFileSync('docs/operations.md', 'utf8');
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(told))).toEqual([]);
});
