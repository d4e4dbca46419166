import { expect, test } from 'vitest';
import { nameTree, partName } from '../../src/client/names.ts';
import type { Document } from '../../src/fingerprint/document.ts';

function document(name: string | null, type: string, parts: Document[] = []): Document {
  return { name, type, bytes: new Uint8Array(), reading: null, mail: null, parts, problem: null };
}

const mail = document('mail.eml', 'message/rfc822', [
  document('budget.xlsx', 'application/vnd.ms-excel'),
  document(null, 'application/zip', [document('a/b.txt', 'text/plain'), document('', 'image/png')]),
]);

test.each([
  ['0', 'budget.xlsx'],
  ['1', 'part 2 (application/zip)'],
  ['1/0', 'a/b.txt'],
  ['1/1', 'part 2.2 (image/png)'],
  ['7', 'part 8'],
  ['0/0', 'part 1.1'],
  ['', 'part ?'],
  ['__proto__', 'part ?'],
  ['length', 'part ?'],
])('part %s', (path, expected) => {
  expect(partName(nameTree(mail), path)).toBe(expected);
});

test('a name tree holds no bytes', () => {
  expect(nameTree(mail).parts[0]).toEqual({
    name: 'budget.xlsx',
    type: 'application/vnd.ms-excel',
    parts: [],
  });
});
