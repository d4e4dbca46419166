import { expect, test } from 'vitest';
import { checkBody, identified } from '../../src/client/check-body.ts';
import type { CheckItem } from '../../src/registry/contract.ts';

const item: CheckItem = { sha256: 'a'.repeat(64) };
const text = { json: JSON.stringify(item) };

test.each([
  [{ receipts: false }, {}],
  [{ receipts: true }, { receipts: true }],
  [
    { receipts: true, leakedAt: '2027-03-02' },
    { receipts: true, leaked_at: '2027-03-02' },
  ],
])('a body says of items and of their texts the same, with %j', (options, fields) => {
  const items = [identified(item, '0'), identified(text, '1"')];
  expect(JSON.parse(checkBody(items, options))).toEqual({
    items: [
      { ...item, id: '0' },
      { ...item, id: '1"' },
    ],
    ...fields,
  });
  expect(checkBody([identified(text, '0')], options)).toBe(
    checkBody([identified(item, '0')], options),
  );
});
