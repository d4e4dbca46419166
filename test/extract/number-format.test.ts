import { describe, expect, it } from 'vitest';
import { parseNumberFormat, unitOf } from '../../src/extract/number-format.ts';

const unit = (code: string, value = 500): string => unitOf(parseNumberFormat(code), value);

describe('unitOf', () => {
  it.each([
    ['General', ''],
    ['0.00', ''],
    ['#,##0', ''],
    ['0.00E+00', ''],
    ['yyyy-mm-dd', ''],
    ['#,##0.00 "€"', '€'],
    ['#,##0.00\\ [$€-40C]', '€'],
    ['[$$-409]#,##0.00', '$'],
    ['[$EUR] 0', 'EUR'],
    ['$0', '$'],
    ['0%', '%'],
    ['0.0 "km"', 'km'],
    ['#,##0,', ','],
    ['#,##0,," M€"', 'M€,,'],
  ])('of %s', (code, expected) => {
    expect(unit(code)).toBe(expected);
  });

  it('is the same however a program writes the format again', () => {
    expect(unit('_-* #,##0.00\\ "€"_-;\\-* #,##0.00\\ "€"_-')).toBe(
      unit('#,##0.00\\ [$€-40C];[RED]\\-#,##0.00\\ [$€-40C]'),
    );
  });

  it('tells of a minus that the format leaves out', () => {
    expect(unit('0;0', -500)).not.toBe(unit('0', -500));
    expect(unit('0;-0', -500)).toBe(unit('0', -500));
    expect(unit('0;(0)', -500)).toBe(unit('0', -500));
  });
});
