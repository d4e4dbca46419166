/** Destinations and characters of RTF 1.9.1 by control word. */

import type { Raised } from './raised.ts';

export type Destination = 'body' | 'header' | 'footer' | 'note' | 'fonts' | 'skip';

/** What a destination word makes of its group; words not named here are no destinations. */
export const DESTINATIONS: ReadonlyMap<string, Destination> = new Map<string, Destination>([
  ...words('header headerl headerr headerf', 'header'),
  ...words('footer footerl footerr footerf', 'footer'),
  ...words('footnote', 'note'),
  ...words('fonttbl', 'fonts'),
  // Shapes keep their text in groups that old programs are told to ignore.
  ...words('shpinst shptxt dptxbxtext do ud', 'body'),
  ...words(
    `colortbl stylesheet info pict objdata objclass objname objalias listtable
    listoverridetable rsidtbl generator xmlnstbl themedata colorschememapping latentstyles
    datastore datafield fldinst formfield bkmkstart bkmkend annotation atnid atnauthor atndate
    atnref atnparent atnicn atrfstart atrfend listtext pntext pnseclvl pntxta pntxtb pn sp sn sv
    shprslt nonshppict shppict revtbl filetbl mmathPr template title subject author company
    operator keywords comment doccomm userprops docvar xe tc tcn nextfile ftnsep ftnsepc ftncn
    aftnsep aftnsepc aftncn background fontemb falt panose blipuid picprop keycode wgrffmtfilter`,
    'skip',
  ),
]);

/** Words that stand for a character. */
export const CHARACTERS: ReadonlyMap<string, string> = new Map([
  ['tab', '\t'],
  ['emdash', '—'],
  ['endash', '–'],
  ['lquote', '‘'],
  ['rquote', '’'],
  ['ldblquote', '“'],
  ['rdblquote', '”'],
  ['bullet', '•'],
  ['emspace', '\u2003'],
  ['enspace', '\u2002'],
  ['qmspace', '\u2005'],
  ['zwj', '\u200d'],
  ['zwnj', '\u200c'],
  ['ltrmark', '\u200e'],
  ['rtlmark', '\u200f'],
]);

/** Words that end a line; the last two end a table cell. */
export const LINE_ENDS = new Set([
  'par',
  'line',
  'sect',
  'page',
  'column',
  'softline',
  'row',
  'nestrow',
  'cell',
  'nestcell',
]);

/** What a character property makes of the raising of what follows. */
export function raisedByWord(word: string, value: number | null, now: Raised): Raised {
  if (word === 'super' || word === 'up') return value === 0 ? null : 'up';
  if (word === 'sub' || word === 'dn') return value === 0 ? null : 'down';
  return word === 'nosupersub' ? null : now;
}

/** Code pages of `\fcharset` (RTF 1.9.1, font table). */
const FONT_CHARSETS: ReadonlyMap<number, string> = new Map([
  [0, 'windows-1252'],
  [2, 'symbol'],
  [77, 'macintosh'],
  [128, 'shift_jis'],
  [129, 'euc-kr'],
  [134, 'gbk'],
  [136, 'big5'],
  [161, 'windows-1253'],
  [162, 'windows-1254'],
  [163, 'windows-1258'],
  [177, 'windows-1255'],
  [178, 'windows-1256'],
  [186, 'windows-1257'],
  [204, 'windows-1251'],
  [222, 'windows-874'],
  [238, 'windows-1250'],
]);

/** WHATWG label for a font's charset; null where the document's code page holds. */
export function fontCharset(charset: number): string | null {
  return FONT_CHARSETS.get(charset) ?? null;
}

/** WHATWG label for a Windows code page number; null for one that browsers cannot decode. */
export function codePage(number: number): string | null {
  if (number >= 1250 && number <= 1258) return `windows-${number}`;
  const named: Readonly<Record<number, string>> = {
    866: 'ibm866',
    874: 'windows-874',
    932: 'shift_jis',
    936: 'gbk',
    949: 'euc-kr',
    950: 'big5',
    10000: 'macintosh',
    65001: 'utf-8',
  };
  return named[number] ?? null;
}

function words(list: string, destination: Destination): [string, Destination][] {
  return list.split(/\s+/).map((word) => [word, destination]);
}
