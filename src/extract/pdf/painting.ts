/**
 * Where a page shows text and where it fills rectangles, in the order of painting
 * (ISO 32000-1, 8.3, 8.5, 9.4). Only what tells whether a text was painted over: places of
 * strings and upright rectangles that hide what is below them.
 */
import type { PdfFile } from './file.ts';
import { Lexer } from './lexer.ts';
import type { Page } from './pages.ts';
import {
  type Dict,
  Doubt,
  isArray,
  isDict,
  isStream,
  nameOf,
  type Stream,
  type Value,
} from './values.ts';

export interface Shown {
  readonly at: number;
  readonly x: number;
  readonly y: number;
}

export interface Filled {
  readonly at: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
}

export interface Painting {
  readonly shown: readonly Shown[];
  readonly filled: readonly Filled[];
}

type Matrix = readonly [number, number, number, number, number, number];
const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

interface State {
  readonly matrix: Matrix;
  readonly opaque: boolean;
  readonly visible: boolean;
}

const FILLS = new Set(['f', 'F', 'f*', 'B', 'B*', 'b', 'b*']);
const ENDS = new Set([...FILLS, 'n', 'S', 's']);
const CURVES = new Set(['m', 'l', 'c', 'v', 'y', 'h']);
/** Operators of one document, forms counted as often as they are drawn: a dense map has 100,000. */
const MAX_OPERATORS = 2_000_000;
const MAX_STATES = 200;
const MAX_FORM_DEPTH = 6;

/** What one document has used up, shared by its pages. */
export class PaintBudget {
  operators = MAX_OPERATORS;
  readonly #forms = new Map<Stream, Uint8Array>();

  /** A form's contents, decoded once however often it is drawn. */
  decoded(file: PdfFile, form: Stream): Uint8Array {
    const data = this.#forms.get(form) ?? file.decode(form).data;
    this.#forms.set(form, data);
    return data;
  }
}

/**
 * @param contents the page's content streams as one
 * @throws Doubt where a part of the page cannot be read
 */
export function paintingOf(
  file: PdfFile,
  page: Page,
  contents: Uint8Array,
  budget: PaintBudget,
): Painting {
  const painter = new Painter(file, budget);
  painter.run(contents, page.dict.get('Resources'), 0);
  return painter;
}

class Painter implements Painting {
  readonly shown: Shown[] = [];
  readonly filled: Filled[] = [];
  readonly #file: PdfFile;
  readonly #budget: PaintBudget;
  #count = 0;
  #state: State = { matrix: IDENTITY, opaque: true, visible: true };
  #text: Matrix = IDENTITY;
  #leading = 0;
  #path: [number, number, number, number][] = [];
  #upright = true;

  constructor(file: PdfFile, budget: PaintBudget) {
    this.#file = file;
    this.#budget = budget;
  }

  run(bytes: Uint8Array, resources: Value | undefined, depth: number): void {
    const lexer = new Lexer(bytes);
    const saved: State[] = [];
    let operands: Value[] = [];
    for (;;) {
      lexer.skipWhite();
      const byte = lexer.peek();
      if (byte === undefined) return;
      if (byte === 0x25) {
        while (lexer.pos < lexer.end && lexer.peek() !== 0x0a && lexer.peek() !== 0x0d) lexer.pos++;
        continue;
      }
      const mark = lexer.pos;
      const word = /[A-Za-z'"*]/.test(String.fromCharCode(byte)) ? lexer.word() : '';
      if (word === '' || word === 'true' || word === 'false' || word === 'null') {
        lexer.pos = mark;
        operands.push(lexer.value());
        continue;
      }
      this.#count++;
      if (--this.#budget.operators < 0) throw new Doubt('too many operators');
      if (word === 'q') {
        if (saved.length >= MAX_STATES) throw new Doubt('too many saved states');
        saved.push(this.#state);
      } else if (word === 'Q') this.#state = saved.pop() ?? this.#state;
      else if (word === 'Do') this.#draw(nameOf(operands[0]) ?? '', resources, depth);
      else if (word === 'gs') this.#setState(nameOf(operands[0]) ?? '', resources);
      else if (word === 'BI') throw new Doubt('inline image');
      else this.#operator(word, operands);
      operands = [];
    }
  }

  #operator(word: string, operands: readonly Value[]): void {
    const n = operands.map(numberOf);
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = n;
    if (word === 'cm') this.#transform([a, b, c, d, e, f]);
    else if (word === 'BT') this.#text = IDENTITY;
    else if (word === 'Tm') this.#text = [a, b, c, d, e, f];
    else if (word === 'TL') this.#leading = a;
    else if (word === 'Tr') this.#state = { ...this.#state, visible: a !== 3 && a !== 7 };
    else if (word === 'Td') this.#move(a, b);
    else if (word === 'TD') {
      this.#leading = -b;
      this.#move(a, b);
    } else if (word === 'T*') this.#move(0, -this.#leading);
    else if (word === 'Tj' || word === 'TJ') this.#show();
    else if (word === "'" || word === '"') {
      this.#move(0, -this.#leading);
      this.#show();
    } else if (word === 're') this.#path.push([a, b, c, d]);
    else if (CURVES.has(word)) this.#upright = false;
    else if (ENDS.has(word)) this.#endPath(FILLS.has(word));
  }

  #transform(matrix: Matrix): void {
    this.#state = { ...this.#state, matrix: times(matrix, this.#state.matrix) };
  }

  #move(x: number, y: number): void {
    this.#text = times([1, 0, 0, 1, x, y], this.#text);
  }

