import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseMailDate } from '../../src/extract/eml-date.ts';

const expected = JSON.parse(
  readFileSync(new URL('../fixtures/mail/expected.json', import.meta.url), 'utf8'),
) as { dates: [string, string][] };

describe('parseMailDate', () => {
  it.each(expected.dates)('reads %s as Python does', (text, instant) => {
    expect(parseMailDate(text)).toBe(instant);
  });

  it.each([
    '',
    'soon',
    'Mon, 31 Feb 2026 10:00:00 +0000',
    '4 May 2026',
    '4 Ayj 2026 10:00:00 +0000',
    'Mon, 4 May 2026 25:00:00 +0000',
  ])('takes %j for no date', (text) => {
    expect(parseMailDate(text)).toBeNull();
  });
});
