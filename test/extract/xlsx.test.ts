import fc from 'fast-check';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { numberText, serialText } from '../../src/extract/cell-value.ts';
import { parseNumberFormat, showsLiteral } from '../../src/extract/number-format.ts';
import { readOdf } from '../../src/extract/odf.ts';
import { ExtractError } from '../../src/extract/reader.ts';
import { readXlsx } from '../../src/extract/xlsx.ts';
import { expectProblem, fixture, linesOf, testContext } from './helpers.ts';
import { repack } from './package.ts';

const budget = fixture('budget.xlsx');
const read = (bytes: Uint8Array) => readXlsx(bytes, testContext());

/** The values of the source, in scripts/fixtures/office.py. */
const BUDGET = [
  'Dépenses',
  ...['Poste', 'Montant', 'Date', 'Part'],
  ...['Affiches', '12345.5', '2026-04-30', '0.125'],
  ...['Salles', '0.1', '9:15:00', '1'],
  ...['Total', '12345.6', 'Somme des « postes »'],
  'Réserve',
  ...['Caisse noire', '-9999'],
];

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** A workbook of one sheet around cells, with one number format for style 1. */
function xlsx(
  cells: string,
  format = 'General',
  sheetData = `<row r="1">${cells}</row>`,
): Uint8Array {
  const members: Record<string, string> = {
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}"><Relationship Id="a" Type="${REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}"><Relationship Id="s" Type="${REL}/worksheet" Target="sheet.xml"/><Relationship Id="t" Type="${REL}/styles" Target="styles.xml"/><Relationship Id="u" Type="${REL}/sharedStrings" Target="strings.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${REL}"><sheets><sheet name="F" r:id="s"/></sheets></workbook>`,
    'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><numFmts><numFmt numFmtId="200" formatCode="${format}"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs></styleSheet>`,
    'xl/strings.xml': `<sst xmlns="${MAIN}"><si><r><t>un</t></r><r><t> deux</t></r><rPh><t>x</t></rPh></si></sst>`,
    'xl/sheet.xml': `<worksheet xmlns="${MAIN}"><sheetData>${sheetData}</sheetData></worksheet>`,
  };
  const out: Zippable = {};
  for (const [name, text] of Object.entries(members)) out[name] = strToU8(text);
  return zipSync(out);
}