  #show(): void {
    if (!this.#state.visible) return;
    const [, , , , x, y] = times(this.#text, this.#state.matrix);
    this.shown.push({ at: this.#count, x, y });
  }

  #endPath(fills: boolean): void {
    const [a, b, c, d, e, f] = this.#state.matrix;
    const turned = (b !== 0 || c !== 0) && (a !== 0 || d !== 0);
    if (fills && this.#upright && this.#state.opaque && !turned) {
      for (const [x, y, width, height] of this.#path) {
        const xs = [a * x + c * y + e, a * (x + width) + c * (y + height) + e];
        const ys = [b * x + d * y + f, b * (x + width) + d * (y + height) + f];
        const [left, right] = [Math.min(...xs), Math.max(...xs)];
        const [bottom, top] = [Math.min(...ys), Math.max(...ys)];
        this.filled.push({ at: this.#count, left, right, bottom, top });
      }
    }
    this.#path = [];
    this.#upright = true;
  }

  #draw(name: string, resources: Value | undefined, depth: number): void {
    const form = this.#resource('XObject', name, resources);
    if (!isStream(form) || nameOf(form.dict.get('Subtype')) !== 'Form') return;
    if (depth >= MAX_FORM_DEPTH) throw new Doubt('forms nested too deeply');
    const before = this.#state;
    const matrix = this.#file.direct(form.dict.get('Matrix'));
    if (isArray(matrix)) {
      const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = matrix.map(numberOf);
      this.#transform([a, b, c, d, e, f]);
    }
    const group = this.#file.direct(form.dict.get('Group'));
    if (isDict(group) && !before.opaque) this.#state = { ...this.#state, opaque: false };
    const contents = this.#budget.decoded(this.#file, form);
    this.run(contents, form.dict.get('Resources') ?? resources, depth + 1);
    this.#state = before;
  }

  /** Transparent, or mixed with what is below: highlighters hide nothing. */
  #setState(name: string, resources: Value | undefined): void {
    const found = this.#resource('ExtGState', name, resources);
    if (!isDict(found)) throw new Doubt('no graphics state');
    const alpha = found.get('ca');
    const mode = found.get('BM');
    const mixed = mode !== undefined && !['Normal', 'Compatible'].includes(nameOf(mode) ?? '');
    const soft = found.has('SMask') && nameOf(found.get('SMask')) !== 'None';
    if ((alpha !== undefined && numberOf(alpha) !== 1) || mixed || soft) {
      this.#state = { ...this.#state, opaque: false };
    }
  }

  #resource(kind: string, name: string, resources: Value | undefined) {
    const all = this.#file.direct(resources);
    const list = isDict(all) ? this.#file.direct((all as Dict).get(kind)) : null;
    return isDict(list) ? this.#file.direct(list.get(name)) : null;
  }
}

function times(m: Matrix, n: Matrix): Matrix {
  return [
    m[0] * n[0] + m[1] * n[2],
    m[0] * n[1] + m[1] * n[3],
    m[2] * n[0] + m[3] * n[2],
    m[2] * n[1] + m[3] * n[3],
    m[4] * n[0] + m[5] * n[2] + n[4],
    m[4] * n[1] + m[5] * n[3] + n[5],
  ];
}

function numberOf(value: Value | undefined): number {
  const number = typeof value === 'object' && value !== null && 'kind' in value ? value : null;
  return number?.kind === 'number' ? Number(number.text) : 0;
}
