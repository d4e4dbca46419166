/**
 * Linearized files (ISO 32000-1, annex F). Some viewers open such a file at its first
 * cross-reference section and take the first page's object from the parameter dictionary,
 * so what that dictionary says must be what the end of the file says.
 */
import type { PdfFile } from './file.ts';
import { Lexer } from './lexer.ts';
import { directLength, readIndirect } from './object.ts';
import type { Page } from './pages.ts';
import { countOf, Doubt, isDict } from './values.ts';

/** @throws Doubt when the file calls itself linearized and is not, or not consistently */
export function checkLinearized(file: PdfFile, pages: readonly Page[]): void {
  const { bytes } = file;
  const lexer = new Lexer(bytes);
  skipComments(lexer);
  if (bytes[lexer.pos] === 0x78) return;
  const first = readIndirect(bytes, lexer.pos, (length) => directLength(file.direct(length)));
  if (!isDict(first.value) || !first.value.has('Linearized')) return;
  const dict = first.value;
  const shown = pages[countOf(dict.get('P')) ?? 0];
  const agrees =
    countOf(dict.get('L')) === bytes.length &&
    countOf(dict.get('N')) === pages.length &&
    countOf(dict.get('O')) === shown?.num;
  lexer.pos = first.end;
  skipComments(lexer);
  const tail = String.fromCharCode(...bytes.subarray(-64));
  const startxref = Number(/startxref[\r\n ]+(\d+)[\r\n ]+%%EOF[\r\n]*$/.exec(tail)?.[1]);
  if (!agrees || startxref !== lexer.pos) throw new Doubt('linearization does not agree');
}

function skipComments(lexer: Lexer): void {
  for (lexer.skipWhite(); lexer.peek() === 0x25; lexer.skipWhite()) {
    while (lexer.pos < lexer.end && lexer.peek() !== 0x0a && lexer.peek() !== 0x0d) lexer.pos++;
  }
}
