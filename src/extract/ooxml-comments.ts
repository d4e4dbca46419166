/**
 * Comments of workbooks and presentations (ECMA-376 part 1, 18.7 and 19.4), and the threaded
 * ones that Microsoft added ([MS-XLSX] 2.6.207, [MS-PPTX] 2.6): their words only.
 */
import type { Limits } from './limits.ts';
import type { OpcPackage } from './opc.ts';
import { parseXml } from './xml.ts';

const NAMESPACES = new Map([
  ['http://schemas.openxmlformats.org/spreadsheetml/2006/main', 'x'],
  ['http://purl.oclc.org/ooxml/spreadsheetml/main', 'x'],
  ['http://schemas.openxmlformats.org/drawingml/2006/main', 'a'],
  ['http://purl.oclc.org/ooxml/drawingml/main', 'a'],
]);

/** Lines of the comments of a sheet or slide, by their place in the sheet. */
export function ooxmlComments(opc: OpcPackage, part: string, limits: Limits): string[] {
  const found: { at: string; text: string }[] = [];
  for (const { kind, target, external } of opc.relationships(part)) {
    const bytes = external || !/comments?$/i.test(kind) ? undefined : opc.get(target);
    if (bytes) read(bytes, limits, found);
  }
  return found.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).map((one) => one.text);
}

function read(bytes: Uint8Array, limits: Limits, found: { at: string; text: string }[]): void {
  let at = '';
  let text = '';
  let inText = false;
  parseXml(bytes, NAMESPACES, limits, {
    skip: ({ name }) => name === 'x:rPh',
    open(element) {
      const name = localName(element.name);
      inText = name === 't' || name === 'text';
      if (name === 'comment' || name === 'threadedComment' || name === 'cm') {
        at = place(element.attribute('ref'));
        text = '';
      } else if (name === 'p') text += ' ';
    },
    text(piece) {
      if (inText) text += piece;
    },
    close(name) {
      inText = false;
      if (/^(?:comment|threadedComment|cm)$/.test(localName(name))) {
        found.push({ at, text });
        text = '';
      }
    },
  });
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** `B12` so that places sort by row, then column; those of slides keep their order. */
function place(ref: string | undefined): string {
  const match = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(ref ?? '');
  return match ? `${match[2]?.padStart(7, '0')} ${match[1]?.padStart(3)}` : '';
}
