/** What the styles and settings of a docx say about its text (ECMA-376 part 1, 17.7, 17.15). */
import { isOn, WORD_NAMESPACES } from './docx-names.ts';
import type { Limits } from './limits.ts';
import { type Raised, raisedBy } from './raised.ts';
import { parseXml } from './xml.ts';

const MAX_BASED = 11;

export interface NoteFormats {
  readonly footnote: string;
  readonly endnote: string;
}

/** Ids of the styles that hide text, their own or through the style they are based on. */
export function hiddenStyles(bytes: Uint8Array | undefined, limits: Limits): Set<string> {
  const hidden = new Set<string>();
  if (!bytes) return hidden;
  const basedOn = new Map<string, string[]>();
  let style = '';
  parseXml(bytes, WORD_NAMESPACES, limits, {
    open(element) {
      if (element.name === 'w:style') style = element.attribute('w:styleId') ?? '';
      else if (element.name === 'w:basedOn') {
        const base = element.attribute('w:val') ?? '';
        const others = basedOn.get(base) ?? [];
        others.push(style);
        basedOn.set(base, others);
      } else if (element.name === 'w:vanish' && isOn(element)) hidden.add(style);
    },
  });
  // A set may grow while it is walked: each style is visited once, rings included.
  for (const base of hidden) for (const own of basedOn.get(base) ?? []) hidden.add(own);
  return hidden;
}

/** Styles that raise or lower text, their own or through the style they are based on. */
export function raisedStyles(
  bytes: Uint8Array | undefined,
  limits: Limits,
): ReadonlyMap<string, Raised> {
  const raised = new Map<string, Raised>();
  if (!bytes) return raised;
  const based: [style: string, base: string][] = [];
  let style = '';
  parseXml(bytes, WORD_NAMESPACES, limits, {
    open(element) {
      const value = element.attribute('w:val') ?? '';
      if (element.name === 'w:style') style = element.attribute('w:styleId') ?? '';
      else if (element.name === 'w:basedOn') based.push([style, value]);
      else if (element.name === 'w:vertAlign') raised.set(style, raisedBy(value));
    },
  });
  // As deep as style sheets go; a ring ends with it.
  for (let depth = 0; depth < MAX_BASED; depth++) {
    for (const [own, base] of based) {
      const inherited = raised.get(base);
      if (inherited && !raised.has(own)) raised.set(own, inherited);
    }
  }
  return raised;
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
