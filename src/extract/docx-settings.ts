/** What the styles and settings of a docx say about its text (ECMA-376 part 1, 17.7, 17.15). */
import { isOn, WORD_NAMESPACES } from './docx-names.ts';
import type { Limits } from './limits.ts';
import { parseXml } from './xml.ts';

export interface NoteFormats {
  readonly footnote: string;
  readonly endnote: string;
}

/** Ids of the styles that hide text, their own or through the style they are based on. */
export function hiddenStyles(bytes: Uint8Array | undefined, limits: Limits): Set<string> {
  const hidden = new Set<string>();
  if (!bytes) return hidden;
  const based: [style: string, on: string][] = [];
  let style = '';
  parseXml(bytes, WORD_NAMESPACES, limits, {
    open(element) {
      if (element.name === 'w:style') style = element.attribute('w:styleId') ?? '';
      else if (element.name === 'w:basedOn') based.push([style, element.attribute('w:val') ?? '']);
      else if (element.name === 'w:vanish' && isOn(element)) hidden.add(style);
    },
  });
  for (let grown = true; grown; ) {
    grown = false;
    for (const [own, on] of based) {
      if (!hidden.has(on) || hidden.has(own)) continue;
      hidden.add(own);
      grown = true;
    }
  }
  return hidden;
}

/** Number formats of notes that the settings declare, else those of Word. */
export function noteFormats(bytes: Uint8Array | undefined, limits: Limits): NoteFormats {
  const formats = { footnote: 'decimal', endnote: 'lowerRoman' };
  if (!bytes) return formats;
  let inside: keyof NoteFormats | null = null;
  parseXml(bytes, WORD_NAMESPACES, limits, {
    open(element) {
      if (element.name === 'w:footnotePr') inside = 'footnote';
      else if (element.name === 'w:endnotePr') inside = 'endnote';
      else if (element.name === 'w:numFmt' && inside) {
        formats[inside] = element.attribute('w:val') ?? formats[inside];
      }
    },
    close(name) {
      if (name === 'w:footnotePr' || name === 'w:endnotePr') inside = null;
    },
  });
  return formats;
}
