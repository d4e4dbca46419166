import { describe, expect, it } from 'vitest';
import { type Annotation, AnnotationText } from '../../src/extract/pdf/annotations.ts';

const told = (...annotations: Annotation[]) => {
  const text = new AnnotationText();
  for (const one of annotations) text.add(one);
  return text.streams();
};
const said = (str: string) => ({ str, dir: 'ltr' });

describe('annotations of a page', () => {
  it.each([
    [{ subtype: 'FreeText', contentsObj: said('75 000') }, [': 75 000']],
    [
      { subtype: 'FreeText', contentsObj: said('75 000'), textContent: ['75', '000'] },
      [': 75 000'],
    ],
    [
      { subtype: 'FreeText', contentsObj: said('45 000'), textContent: ['75 000'] },
      [': 45 000 75 000'],
    ],
    [{ subtype: 'Text', contentsObj: said('Refus'), titleObj: said('Hugo') }, ['Hugo: Refus']],
    [{ subtype: 'Stamp', hasAppearance: true }, ['Stamp']],
    [{ subtype: 'Watermark', hasAppearance: true, contentsObj: said('x') }, [': x']],
    [{ subtype: 'Stamp', hasAppearance: false }, []],
    [{ subtype: 'Highlight', hasAppearance: true }, []],
    [{ subtype: 'Highlight', contentsObj: said('') }, []],
    [{ subtype: 'Link', contentsObj: said('x') }, []],
    [{ subtype: 'Popup', contentsObj: said('x') }, []],
    [{ subtype: 'unreadable' }, []],
  ])('%j', (annotation, comments) => {
    expect(told(annotation).comments).toEqual(comments);
  });

  it('tells what each form field holds, empty ones too, signatures aside', () => {
    const field = (fieldValue: unknown, fieldType = 'Tx') => ({
      subtype: 'Widget',
      fieldType,
      fieldValue,
    });
    const fields = [
      field('45 000'),
      field(''),
      field(['a', 'b'], 'Ch'),
      field({}, 'Sig'),
      field(7),
    ];
    expect(told(...fields).form).toEqual(['= 45 000', '= ', '= a b', '= 7']);
  });
});
