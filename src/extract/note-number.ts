/** Numbers of footnotes and endnotes, by the names of ECMA-376 17.18.59 (ST_NumberFormat). */

const ROMAN: readonly (readonly [number, string])[] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
];

/** The number as it is printed; decimal for the formats that are not known. */
export function noteNumber(value: number, format: string): string {
  switch (format) {
    case 'lowerRoman':
      return roman(value);
    case 'upperRoman':
      return roman(value).toUpperCase();
    case 'lowerLetter':
      return letters(value);
    case 'upperLetter':
      return letters(value).toUpperCase();
    default:
      return String(value);
  }
}

function roman(value: number): string {
  let rest = value;
  let out = '';
  for (const [worth, sign] of ROMAN) {
    for (; rest >= worth; rest -= worth) out += sign;
  }
  return out;
}

/** a to z, then aa to zz: the letter repeated, as the standard has it. */
function letters(value: number): string {
  const letter = String.fromCharCode(97 + ((value - 1) % 26));
  return letter.repeat(Math.floor((value - 1) / 26) + 1);
}
