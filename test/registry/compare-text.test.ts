import { describe, expect, it } from 'vitest';
import type { ContentPrint } from '../../src/fingerprint/profile.ts';
import { compareText, noEvidence } from '../../src/registry/compare-text.ts';
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
