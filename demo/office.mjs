/** Flat OpenDocument sources (one XML file each) that LibreOffice turns into the rest. */
const xmlText = (value) =>
  String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const document = (kind, body) => `<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.${kind}">
<office:body>${body}</office:body>
</office:document>
`;

function cell(value) {
  if (typeof value === 'number') {
    return `<table:table-cell office:value-type="float" office:value="${value}"><text:p>${value}</text:p></table:table-cell>`;
  }
  if (value.startsWith('=')) {
    const formula = value.replace(/[A-Z]\d+(?::[A-Z]\d+)?/g, (ref) =>
      ref.includes(':') ? `[.${ref.replace(':', ':.')}]` : `[.${ref}]`,
    );
    return `<table:table-cell table:formula="of:${xmlText(formula)}" office:value-type="float" office:value="0"/>`;
  }
  return `<table:table-cell office:value-type="string"><text:p>${xmlText(value)}</text:p></table:table-cell>`;
}

export function flatSpreadsheet(sheets) {
  const tables = sheets.map(
    ({ name, rows }) =>
      `<table:table table:name="${xmlText(name)}">${rows
        .map((row) => `<table:table-row>${row.map(cell).join('')}</table:table-row>`)
        .join('')}</table:table>`,
  );
  return document('spreadsheet', `<office:spreadsheet>${tables.join('')}</office:spreadsheet>`);
}

/** Slides of a title and lines, as plain text boxes. */
export function flatPresentation(slides) {
  const box = (line, i) =>
    `<draw:frame svg:x="2cm" svg:y="${2 + i * 2.5}cm" svg:width="24cm" svg:height="2cm"><draw:text-box><text:p>${xmlText(line)}</text:p></draw:text-box></draw:frame>`;
  const pages = slides.map(
    (lines, i) => `<draw:page draw:name="slide${i + 1}">${lines.map(box).join('')}</draw:page>`,
  );
  return document('presentation', `<office:presentation>${pages.join('')}</office:presentation>`);
}
