import { readFileSync } from 'node:fs';
import { parseSync } from 'vite';
import { expect, it } from 'vitest';

/**
 * Modules that hold what a caller sent beside what it must equal. Tokens and the paper code are
 * digested before they are compared (`tokenDigest`), so that what a comparison takes tells nothing of
 * the secret; digests go through `equalDigests`, which a test in `operator.workerd.test.ts` watches.
 */
const HELD = [
  'src/http/auth.ts',
  'src/registry/administration.ts',
  'src/registry/governance.ts',
  'src/registry/tokens.ts',
  'src/storage/d1-admin.ts',
];
/** What a name says that holds a secret or a digest of one. */
const SECRET = /token|secret|digest|sha256|signature|mac$|freezeCode/i;

/** Names that stand on either side of an equality of two values neither of which is a constant. */
function compared(path: string): string[] {
  const text = readFileSync(path, 'utf8');
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const one of node) visit(one);
    if (Array.isArray(node) || typeof node !== 'object' || node === null) return;
    const { type, operator, left, right } = node as Record<string, unknown>;
    if (type === 'BinaryExpression' && /^[!=]==?$/.test(String(operator))) {
      const sides = [left, right] as { type: string; start: number; end: number }[];
      const said = sides.map(({ start, end }) => text.slice(start, end));
      const fixed = sides.some(({ type }, i) => type === 'Literal' || said[i] === 'undefined');
      if (!fixed && said.some((one) => SECRET.test(one)))
        found.push(`${path}: ${said.join(' = ')}`);
    }
    for (const value of Object.values(node)) visit(value);
  };
  visit(parseSync(path, text).program);
  return found;
}

it('compares no secret, and no digest of one, by an operator that ends at the first difference', () => {
  expect(HELD.flatMap(compared)).toEqual([]);
});
