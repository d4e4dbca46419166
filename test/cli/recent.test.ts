import { expect, test } from 'vitest';
import { Recent } from '../../src/cli/recent.ts';

test('what was set longest ago is forgotten, once there is no more room', () => {
  const recent = new Recent<number>(3);
  for (const [n, key] of [...'abcad'].entries()) recent.set(key, n);
  expect([...recent]).toEqual([
    ['c', 2],
    ['a', 3],
    ['d', 4],
  ]);
});
