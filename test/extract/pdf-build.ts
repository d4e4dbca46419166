import { readFileSync } from 'node:fs';

/** Small PDFs written by hand, so that each byte of a forgery is under the test's control. */

export type Objects = Readonly<Record<number, string>>;

const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
export const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

export function stream(data: string, entries = ''): string {
  return `<< ${entries} /Length ${data.length} >>\nstream\n${data}\nendstream`;
}

const entryLine = (offset: number) => `${String(offset).padStart(10, '0')} 00000 n \n`;

/** A whole file with one table; objects keep their numbers, gaps are free entries. */
export function buildPdf(objects: Objects, trailer = '/Root 1 0 R'): Uint8Array {
  let text = '%PDF-1.7\n';
  const offsets = new Map<number, number>();
  for (const [num, body] of Object.entries(objects)) {
    offsets.set(Number(num), text.length);
    text += `${num} 0 obj\n${body}\nendobj\n`;
  }
  const size = Math.max(...offsets.keys()) + 1;
  const start = text.length;
  text += `xref\n0 ${size}\n0000000000 65535 f \n`;
  for (let num = 1; num < size; num++) {
    const offset = offsets.get(num);
    text += offset === undefined ? '0000000000 00001 f \n' : entryLine(offset);
  }
  text += `trailer\n<< ${trailer} /Size ${size} >>\nstartxref\n${start}\n%%EOF\n`;
  return latin1(text);
}

/** Appends an incremental update that replaces or adds objects. */
export function updatePdf(file: Uint8Array, objects: Objects, size: number): Uint8Array {
  let text = textOf(file);
  const previous = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
  let table = '';
  for (const [num, body] of Object.entries(objects)) {
    table += `${num} 1\n${entryLine(text.length)}`;
    text += `${num} 0 obj\n${body}\nendobj\n`;
  }
  const start = text.length;
  const trailer = `<< /Root 1 0 R /Size ${size} /Prev ${previous} >>`;
  text += `xref\n${table}trailer\n${trailer}\nstartxref\n${start}\n%%EOF\n`;
  return latin1(text);
}

export const INVOICE = 'BT /F1 12 Tf 72 700 Td (Montant : 1 250,00 EUR pour la location) Tj ET';

/** One page with a font, an image, a form, a link and a bookmark. */
export function invoice(changes: Objects = {}): Objects {
  return {
    1: '<< /Type /Catalog /Pages 2 0 R /Outlines 9 0 R /Metadata 12 0 R >>',
    2: '<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] /Resources 5 0 R >>',
    3: '<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Annots [8 0 R] /LastModified (D:2026) >>',
    4: stream(INVOICE),
    5: '<< /Font << /F1 6 0 R >> /XObject << /Im1 7 0 R >> >>',
    6: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    7: stream(
      '\x00\x80\xff\x40',
      '/Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceGray',
    ),
    8: '<< /Type /Annot /Subtype /Link /Rect [0 0 10 10] /P 3 0 R /Dest [3 0 R /Fit] >>',
    9: '<< /Type /Outlines /First 10 0 R /Last 11 0 R /Count 2 >>',
    10: '<< /Title (Facture) /Parent 9 0 R /Next 11 0 R /Dest [3 0 R /Fit] >>',
    11: '<< /Title (Annexe) /Parent 9 0 R /Prev 10 0 R /Dest [3 0 R /Fit] >>',
    12: stream('<x:xmpmeta/>', '/Type /Metadata /Subtype /XML'),
    ...changes,
  };
}

export function pdfFixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../fixtures/pdf/${name}`, import.meta.url)));
}
