import type { Limits } from './limits.ts';
import { noteNumber } from './note-number.ts';
import { ExtractError } from './reader.ts';

/** A letter or numeral of a larger number would only be there to exhaust memory. */
const LARGEST = 5000;

/** The number of a list item, whose start a file may set to anything; none for `none`. */
export function printedNumber(value: number, format: string): string {
  if (format === 'none') return '';
  return value >= 1 && value <= LARGEST ? noteNumber(value, format) : String(value);
}

/** What a program prints before list items and headings, in the order of the text. */
export class PrintedLabels {
  readonly lines: string[] = [];
  readonly #maxLength: number;
  #length = 0;

  constructor(limits: Limits) {
    this.#maxLength = limits.maxTextLength;
  }

  /**
   * Adds one; bullets and dashes, which each program draws in its own way, are left out.
   *
   * @throws ExtractError `over_limit`: a long text may be repeated before a million paragraphs
   */
  add(printed: string): void {
    // A level that prints no number leaves the separator of the next, or not.
    const label = printed.replace(/^[.\s]+/, '').replace(/\.{2,}/g, '.');
    if (!/[\p{L}\p{N}]/u.test(label)) return;
    this.#length += label.length;
    if (this.#length > this.#maxLength) {
      throw new ExtractError('over_limit', 'The file holds more numbering than the limit.');
    }
    this.lines.push(label);
  }
}
