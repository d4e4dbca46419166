/** Windows code page numbers (MS-UCODEREF 2.2.1) as WHATWG labels. */
import { codePage } from './rtf-destinations.ts';

const NUMBERS: Readonly<Partial<Record<number, string>>> = {
  1200: 'utf-16le',
  10000: 'macintosh',
  20127: 'us-ascii',
  20866: 'koi8-r',
  20932: 'euc-jp',
  21866: 'koi8-u',
  28591: 'iso-8859-1',
  28592: 'iso-8859-2',
  28595: 'iso-8859-5',
  28597: 'iso-8859-7',
  28598: 'iso-8859-8',
  28599: 'iso-8859-9',
  28605: 'iso-8859-15',
  50220: 'iso-2022-jp',
  50221: 'iso-2022-jp',
  50222: 'iso-2022-jp',
  51932: 'euc-jp',
  51949: 'euc-kr',
  54936: 'gb18030',
};

/** A label that `decodeCharset` takes; `x-` and the number for one that it does not know. */
export function codePageLabel(number: number): string {
  return NUMBERS[number] ?? codePage(number) ?? `x-${number}`;
}