describe('readXlsx', () => {
  it('gives the values of the source, in order, and marks the hidden sheet', async () => {
    const extracted = await read(budget);
    expect(linesOf(extracted)).toEqual(BUDGET);
    expect(extracted.reading?.marks).toEqual(['hidden_sheet']);
    expect(
      extracted.reading?.text.pages[0]?.filter((line) => !line.cell).map((l) => l.text),
    ).toEqual(['Dépenses', 'Réserve']);
  });

  it('agrees with the ods of the same workbook', async () => {
    const ods = await readOdf(fixture('budget.ods'), testContext());
    expect(linesOf(ods)).toEqual(BUDGET);
    expect(ods.reading?.marks).toEqual(['hidden_sheet']);
  });

  it('reads every kind of cell', async () => {
    const extracted = await read(
      xlsx(
        '<c t="s"><v>0</v></c><c t="inlineStr"><is><t>trois_x0041_</t></is></c><c t="str"><f>A1</f><v>quatre</v></c><c t="b"><v>0</v></c><c t="e"><v>#N/A</v></c><c><v>1.50</v></c><c><f>1+1</f></c>',
      ),
    );
    expect(linesOf(extracted)).toEqual([
      'F',
      'un deux',
      'troisA',
      'quatre',
      'FALSE',
      '#N/A',
      '1.5',
    ]);
  });

  it('orders cells by row and column, wherever they stand in the file', async () => {
    const rows =
      '<row r="2"><c r="B2"><v>4</v></c><c r="A2"><v>3</v></c></row><row r="1"><c r="AA1"><v>2</v></c><c r="Z1"><v>1</v></c></row>';
    expect(linesOf(await read(xlsx('', 'General', rows)))).toEqual(['F', '1', '2', '3', '4']);
  });

  it.each([
    ['&quot;45 000 €&quot;', '45', ['literal_format']],
    [';;;', '45', ['literal_format']],
    ['&quot;4&quot;0', '5', ['literal_format']],
    ['0.00', '45', []],
    ['#,##0.00\\ &quot;€&quot;', '45', []],
  ])('marks a format that prints something else: %s', async (format, value, marks) => {
    const extracted = await read(xlsx(`<c s="1"><v>${value}</v></c>`, format));
    expect(linesOf(extracted)).toEqual(['F', value]);
    expect(extracted.reading?.marks).toEqual(marks);
  });

  it('marks hidden rows', async () => {
    const extracted = await read(xlsx('', 'General', '<row hidden="1"><c><v>1</v></c></row>'));
    expect(extracted.reading?.marks).toEqual(['hidden_text']);
  });

  it.each([
    ['<row ht="0"><c><v>1</v></c></row>', ['clipped_text']],
    ['<row ht="1.5" customHeight="1"><c><v>1</v></c></row>', ['clipped_text']],
    ['<row ht="12.75"><c><v>1</v></c></row>', []],
    ['<row ht="1.5"/><row><c><v>1</v></c></row>', []],
  ])('marks rows without room: %s', async (rows, marks) => {
    expect((await read(xlsx('', 'General', rows))).reading?.marks).toEqual(marks);
  });

  it.each([
    ['<col min="1" max="1" width="0"/>', ['hidden_text']],
    ['<col min="2" max="9" width="0"/>', []],
    ['<col min="1" max="1" width="0.71"/>', []],
    ['<col min="1" max="1"/>', []],
  ])('marks columns without room: %s', async (columns, marks) => {
    const bytes = repack(xlsx('', 'General', '<row><c><v>1</v></c></row>'), {
      'xl/sheet.xml': (xml) => xml.replace('<sheetData', `<cols>${columns}</cols><sheetData`),
    });
    expect((await read(bytes)).reading?.marks).toEqual(marks);
  });

  it('draws the same after packing anew, otherwise after a change of a format', async () => {
    const drawn = async (bytes: Uint8Array) => (await read(bytes)).reading?.drawn;
    expect(await drawn(repack(budget, {}, { level: 0, reverse: true }))).toBe(await drawn(budget));
    const styled = repack(budget, { 'xl/styles.xml': (xml) => xml.replace('#,##0.00', '#,##0') });
    expect(await drawn(styled)).not.toBe(await drawn(budget));
  });

  it('refuses a sheet named twice, and says no_text_layer for an empty one', async () => {
    const twice = repack(xlsx('<c><v>1</v></c>'), {
      'xl/workbook.xml': (xml) => xml.replace('</sheets>', '<sheet name="G" r:id="s"/></sheets>'),
    });
    await expectProblem(() => read(twice), 'unreadable');
    expect((await read(xlsx(''))).problem).toBe('no_text_layer');
  });

  it('throws coded errors only, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(budget.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        async (flips) => {
          const bytes = budget.slice();
          for (const [at, value] of flips) bytes[at] = value;
          await read(bytes).catch((error) => expect(error).toBeInstanceOf(ExtractError));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('throws coded errors only, whatever the cells', async () => {
    const piece = fc.constantFrom(
      '<c>',
      '</c>',
      '<c t="s">',
      '<c t="d" s="1">',
      '<c s="-1" r="ZZZZ9">',
      '<v>',
      '</v>',
      '<v>99999</v>',
      '<v>-1e309</v>',
      '<is><t>x</t></is>',
      '<row r="x">',
      '</row>',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 10 }), async (pieces) => {
        await read(xlsx('', 'yyyy', pieces.join(''))).catch((error) =>
          expect(error).toBeInstanceOf(ExtractError),
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe('values', () => {
  it.each([
    ['0.10000000000000001', '0.1'],
    ['12345.50', '12345.5'],
    ['-3.2', '-3.2'],
    ['1E+2', '100'],
    ['9007199254740993', '9007199254740993'],
    ['9007199254740992', '9007199254740992'],
    ['123456789012345678901', '123456789012345678901'],
    ['texte', 'texte'],
  ])('writes the number %s as %s', (stored, expected) => {
    expect(numberText(stored)).toBe(expected);
  });

  // Dates from the examples of ECMA-376 part 1, 18.17.4.1, and from a calendar.
  it.each([
    ['46142', 'date', false, '2026-04-30'],
    ['46142.385416666664', 'date', false, '2026-04-30T09:15:00'],
    ['1', 'date', false, '1900-01-01'],
    ['59', 'date', false, '1900-02-28'],
    ['60', 'date', false, '1900-02-29'],
    ['61', 'date', false, '1900-03-01'],
    ['2958465', 'date', false, '9999-12-31'],
    ['0', 'date', true, '1904-01-01'],
    ['0.385416666666667', 'time', false, '9:15:00'],
    ['1.25', 'time', false, '30:00:00'],
    ['3000000', 'date', false, '3000000'],
  ] as const)('writes the serial %s (%s, 1904: %s) as %s', (stored, kind, from1904, expected) => {
    expect(serialText(stored, kind, from1904)).toBe(expected);
  });

  it('never writes two amounts alike', () => {
    const amount = fc
      .integer({ min: -(10 ** 12), max: 10 ** 12 })
      .map(
        (cents) => `${Math.trunc(cents / 100)}.${String(Math.abs(cents % 100)).padStart(2, '0')}`,
      );
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        fc.pre(Number(a) !== Number(b));
        expect(numberText(a)).not.toBe(numberText(b));
      }),
    );
  });
});

describe('number formats', () => {
  it.each([
    ['General', 'number'],
    ['0.00E+00', 'number'],
    ['#,##0 EUR', 'number'],
    ['dd/mm/yyyy', 'date'],
    ['[$-40C]d mmmm yyyy;@', 'date'],
    ['mmm', 'date'],
    ['[h]:mm', 'time'],
    ['mm:ss.0', 'time'],
    ['"jour" 0', 'number'],
    ['[Red]0', 'number'],
  ])('%s is a %s', (code, kind) => {
    expect(parseNumberFormat(code).kind).toBe(kind);
  });

  it.each([
    ['_-* #,##0.00 "€"_-;-* #,##0.00 "€"_-;_-* "-"?? "€"_-;_-@_-', 0, false],
    ['0;-0;;@', 0, false],
    ['0;"1"', -5, true],
    ['[>100]"mille";0', 200, true],
    ['[$45 000-40C]', 1, true],
    ['# ?/8', 0.5, false],
    ['yyyy', 46142, false],
    ['0;0;0;"texte"', null, true],
    ['@', null, false],
    ['0.00', null, false],
  ])('%s of %s shows a literal: %s', (code, value, expected) => {
    expect(showsLiteral(parseNumberFormat(code), value)).toBe(expected);
  });
});
