import { describe, expect, it } from 'vitest';
import { dateText, numberText } from '../../src/extract/cell-value.ts';
import { HtmlLook } from '../../src/extract/html-look.ts';
import { decodeHtml } from '../../src/extract/html-source.ts';
import { parseNumberFormat } from '../../src/extract/number-format.ts';
import { canonicalNumber } from '../../src/extract/pdf/lexer.ts';
import { traced, trim } from '../../src/fingerprint/locate-trace.ts';
import { withoutTail } from '../../src/fingerprint/tail.ts';

/**
 * Texts made for patterns that try anew at each character: 10¹² steps for a million, which no test
 * sees the end of. Found by `recheck`, an analyser of regular expressions.
 */
const MANY = 1_000_000;

describe('a reader takes a time in proportion to the text', () => {
  it('of a property that is all NULs but its end', () => {
    expect(withoutTail(`${'\0'.repeat(MANY)}a`, '\0')).toHaveLength(MANY + 1);
    expect(withoutTail('a\0b\0\0', '\0')).toBe('a\0b');
    expect(withoutTail('\0\0', '\0')).toBe('');
  });

  it('of a number of a PDF', () => {
    expect(canonicalNumber(`1.${'0'.repeat(MANY)}1`)).toHaveLength(MANY + 3);
    expect(canonicalNumber('1.500')).toBe('1.5');
  });

  it('of a number format', () => {
    expect(parseNumberFormat(`${'E'.repeat(MANY)}0`).kind).toBe('number');
    expect(parseNumberFormat('E').kind).toBe('date');
    expect(parseNumberFormat('0E+00').kind).toBe('number');
  });

  it('of a cell', () => {
    expect(numberText(`${'e'.repeat(MANY)}\n1`)).toContain('e');
    expect(dateText(`2027.${'0'.repeat(MANY)}1`)).toHaveLength(MANY + 6);
    expect(dateText('2027-05-01T10:00:01.500')).toBe('2027-05-01T10:00:01.5');
    expect(dateText('2027-05-01T10:00:01.000')).toBe('2027-05-01T10:00:01');
    expect(dateText('2027-05-10')).toBe('2027-05-10');
  });

  it('of a character set that a page declares', () => {
    const decoded = (html: string) => decodeHtml(new TextEncoder().encode(html)).text;
    expect(decoded(`<meta charset=${' '.repeat(MANY)}>é`)).toMatch(/>é$/);
    expect(decoded(`<meta charset = " iso-8859-2 ">\u0161`)).not.toMatch(/š$/);
  });

  it('of a selector whose brackets nothing closes', () => {
    const marks = (css: string) => {
      const look = new HtmlLook();
      look.open('style', {}, '');
      look.text(css);
      return look.marks();
    };
    for (const part of [':a(', '[']) {
      expect(marks(`b${part.repeat(MANY / 4)}{display:none}`)).toEqual(['hidden_text']);
    }
    // Of no element of the page, whatever its brackets hold.
    expect(marks('b:is(i){display:none}')).toEqual([]);
    expect(marks('b[title="("]{display:none}')).toEqual([]);
    expect(marks('style:is(i)[title="("]{display:none}')).toEqual(['hidden_text']);
  });

  it('of a line of spaces', () => {
    expect(trim(traced(`${' '.repeat(10)}a${' '.repeat(MANY)}b  `, 0)).text).toHaveLength(MANY + 2);
  });
});
