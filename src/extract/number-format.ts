/** Number formats of spreadsheets (ECMA-376 part 1, 18.8.30 and 18.8.31). */

export interface NumberFormat {
  /** How the value is written: as a number, a date, or a time of day or duration. */
  readonly kind: 'number' | 'date' | 'time';
  readonly sections: readonly Section[];
}

interface Section {
  /** Prints something of the value. */
  readonly printsValue: boolean;
  /** Prints digits of its own. */
  readonly hasDigits: boolean;
  /** Prints nothing but blanks and dashes of its own. */
  readonly blank: boolean;
  readonly hasText: boolean;
  readonly conditional: boolean;
  /** What it prints beside the value, blanks aside: a currency, `%`, `km`. */
  readonly unit: string;
  /** Commas after the last digit, each of which divides by a thousand. */
  readonly thousands: number;
}

/** Built-in formats that are dates or times (18.8.30); 27 to 36 and 50 to 58 are East Asian. */
export function builtInKind(id: number): NumberFormat['kind'] {
  if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47)) return 'time';
  if ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return 'date';
  return 'number';
}

/** Positive, negative, zero, text. */
const MAX_SECTIONS = 4;

/** Parses a format code; what is not understood counts as literal. */
export function parseNumberFormat(code: string): NumberFormat {
  const parts = split(code).slice(0, MAX_SECTIONS);
  const first = parts[0] ?? { codes: '', literal: '', conditional: false };
  return { kind: kindOf(first.codes), sections: parts.map(toSection) };
}

/**
 * Whether a cell under this format may show something else than its value: a literal in
 * its place, nothing at all, or digits of the format among its own. A zero may be drawn as
 * a dash or not at all: accounting formats do that.
 *
 * @param value null for a cell of text
 */
export function showsLiteral({ sections }: NumberFormat, value: number | null): boolean {
  if (value === null) {
    const section = sections.find((one) => one.hasText) ?? sections[3];
    return section !== undefined && (!section.hasText || section.hasDigits);
  }
  const numeric = sections.slice(0, 3);
  const suspicious = (section: Section | undefined): boolean =>
    section !== undefined && (!section.printsValue || section.hasDigits);
  if (numeric.some((section) => section.conditional)) return numeric.some(suspicious);
  const index = value > 0 || sections.length < 2 ? 0 : value < 0 ? 1 : sections.length > 2 ? 2 : 0;
  const section = numeric[index];
  if (value === 0 && index === 2 && section?.blank) return false;
  return suspicious(section);
}

/** Built-in formats that print a dollar sign or the currency of the place, and percentages. */
const BUILT_IN_UNITS: ReadonlyMap<number, string> = new Map([
  ...[5, 6, 7, 8, 42, 44].map((id): [number, string] => [id, '$']),
  [9, '%'],
  [10, '%'],
]);

export function builtInUnit(id: number): string {
  return BUILT_IN_UNITS.get(id) ?? '';
}

/**
 * What is drawn beside a number and makes another amount of it: currency, unit, percent, a
 * division by thousands, a minus left out. Empty for dates and plain numbers.
 */
export function unitOf({ kind, sections }: NumberFormat, value: number): string {
  if (kind !== 'number' || Number.isNaN(value)) return '';
  const own = value < 0 && sections.length > 1 ? sections[1] : undefined;
  const section = own ?? sections[0];
  if (!section || section.conditional) return sections.map((one) => one.unit).join(';');
  const [sign, rest] = [/[-−–(]/.test(section.unit), section.unit.replace(/[-−–()+]/g, '')];
  return `${rest}${','.repeat(section.thousands)}${own && !sign ? '±' : ''}`;
}

interface Parts {
  /** Format codes, upper case, without literals. */
  codes: string;
  literal: string;
  conditional: boolean;
}

function split(code: string): Parts[] {
  const sections: Parts[] = [{ codes: '', literal: '', conditional: false }];
  // Strings, escapes (`_` and `*` take the next character too), brackets, single characters.
  for (const [token] of code.matchAll(/"[^"]*"?|[\\_*][\s\S]?|\[[^\]]*\]?|[\s\S]/g)) {
    const section = sections.at(-1);
    if (!section) continue;
    if (token === ';') sections.push({ codes: '', literal: '', conditional: false });
    else if (token.startsWith('"')) section.literal += token.replaceAll('"', '');
    else if (token.startsWith('\\')) section.literal += token.slice(1);
    else if (token.startsWith('_') || token.startsWith('*')) section.literal += ' ';
    else if (token.startsWith('[')) {
      if (/^\[(?:h+|m+|s+)\]$/i.test(token)) section.codes += token.slice(1, -1).toUpperCase();
      else if (/^\[[<>=]/.test(token)) section.conditional = true;
      else if (token.startsWith('[$')) section.literal += token.slice(2).split(/[-\]]/)[0] ?? '';
    } else section.codes += token.toUpperCase();
  }
  return sections;
}

function toSection({ codes, literal, conditional }: Parts): Section {
  const general = /GENERAL|STANDARD/.test(codes);
  // `# ?/8` has a fixed denominator, `0.0E+0` an exponent: these digits are not literals.
  const bare = codes.replace(/\/\d+/g, '').replace(/[1-9]/g, '');
  const hasDigits = bare !== codes.replace(/\/\d+/g, '') || /\p{N}/u.test(literal);
  return {
    printsValue: general || /[0#?@YMDHSEGB]/.test(codes),
    hasDigits,
    blank: /^[\s\p{Pd}]*$/u.test(literal) && /^[\s\p{Pd}?]*$/u.test(codes),
    hasText: codes.includes('@') || general,
    conditional,
    unit: (literal + codes.replace(/[^%‰$€£¥+\-()]/g, '')).replace(/\s/g, ''),
    thousands: /[0#?](,+)[^0#?,]*$/.exec(codes)?.[1]?.length ?? 0,
  };
}

function kindOf(codes: string): NumberFormat['kind'] {
  if (/GENERAL|STANDARD/.test(codes)) return 'number';
  // No date has a `#`; an era (`E`) has no digits to fill, an exponent has.
  if (codes.includes('#')) return 'number';
  if (/[YD]/.test(codes) || (codes.includes('E') && !/[0?]/.test(codes))) return 'date';
  if (/[HS]/.test(codes)) return 'time';
  return codes.includes('M') ? 'date' : 'number';
}
