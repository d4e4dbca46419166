import { describe, expect, test } from 'vitest';
import { headerRows } from '../../src/web/headers-shown.ts';

const values = [
  { layer: 'from', value: 'A <a@x>' },
  { layer: 'date', value: '2027-03-22T08:44:00Z' },
  { layer: 'cc', value: null },
] as const;

describe('the headers of a mail beside what was said of them', () => {
  test('each has its answer; what neither side knows is left out', () => {
    const evidence = { agrees: ['from' as const], differs: ['date' as const], unverified: [] };
    expect(headerRows(evidence, values)).toEqual([
      { layer: 'from', value: 'A <a@x>', side: 'agrees' },
      { layer: 'date', value: '2027-03-22T08:44:00Z', side: 'differs' },
    ]);
  });

  test('a header that the record has and the mail has not is shown', () => {
    const evidence = { agrees: [], differs: ['cc' as const], unverified: [] };
    expect(headerRows(evidence, values).find(({ layer }) => layer === 'cc')).toEqual({
      layer: 'cc',
      value: null,
      side: 'differs',
    });
  });

  test('where the bytes are equal every header is; else what nobody compared says so', () => {
    const none = { agrees: [], differs: [], unverified: [] };
    expect(headerRows(none, values).map(({ side }) => side)).toEqual([
      'not_compared',
      'not_compared',
    ]);
    const bytes = { ...none, agrees: ['bytes' as const] };
    expect(headerRows(bytes, values).map(({ side }) => side)).toEqual(['agrees', 'agrees']);
  });

  test('without the file the answers stand alone', () => {
    const evidence = { agrees: ['from' as const], differs: ['date' as const], unverified: [] };
    expect(headerRows(evidence, null).map(({ layer, value }) => [layer, value])).toEqual([
      ['from', null],
      ['date', null],
    ]);
  });
});
