import { describe, expect, it } from 'vitest';
import type { ContentPrint } from '../../src/fingerprint/profile.ts';
import { compareText, noEvidence } from '../../src/registry/compare-text.ts';
import type { Layer } from '../../src/registry/contract.ts';
import { hash, prose, textPrint } from './prints.ts';

const print = (extractor: string, beside: ContentPrint['beside']): ContentPrint =>
  textPrint(prose('w', 60), { extractor, beside });
function told(suspect: ContentPrint, genuine: ContentPrint): string {
  const evidence = noEvidence();
  compareText(suspect, genuine, evidence);
  for (const side of ['agrees', 'differs', 'unverified'] as const) {
    if (evidence[side].has('comments')) return side;
  }
  return 'nothing';
}
const SAID = { comments: hash('45 000') };
const OTHER = { comments: hash('75 000') };
const NONE = { comments: null };

describe('what stands beside the text', () => {
  it.each([
    ['equal', 'docx/1', SAID, 'docx/1', SAID, 'agrees'],
    ['changed', 'docx/1', OTHER, 'docx/1', SAID, 'differs'],
    ['changed in another format', 'odf/1', OTHER, 'docx/1', SAID, 'differs'],
    ['added', 'docx/1', SAID, 'docx/1', NONE, 'differs'],
    ['added in another format', 'pdf/1', SAID, 'docx/1', NONE, 'differs'],
    ['taken away', 'docx/1', NONE, 'docx/1', SAID, 'differs'],
    ['left behind by a conversion', 'pdf/1', NONE, 'docx/1', SAID, 'unverified'],
    ['not told by a format', 'plain/1', {}, 'docx/1', SAID, 'unverified'],
    ['none in both', 'docx/1', NONE, 'docx/1', NONE, 'nothing'],
    ['none, and not told', 'plain/1', {}, 'docx/1', NONE, 'nothing'],
  ] as const)('%s', (_, from, mine, to, theirs, side) => {
    expect(told(print(from, mine), print(to, theirs))).toBe(side);
  });
});

describe('what a conversion may change', () => {
  const WORDS = prose('w', 60);
  const side = (layer: Layer, suspect: ContentPrint, genuine: ContentPrint): string => {
    const evidence = noEvidence();
    compareText(suspect, genuine, evidence);
    const found = (['agrees', 'differs', 'unverified'] as const).filter((one) =>
      evidence[one].has(layer),
    );
    return found.join(' ') || 'nothing';
  };
  const of = (extractor: string, change: Partial<ContentPrint>): ContentPrint =>
    textPrint(WORDS, { extractor, ...change });
  const A = hash('a');
  const B = hash('b');

  it.each([
    ['docx/1', 'docx/1', 'differs'],
    ['html/1', 'html/2', 'differs'],
    ['docx/1', 'odf/1', 'unverified'],
    ['plain/1', 'plain/1', 'unverified'],
    ['pdf/1', 'pdf/1', 'unverified'],
  ])('a hyphen between %s and %s is %s', (mine, theirs, expected) => {
    expect(side('hyphens', of(mine, { body: A }), of(theirs, { body: B }))).toBe(expected);
  });

  it.each([
    ['docx/1', 'docx/1', A, B, 'differs'],
    ['docx/1', 'docx/1', null, A, 'differs'],
    ['docx/1', 'odf/1', A, B, 'unverified'],
    ['pdf/1', 'pdf/1', A, B, 'differs'],
    ['pdf/1', 'pdf/1', null, A, 'differs'],
    ['pdf/1', 'pdf/1', A, null, 'differs'],
    ['plain/1', 'pdf/1', A, B, 'differs'],
    ['plain/1', 'pdf/1', A, null, 'differs'],
    ['docx/1', 'pdf/1', A, B, 'unverified'],
    ['docx/1', 'pdf/1', null, B, 'unverified'],
    ['pdf/1', 'docx/1', A, null, 'differs'],
    ['plain/1', 'docx/1', A, null, 'differs'],
    ['odf/1', 'docx/1', A, null, 'differs'],
    ['pdf/1', 'html/1', A, null, 'unverified'],
    ['html/1', 'html/1', null, null, 'nothing'],
  ])('furniture between %s and %s', (mine, theirs, a, b, expected) => {
    expect(side('furniture', of(mine, { furniture: a }), of(theirs, { furniture: b }))).toBe(
      expected,
    );
  });

  it.each([
    ['docx/1', 'docx/1', null, A, 'differs'],
    ['docx/1', 'pdf/1', null, A, 'unverified'],
    ['docx/1', 'pdf/1', A, B, 'differs'],
  ])('labels between %s and %s', (mine, theirs, a, b, expected) => {
    expect(side('labels', of(mine, { labels: a }), of(theirs, { labels: b }))).toBe(expected);
  });

  it.each([
    ['layout', 'docx/1', 'docx/1', A, B, 'differs'],
    ['layout', 'docx/1', 'docx/1', null, B, 'differs'],
    ['layout', 'docx/1', 'odf/1', A, B, 'unverified'],
    ['layout', 'pdf/1', 'plain/1', undefined, B, 'unverified'],
    ['layout', 'plain/1', 'plain/1', A, A, 'agrees'],
    ['cells', 'docx/1', 'odf/1', A, B, 'differs'],
    ['cells', 'docx/1', 'html/1', null, B, 'differs'],
    ['cells', 'docx/1', 'pdf/1', A, undefined, 'unverified'],
    ['cells', 'docx/1', 'pdf/1', null, undefined, 'nothing'],
  ] as const)('%s between %s and %s', (stream, mine, theirs, a, b, expected) => {
    const suspect = of(mine, { beside: a === undefined ? {} : { [stream]: a } });
    const genuine = of(theirs, { beside: b === undefined ? {} : { [stream]: b } });
    expect(side(stream, suspect, genuine)).toBe(expected);
  });
});
