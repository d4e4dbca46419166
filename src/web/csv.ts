/**
 * CSV for spreadsheet programs (RFC 4180): CRLF, every cell quoted, a byte order mark so that
 * accents survive. A cell that a program would take for a formula gets an apostrophe in front
 * (OWASP, "CSV Injection"): names of leaked files are chosen by whoever leaked them. What a program may drop
 * or does not show in front of a formula (spaces, controls, marks of direction) hides none.
 */
const BYTE_ORDER_MARK = '\ufeff';
const FORMULA = /^[\s\p{C}]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u;

export function csvCell(value: string): string {
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** @param separator what the reader's spreadsheet program expects: `;` in French, `,` in English */
export function csvOf(rows: readonly (readonly string[])[], separator: ';' | ','): string {
  const lines = rows.map((row) => row.map(csvCell).join(separator));
  return `${BYTE_ORDER_MARK}${lines.join('\r\n')}\r\n`;
}
