import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CheckResult } from '../../src/registry/contract.ts';
import { answerKey, countKeys } from '../../src/web/answer.ts';
import { parsePasted } from '../../src/web/digests.ts';
import { CANNED } from './canned.ts';

const strange = (fields: object) => ({ ...CANNED.absent, ...fields }) as CheckResult;

describe('the word of an answer', () => {
  test('only match with a known grade reads as a match, and only absent as absent', () => {
    fc.assert(
      fc.property(fc.string(), fc.option(fc.string()), (verdict, grade) => {
        const key = answerKey(strange({ verdict, grade }));
        if (key === 'identical' || key === 'same_content') {
          expect([verdict, grade]).toEqual(['match', key]);
        }
        if (key === 'absent') expect(verdict).toBe('absent');
      }),
    );
    expect(answerKey(strange({ verdict: 'match', grade: null }))).toBe('undecided');
    expect(answerKey(strange({ verdict: 'match', grade: 'near' }))).toBe('undecided');
    expect(answerKey(strange({ verdict: 'differs', grade: 'identical' }))).toBe('near');
    expect(answerKey(strange({ verdict: 'present', grade: null }))).toBe('undecided');
  });

  test('an archive has the word of its worst member, and none without members', () => {
    const members = [CANNED.same_content, CANNED.identical].map((one, index) => ({
      ...one,
      path: `${index}`,
    }));
    const archive = { verdict: 'match', grade: 'members', parts: members };
    expect(answerKey(strange(archive))).toBe('same_content');
    expect(answerKey(strange({ ...archive, parts: [] }))).toBe('undecided');
    expect(answerKey(strange({ verdict: 'absent', grade: 'members', parts: [] }))).toBe(
      'undecided',
    );
  });

  test('altered is slight only when the body is equal', () => {
    const altered = (agrees: string[]) =>
      answerKey(
        strange({
          verdict: 'differs',
          grade: 'altered',
          evidence: { agrees, differs: ['from'], unverified: [] },
        }),
      );
    expect(altered(['body'])).toBe('altered');
    expect(altered(['subject'])).toBe('altered_heavy');
  });

  test('counts come most worrying first, without zeros', () => {
    expect(countKeys(['identical', 'absent', 'identical', 'altered'])).toEqual([
      ['altered', 1],
      ['absent', 1],
      ['identical', 2],
    ]);
  });
});

describe('pasted digests', () => {
  const sha = '0123456789abcdef'.repeat(4);

  test('reads bare digests and the output of sha256sum and ssdeep', () => {
    const pasted = parsePasted(
      [
        'ssdeep,1.1--blocksize:hash:hash,filename',
        '3:AXGBicFlgVNhBGcL6wCrFQEv:AXGHsNhxLsr2C,"/tmp/note, finale.txt"',
        '',
        `  ${sha}  `,
        `${sha} *contrat.pdf`,
        `${sha.toUpperCase()}  sous dossier/contrat.pdf`,
        '3::',
      ].join('\r\n'),
    );
    expect(pasted).toEqual({
      digests: [
        {
          label: '/tmp/note, finale.txt',
          item: { ssdeep: '3:AXGBicFlgVNhBGcL6wCrFQEv:AXGHsNhxLsr2C' },
        },
        { label: sha, item: { sha256: sha } },
        { label: 'contrat.pdf', item: { sha256: sha } },
        { label: 'sous dossier/contrat.pdf', item: { sha256: sha } },
        { label: '3::', item: { ssdeep: '3::' } },
      ],
      faults: [],
      tooMany: false,
    });
  });

  test('names by their line what it does not know, and stops at the limit', () => {
    expect(parsePasted(`md5\n\n${sha}0\n${sha.slice(1)}\n`).faults).toEqual([1, 3, 4]);
    expect(parsePasted(`${sha}\n`.repeat(100)).tooMany).toBe(false);
    expect(parsePasted(`${sha}\n`.repeat(101)).tooMany).toBe(true);
  });

  test('never throws, and sends only digests', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), (text) => {
        for (const { item } of parsePasted(text).digests) {
          if ('sha256' in item) expect(item.sha256).toMatch(/^[0-9a-f]{64}$/);
          else expect(item.ssdeep).toMatch(/^\d{1,10}:[A-Za-z0-9+/]{0,64}:[A-Za-z0-9+/]{0,64}$/);
        }
      }),
    );
  });
});
