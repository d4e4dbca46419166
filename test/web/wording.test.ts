import { describe, expect, test } from 'vitest';
import type { Mark } from '../../src/fingerprint/document.ts';
import { deceives, marksOf } from '../../src/fingerprint/marks.ts';
import { partAt } from '../../src/fingerprint/part-at.ts';
import type { CheckResult, Layer } from '../../src/registry/contract.ts';
import type { Answer } from '../../src/web/answer.ts';
import { en } from '../../src/web/locales/en.ts';
import { fr } from '../../src/web/locales/fr.ts';
import { marksLine, wordingOf } from '../../src/web/wording.ts';
import { docPrint, letterPrint, prose, textPrint } from '../registry/prints.ts';
import { CANNED } from './canned.ts';

const context = { consulted: [], closed: [], at: '2031-04-26T09:12:00Z' };
function sentence(evidence: Partial<Record<'agrees' | 'differs' | 'unverified', Layer[]>>) {
  const told = { agrees: [], differs: [], unverified: [], ...evidence };
  const result = { ...CANNED.contains, evidence: told } as CheckResult;
  const answer: Answer = {
    id: 'a',
    name: 'a.eml',
    size: 1,
    fingerprint: letterPrint('m', prose('m', 40)),
    partNames: {},
    outcome: { kind: 'answered', result, context },
  };
  return [wordingOf(en, answer).sentence, wordingOf(fr, answer).sentence];
}

describe('a document that contains a registered one', () => {
  test('names the footer of a mailing list', () => {
    const [english, french] = sentence({ agrees: ['body'], differs: ['footer'] });
    expect(english).toBe(
      'This email is a registered one, with the footer of a mailing list added below.',
    );
    expect(french).toContain('suivi d’un pied de liste de diffusion');
  });

  test('says that words above a quotation were not compared', () => {
    const [english, french] = sentence({ agrees: ['quoted', 'from'], unverified: ['body'] });
    expect(english).toMatch(/quotes a registered email word for word; what is written above/);
    expect(french).toMatch(/au-dessus de la citation n’a pas été comparé/);
  });

  test('names an attachment, and else only that something is around it', () => {
    expect(sentence({ agrees: ['parts'] })[0]).toMatch(/among its attachments/);
    expect(sentence({})[0]).toMatch(/with something else around it/);
  });
});

describe('what was found in a file', () => {
  const marked = (...marks: Mark[]) =>
    docPrint('d', prose('d', 40), { content: textPrint(prose('d', 40), { marks }) });

  test('is said with what it means only when it may deceive', () => {
    expect(marksLine(en, marked('comments'))).toBe('Found in it: comments.');
    expect(marksLine(en, marked('comments', 'hidden_text'))).toBe(
      'Found in it: comments and hidden text. What you see may not be what was compared.',
    );
    expect(marksLine(fr, marked('literal_format'))).toBe(
      'On y trouve\u202f: format de cellule qui affiche autre chose que sa valeur. Ce que vous voyez n’est peut-être pas ce qui a été comparé.',
    );
    expect(marksLine(en, marked())).toBeNull();
  });

  test('is looked for in every body of a mail', () => {
    const html = textPrint(prose('h', 40), { marks: ['hidden_text'] });
    expect(marksOf(letterPrint('m', prose('m', 40), [], { alternatives: [html] }))).toEqual([
      'hidden_text',
    ]);
  });

  test.each([
    ['hidden_text', true],
    ['covered_text', true],
    ['clipped_text', true],
    ['hidden_sheet', true],
    ['literal_format', true],
    ['generated_text', true],
    ['garbled_text', true],
    ['macros', true],
    ['struck_text', false],
    ['annotations', false],
    ['comments', false],
    ['tracked_changes', false],
  ] as const)('%s deceives: %s', (mark, may) => {
    expect(deceives([mark])).toBe(may);
  });

  test('is found of a part by its path', () => {
    const inner = marked('macros');
    const whole = letterPrint('m', prose('m', 40), [
      docPrint('x', []),
      letterPrint('n', [], [inner]),
    ]);
    expect(partAt(whole, '1/0')).toBe(inner);
    expect(partAt(whole, '')).toBe(whole);
    expect(partAt(whole, '4/0')).toBeUndefined();
  });
});
