import { nfc } from './nfc.ts';
import { withoutTail } from './tail.ts';

/**
 * Text that knows where each of its UTF-16 units came from, through the foldings of
 * `canonical.ts` and `tokens.ts`.
 *
 * Every unit covers a half-open range of source offsets; the ranges rise and never overlap
 * backwards, so a slice of the text covers from its first unit's start to its last one's end.
 */
export interface Traced {
  readonly text: string;
  /** Source offset of each unit's first and one past its last source unit. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/** Text as it stands at `offset` of the source. */
export function traced(text: string, offset: number): Traced {
  const starts = Uint32Array.from({ length: text.length }, (_, i) => offset + i);
  return { text, starts, ends: starts.map((start) => start + 1) };
}

export function slice(from: Traced, start: number, end?: number): Traced {
  return {
    text: from.text.slice(start, end),
    starts: from.starts.subarray(start, end),
    ends: from.ends.subarray(start, end),
  };
}

/** Takes spaces off both ends; other white space is folded to spaces before. */
export function trim(from: Traced): Traced {
  const start = from.text.length - from.text.replace(/^ +/, '').length;
  return slice(from, start, Math.max(start, withoutTail(from.text, ' ').length));
}

/** `String.prototype.replace` with a global pattern; a replacement covers its whole match. */
export function replace(
  from: Traced,
  pattern: RegExp,
  replacement: (match: string) => string,
): Traced {
  const out = new Builder(from);
  for (const match of from.text.matchAll(pattern)) {
    out.keepUntil(match.index);
    out.put(replacement(match[0]), match.index + match[0].length);
  }
  return out.finish();
}

/**
 * Characters that may compose with what stands before them: marks, and the letters that do
 * (Hangul vowels and finals, Kirat Rai vowel signs).
 */
const COMPOSING = /[\p{M}\u1160-\u11ff\ud7b0-\ud7fb\u{16d63}-\u{16d6a}]/u;

/** `nfc`, traced by runs of characters that compose. */
export function normalizeNfc(from: Traced): Traced {
  const whole = nfc(from.text);
  if (whole === from.text) return from;
  const out = new Builder(from);
  let start = 0;
  const close = (end: number): void => {
    const run = from.text.slice(start, end);
    const composed = nfc(run);
    if (composed === run) out.keepUntil(end);
    else out.put(composed, end);
    start = end;
  };
  let at = 0;
  for (const character of from.text) {
    if (at > start && !COMPOSING.test(character)) close(at);
    at += character.length;
  }
  close(at);
  return checked(out.finish(), whole, from);
}

/** `String.prototype.toLowerCase`, which depends on neighbours and may lengthen. */
export function toLowerCase(from: Traced): Traced {
  const whole = from.text.toLowerCase();
  if (whole === from.text) return from;
  if (whole.length === from.text.length) return { ...from, text: whole };
  const out = new Builder(from);
  let at = 0;
  for (const character of from.text) {
    out.put(character.toLowerCase(), at + character.length);
    at += character.length;
  }
  const folded = out.finish();
  // Alone, a final sigma is lowered otherwise than in its word, but to as many units.
  return folded.text.length === whole.length
    ? { ...folded, text: whole }
    : checked(folded, whole, from);
}

/**
 * Lines one after the other, each line end covering what lies between two lines.
 *
 * @param unbroken numbers of the lines that end within a word
 */
export function joinLines(lines: readonly Traced[], unbroken?: ReadonlySet<number>): Traced {
  const ends = lines.map((_, k) => (k === lines.length - 1 || unbroken?.has(k) ? '' : '\n'));
  const text = lines.map((line, k) => line.text + ends[k]).join('');
  const from = new Uint32Array(text.length);
  const to = new Uint32Array(text.length);
  let at = 0;
  let covered = 0;
  lines.forEach((line, k) => {
    if (k > 0 && ends[k - 1] !== '') {
      from[at] = covered;
      to[at++] = line.starts[0] ?? covered;
    }
    from.set(line.starts, at);
    to.set(line.ends, at);
    at += line.text.length;
    covered = line.ends.at(-1) ?? covered;
  });
  return { text, starts: from, ends: to };
}

/**
 * What a later Unicode version composes in ways not foreseen above keeps its text and loses
 * the exact place: every unit then covers the whole source.
 */
function checked(result: Traced, expected: string, from: Traced): Traced {
  if (result.text === expected) return result;
  const start = from.starts[0] ?? 0;
  const end = from.ends.at(-1) ?? 0;
  const { length } = expected;
  return {
    text: expected,
    starts: new Uint32Array(length).fill(start),
    ends: new Uint32Array(length).fill(end),
  };
}

/** Builds a traced text from left to right. */
class Builder {
  readonly #from: Traced;
  readonly #text: string[] = [];
  #starts: Uint32Array;
  #ends: Uint32Array;
  #length = 0;
  #at = 0;

  constructor(from: Traced) {
    this.#from = from;
    this.#starts = new Uint32Array(from.text.length);
    this.#ends = new Uint32Array(from.text.length);
  }

  keepUntil(end: number): void {
    if (end <= this.#at) return;
    this.#grow(end - this.#at);
    this.#text.push(this.#from.text.slice(this.#at, end));
    this.#starts.set(this.#from.starts.subarray(this.#at, end), this.#length);
    this.#ends.set(this.#from.ends.subarray(this.#at, end), this.#length);
    this.#length += end - this.#at;
    this.#at = end;
  }

  /** Puts a text in place of all up to `end`. */
  put(text: string, end: number): void {
    this.#grow(text.length);
    this.#text.push(text);
    const to = this.#length + text.length;
    this.#starts.fill(this.#from.starts[this.#at] as number, this.#length, to);
    this.#ends.fill(this.#from.ends[end - 1] as number, this.#length, to);
    this.#length = to;
    this.#at = end;
  }

  finish(): Traced {
    this.keepUntil(this.#from.text.length);
    return {
      text: this.#text.join(''),
      starts: this.#starts.subarray(0, this.#length),
      ends: this.#ends.subarray(0, this.#length),
    };
  }

  /** Doubles the room: composition and lower case may lengthen a text. */
  #grow(units: number): void {
    if (this.#length + units <= this.#starts.length) return;
    const room = 2 * (this.#length + units);
    const [starts, ends] = [new Uint32Array(room), new Uint32Array(room)];
    starts.set(this.#starts);
    ends.set(this.#ends);
    [this.#starts, this.#ends] = [starts, ends];
  }
}
