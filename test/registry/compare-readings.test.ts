import { describe, expect, it } from 'vitest';
import type { ContentPrint } from '../../src/fingerprint/profile.ts';
import { compareText, noEvidence } from '../../src/registry/compare-text.ts';
import { fits } from '../../src/registry/fit.ts';
import { hash, prose, textPrint } from './prints.ts';

const WORDS = prose('w', 120);
const print = (extractor: string, change: Partial<ContentPrint> = {}) =>
  textPrint(WORDS, {
    extractor,
    drawn: null,
    body: hash(extractor),
    body_joined: hash(extractor),
    ...change,
  });
const sketch = (letter: string) =>
  Array.from({ length: 12 }, (_, i) => `${letter}${`${i}`.padStart(15, '0')}`);
const SKETCHES = { text: sketch('a'), reading: sketch('b'), other: sketch('c') };
const plainOrder = { body_joined: hash('plain/1'), labels: null, furniture: null };
const PDF = print('pdf/1', { readings: [plainOrder] });
const edged = (header: string) => ({
  body_joined: hash('docx/1'),
  labels: null,
  furniture: hash(header),
});

function relation(s: ContentPrint, g: ContentPrint) {
  const evidence = noEvidence();
  return [compareText(s, g, evidence), [...evidence.differs], [...evidence.unverified]] as const;
}

describe('readings of a PDF', () => {
  it('equal a plain text, either way round, with the layout unverified', () => {
    const text = print('plain/1');
    for (const [s, g] of [
      [PDF, text],
      [text, PDF],
    ] as const) {
      const [found, differs, unverified] = relation(s, g);
      expect([found, differs]).toEqual(['joined', []]);
      expect(unverified).toContain('layout');
      expect(unverified).toContain('appearance');
    }
  });

  it('in another order count beside plain text alone', () => {
    const docx = print('docx/1', { body_joined: hash('plain/1') });
    expect(relation(PDF, docx)[0]).toBe('other');
    const other = print('pdf/1', { body_joined: hash('plain/1'), body: hash('x') });
    expect(relation(other, PDF)[0]).toBe('other');
  });

  it('never equal each other', () => {
    const text = print('plain/1', { body: hash('y'), body_joined: hash('y') });
    expect(relation({ ...text, readings: [plainOrder] }, PDF)[0]).toBe('other');
  });

  it('without running lines count where just these are declared', () => {
    const docx = print('docx/1', { furniture: hash('ref. 663') });
    expect(relation(print('pdf/1', { readings: [edged('ref. 663')] }), docx)[0]).toBe('joined');
    expect(relation(print('pdf/1', { readings: [edged('ref. 668')] }), docx)[0]).toBe('other');
    const without = print('docx/1');
    expect(relation(print('pdf/1', { readings: [edged('ref. 663')] }), without)[0]).toBe('other');
  });

  it('count beside a sketch of the text or of the reading, never beside another', () => {
    const text = print('plain/1', { sketch: SKETCHES.reading });
    const own = { ...plainOrder, sketch: SKETCHES.reading };
    expect(fits(text, print('pdf/1', { readings: [plainOrder] }))).toBe(false);
    const genuine = print('pdf/1', { sketch: SKETCHES.text, readings: [plainOrder, own] });
    expect(fits(text, genuine)).toBe(true);
    expect(fits(genuine, text)).toBe(true);
    expect(fits({ ...text, sketch: SKETCHES.other }, genuine)).toBe(false);
    expect(
      fits({ ...genuine, sketch: SKETCHES.other }, { ...genuine, sketch: SKETCHES.text }),
    ).toBe(false);
  });

  it('lend nothing but digests to the text', () => {
    const own = { ...plainOrder, labels: hash('labels'), sketch: SKETCHES.reading };
    const genuine = print('pdf/1', { readings: [own] });
    for (const [labels, differs] of [
      ['labels', []],
      ['others', ['labels']],
    ] as const) {
      const found = relation(print('plain/1', { labels: hash(labels) }), genuine);
      expect(found.slice(0, 2)).toEqual(['joined', differs]);
    }
  });
});
