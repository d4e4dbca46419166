import { describe, expect, test } from 'vitest';
import { daysBefore, fieldsOf, isLate, leakFrom } from '../../src/web/leak.ts';

const date = (day: string, month: string, year: string, hour = '') =>
  leakFrom({ day, month, year, hour });

describe('the date of the leak', () => {
  test('is none, wrong or an instant in the reader’s time zone', () => {
    expect(date('', '', '')).toEqual({ kind: 'none' });
    expect(date(' 25', '4', '2031', '20:35')).toEqual({
      kind: 'dated',
      at: new Date(2031, 3, 25, 20, 35).toISOString(),
    });
    for (const hour of ['20h35', '20 h 35', '20.35', '20 : 35']) {
      expect(date('25', '4', '2031', hour)).toEqual(date('25', '4', '2031', '20:35'));
    }
    expect(date('25', '4', '2031')).toEqual({
      kind: 'dated',
      at: new Date(2031, 3, 25).toISOString(),
    });
    for (const [day, month, year, hour] of [
      ['31', '2', '2031', ''],
      ['29', '2', '2030', ''],
      ['0', '1', '2030', ''],
      ['1', '13', '2030', ''],
      ['1', '1', '30', ''],
      ['1', '1', '', ''],
      ['x', '1', '2030', ''],
      ['1', '1', '2030', '24:00'],
      ['1', '1', '2030', '12:60'],
      ['1', '1', '2030', 'midi'],
      ['', '', '', '12:00'],
    ] as const) {
      expect(date(day, month, year, hour), `${day}/${month}/${year} ${hour}`).toEqual({
        kind: 'wrong',
      });
    }
  });

  test('fields and instant are one another’s', () => {
    const at = new Date(2031, 3, 5, 7, 9).toISOString();
    expect(leakFrom(fieldsOf(at))).toEqual({ kind: 'dated', at });
    expect(fieldsOf(null)).toEqual({ day: '', month: '', year: '', hour: '' });
  });

  test('what was registered at or after it is late', () => {
    const leak = '2031-04-25T18:35:00.000Z';
    expect(isLate('2031-04-25T18:34:59Z', leak)).toBe(false);
    expect(isLate('2031-04-25T18:35:00Z', leak)).toBe(true);
    expect(isLate(null, leak)).toBe(false);
    expect(isLate('2031-04-26T00:00:00Z', null)).toBe(false);
    expect(daysBefore('2031-04-17T08:05:00Z', leak)).toBe(8);
    expect(daysBefore('2031-04-25T18:00:00Z', leak)).toBe(0);
  });
});
