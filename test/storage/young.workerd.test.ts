import { expect, test } from 'vitest';
import { orderOf, rowsIn, settle } from '../../src/storage/hex-rows.ts';
import { insertYoung } from '../../src/storage/young.ts';
import { openD1, testEnv } from './d1-env.ts';

/** Numbers below 2³², always the same. */
function* numbers(): Generator<number> {
  for (let state = 1; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state;
  }
}

const random = numbers();
const hex = (digits: number) => {
  let text = '';
  while (text.length < digits) text += random.next().value.toString(16).padStart(8, '0');
  return text.slice(0, digits);
};
const bytesOf = (rows: readonly string[]) => new TextEncoder().encode(rows.join(''));

/** 40,000 postings, of which 80 share one key and 3 another, and keys with 28 bits in common. */
function postings(): string[] {
  const rows = Array.from({ length: 39_900 }, () => hex(36));
  const shared = hex(16);
  for (let i = 0; i < 80; i++) rows.push(shared + hex(20));
  const other = hex(16);
  for (let i = 0; i < 3; i++) rows.push(other + hex(20));
  for (let i = 0; i < 17; i++) rows.push(other.slice(0, 7) + hex(29));
  return rows;
}

test('rows settled are in the order of strings', () => {
  const rows = postings();
  const bytes = bytesOf(rows);
  const order = orderOf(bytes, 36);
  settle(order, bytes, 36);
  expect(rowsIn(order, bytes, 36)).toEqual([...rows].sort());
});

test('young buckets hold every posting, 65 of a key at most, in statements of bound size', async () => {
  await openD1();
  const rows = postings();
  const statements = insertYoung(testEnv.DB, bytesOf(rows));
  expect(statements.length).toBe(Math.ceil((40_000 * 38) / 900_000) + 1);
  for (const statement of statements) await statement.run();

  const byKey = new Map<string, string[]>();
  for (const row of [...rows].sort()) {
    const key = row.slice(0, 16);
    byKey.set(key, [...(byKey.get(key) ?? []), row]);
  }
  const expected = new Map<number, string>();
  for (const [key, all] of byKey) {
    const refs = all.slice(0, 65).map((row) => row.slice(16));
    const id = Number.parseInt(key.slice(0, 4), 16) >> 3;
    const entry = key + refs.length.toString(16).padStart(2, '0') + refs.join('');
    expected.set(id, (expected.get(id) ?? '') + entry);
  }
  const { results } = await testEnv.DB.prepare('SELECT id, lower(hex(v)) AS v FROM young').all<{
    id: number;
    v: string;
  }>();
  expect(new Map(results.map(({ id, v }) => [id, v]))).toEqual(expected);
});
