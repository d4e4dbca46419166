/**
 * Text that a content stream shows without painting it (ISO 32000-1, 9.3.6 and 8.6).
 *
 * Found: rendering modes 3 (invisible) and 7 (clip only), font size zero, a text matrix of
 * zeros, and white text on a page where nothing but text has been painted so far, so that
 * it cannot stand on a dark ground. Not found: text under a later shape, colours by pattern
 * or colour space, and modes set outside a form. Scans with recognised text use mode 3, so
 * this is a mark and not a verdict.
 */
import { Lexer } from './lexer.ts';
import { Doubt, isArray, nameOf, type Value } from './values.ts';

interface State {
  mode: string;
  size: string;
  white: boolean;
}

/** Operators after which white text may have a ground to stand on. */
const PAINTS = new Set(['f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'sh', 'Do', 'BI']);
const SHOWS = new Set(['Tj', 'TJ', "'", '"']);
const SAVED_STATES = 1000;

export interface Scan {
  readonly hidden: boolean;
  /** Names of the XObjects drawn, to be looked up in the stream's resources. */
  readonly objects: ReadonlySet<string>;
}

/** Scans one content stream; what cannot be parsed ends the scan, not the reading. */
export function scanContents(bytes: Uint8Array): Scan {
  const scanner = new Scanner(bytes);
  try {
    scanner.run();
  } catch (error) {
    if (!(error instanceof Doubt)) throw error;
  }
  return { hidden: scanner.hidden, objects: scanner.objects };
}

class Scanner {
  hidden = false;
  readonly objects = new Set<string>();
  readonly #lexer: Lexer;
  #state: State = { mode: '0', size: '', white: false };
  readonly #saved: State[] = [];
  #flat = false;
  #painted = false;

  constructor(bytes: Uint8Array) {
    this.#lexer = new Lexer(bytes);
  }

  run(): void {
    const lexer = this.#lexer;
    let operands: Value[] = [];
    for (;;) {
      lexer.skipWhite();
      const byte = lexer.peek();
      if (byte === undefined) return;
      if (byte === 0x25) this.#skipComment();
      else if (isOperator(byte)) {
        const mark = lexer.pos;
        const word = lexer.word();
        if (['true', 'false', 'null'].includes(word)) {
          lexer.pos = mark;
          operands.push(lexer.value());
          continue;
        }
        this.#operator(word, operands);
        operands = [];
      } else operands.push(lexer.value());
    }
  }

  #skipComment(): void {
    const lexer = this.#lexer;
    while (lexer.pos < lexer.end && lexer.peek() !== 0x0a && lexer.peek() !== 0x0d) lexer.pos++;
  }

  #operator(word: string, operands: readonly Value[]): void {
    if (PAINTS.has(word)) this.#painted = true;
    if (SHOWS.has(word)) this.#show(operands);
    else if (word === 'q') this.#save();
    else if (word === 'Q') this.#state = this.#saved.pop() ?? this.#state;
    else if (word === 'BT') this.#flat = false;
    else if (word === 'Tr') this.#state.mode = texts(operands)[0] ?? '0';
    else if (word === 'Tf') this.#state.size = texts(operands)[0] ?? '';
    else if (word === 'Tm') this.#flat = texts(operands.slice(0, 4)).join() === '0,0,0,0';
    else if (word === 'g') this.#state.white = texts(operands).join() === '1';
    else if (word === 'rg') this.#state.white = texts(operands).join() === '1,1,1';
    else if (word === 'k') this.#state.white = texts(operands).join() === '0,0,0,0';
    else if (['cs', 'sc', 'scn', 'gs'].includes(word)) this.#state.white = false;
    else if (word === 'Do') this.objects.add(nameOf(operands[0]) ?? '');
    // Image data may hold anything, and their end is a matter of guessing.
    else if (word === 'BI') throw new Doubt('inline image');
  }

  #save(): void {
    if (this.#saved.length >= SAVED_STATES) throw new Doubt('too many saved states');
    this.#saved.push({ ...this.#state });
  }

  #show(operands: readonly Value[]): void {
    const last = operands.at(-1) ?? null;
    const shown = isArray(last) ? last : [last];
    const empty = shown.every((item) => !isText(item) || item.text === '');
    if (empty) return;
    const { mode, size, white } = this.#state;
    const unpainted = mode === '3' || mode === '7' || size === '0' || this.#flat;
    if (unpainted || (white && mode === '0' && !this.#painted)) this.hidden = true;
  }
}

function isOperator(byte: number): boolean {
  return /[A-Za-z'"*]/.test(String.fromCharCode(byte));
}

function isText(value: Value): value is Extract<Value, { kind: 'string' }> {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'string';
}

/** Canonical texts of the numbers among the operands. */
function texts(operands: readonly Value[]): string[] {
  return operands.flatMap((value) =>
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'number'
      ? [value.text]
      : [],
  );
}
