/** The usual methods, by the names they have in the tables. */
export const RIVALS = [
  'SHA-256',
  'ssdeep raw',
  'ssdeep text',
  'TLSH raw',
  'TLSH text',
  'MinHash LSH',
];
