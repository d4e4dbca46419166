import { describe, expect, test } from 'vitest';
import { ANSWER_KEYS } from '../../src/web/answer.ts';
import { words as verifyEn } from '../../src/web/client/verify-words-en.ts';
import { words as verifyFr } from '../../src/web/client/verify-words-fr.ts';
import { en as english } from '../../src/web/locales/en.ts';
import { fr as french } from '../../src/web/locales/fr.ts';

/** The catalogues with the words of the verify view, which are loaded apart. */
const fr = { ...french, verifyView: verifyFr };
const en = { ...english, verifyView: verifyEn };

/** All values that a finding of the verify view may bring. */
const FINDING = {
  ...Object.fromEntries(
    ['registry', 'at', 'record', 'index', 'log', 'grade', 'reason', 'registrant', 'corpus']
      .concat(['records', 'coverage', 'size'])
      .map((name) => [name, 'x']),
  ),
  places: '2',
};

/** Every string of a catalogue by its path; functions are called with plain values. */
function stringsOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    const filled = [
      ['mail', 'deux choses', 'une date', 'x'],
      [2, 30, 300, 4],
      ['file', null, null],
      [1, 'Qui', 'une date'],
      [null, 30],
      [FINDING],
    ];
    // Each phrase takes some of these; a wrong kind of value throws or writes `undefined`.
    const said = filled.flatMap((args) => {
      try {
        const text = String(value(...args));
        return /undefined|null|NaN/.test(text) ? [] : [[path, text] as [string, string]];
      } catch {
        return [];
      }
    });
    return said.length > 0 ? said : [[path, '']];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    path === '' && key === 'format' ? [] : stringsOf(inner, path === '' ? key : `${path}.${key}`),
  );
}

const pathsOf = (value: unknown) => [...new Set(stringsOf(value).map(([path]) => path))].sort();

describe('the catalogues', () => {
  test('have the same phrases, none empty', () => {
    expect(pathsOf(en)).toEqual(pathsOf(fr));
    expect(pathsOf(fr).length).toBeGreaterThan(120);
    const empty = [...stringsOf(fr), ...stringsOf(en)].filter(([, text]) => text.trim() === '');
    expect(empty).toEqual([]);
  });

  test('French has a narrow no-break space before ; : ! ? » and after «', () => {
    const wrong = stringsOf(fr).filter(([, text]) => /[^\u202f\d][;:!?»]|«(?!\u202f)/.test(text));
    expect(wrong).toEqual([]);
    expect(stringsOf(fr).filter(([, text]) => text.includes('\u202f:')).length).toBeGreaterThan(10);
  });

  test('English has no space before ; : ! ?', () => {
    expect(stringsOf(en).filter(([, text]) => /\s[;:!?]/.test(text))).toEqual([]);
  });

  test('apostrophes are typographic', () => {
    expect([...stringsOf(fr), ...stringsOf(en)].filter(([, text]) => text.includes("'"))).toEqual(
      [],
    );
  });

  test('every answer has its word, and no phrase judges or congratulates', () => {
    for (const key of ANSWER_KEYS) {
      expect(fr.labels[key]).toBeTruthy();
      expect(en.labels[key]).toBeTruthy();
    }
    const judging = /fiable|félicitation|bravo|reliable|trustworthy|congratulation|score|!/i;
    expect([...stringsOf(fr), ...stringsOf(en)].filter(([, text]) => judging.test(text))).toEqual(
      [],
    );
  });
});

describe('numbers, plurals and dates', () => {
  test('French counts 0 as one and writes U+202F in thousands', () => {
    expect(fr.run.progress(3, 20)).toBe('3 sur 20 fichiers');
    expect(fr.run.progress(0, 1)).toBe('0 sur 1 fichier');
    expect(fr.run.done(0)).toBe('0 fichier vérifié');
    expect(fr.run.progress(412, 2000)).toBe('412 sur 2\u202f000 fichiers');
    expect(en.run.done(0)).toBe('0 files checked');
    expect(en.run.progress(412, 2000)).toBe('412 of 2,000 files');
  });

  test('instants are in UTC and broken ones are shown as sent', () => {
    expect(fr.format.instant('2031-04-22T07:05:09Z')).toBe('22 avril 2031, 07:05\u00a0UTC');
    expect(en.format.instant('2031-04-22T23:59:59Z')).toBe('22 April 2031, 23:59\u00a0UTC');
    expect(fr.format.day('2031-05-01')).toBe('1er mai 2031');
    expect(fr.format.instant('2031-05-11T00:00:00Z')).toBe('11 mai 2031, 00:00\u00a0UTC');
    expect(en.format.day('2031-05-01')).toBe('1 May 2031');
    expect(fr.format.instant('hier')).toBe('hier');
  });

  test('durations are rounded to what helps', () => {
    expect(fr.format.duration(3)).toBe('5\u00a0s');
    expect(fr.format.duration(41)).toBe('45\u00a0s');
    expect(fr.format.duration(61)).toBe('2\u00a0min');
    expect(fr.format.duration(3599)).toBe('1\u00a0h');
    expect(fr.format.duration(7 * 3600 + 21 * 60)).toBe('7\u00a0h 20\u00a0min');
  });

  test('sizes are in decimal units', () => {
    expect(fr.format.size(999)).toBe('999\u00a0octets');
    expect(fr.format.size(214_000)).toBe('214\u00a0Ko');
    expect(fr.format.size(2_120_000)).toBe('2,1\u00a0Mo');
    expect(en.format.size(2_120_000)).toBe('2.1\u00a0MB');
  });
});
