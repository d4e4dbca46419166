import type { Line, Place } from '../fingerprint/document.ts';
import { ExtractError } from './reader.ts';

/** Collects text into lines, under the limit on the text of one part. */
export class LineWriter {
  readonly #lines: Line[] = [];
  readonly #maxLength: number;
  #pending: string[] = [];
  #length = 0;
  #last = '';

  /** @param maxLength UTF-16 code units */
  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  /**
   * Adds to the line under way.
   *
   * @throws ExtractError `over_limit`
   */
  write(text: string): void {
    this.#length += text.length;
    if (this.#length > this.#maxLength) {
      throw new ExtractError('over_limit', 'The file holds more text than the limit.');
    }
    this.#pending.push(text);
    this.#last = text.at(-1) ?? this.#last;
  }

  /** Last character of the line under way, '' at its start. */
  get last(): string {
    return this.#last;
  }

  /**
   * Ends the line under way; a line of white space only is dropped.
   *
   * @param at its cell, where the reader tells
   */
  end(cell = false, at?: Place): void {
    if (this.#pending.length === 0) return;
    const text = this.#pending.join('').replace(/[\r\n]+/g, ' ');
    this.#pending = [];
    this.#last = '';
    if (!/\S/.test(text)) return;
    if (at) this.#lines.push({ text, cell: true, at });
    else this.#lines.push(cell ? { text, cell } : { text });
  }

  /** One whole line; whatever was under way is ended first. */
  line(text: string, cell = false, at?: Place): void {
    this.end(cell);
    this.write(text);
    this.end(cell, at);
  }

  /** A line that was read already. */
  copy({ text, cell, at }: Line): void {
    this.line(text, cell, at);
  }

  /** Ends the last line and gives all of them. */
  finish(): Line[] {
    this.end();
    return this.#lines;
  }
}
