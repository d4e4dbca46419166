/**
 * Where a page shows text and where it fills rectangles, in the order of painting
 * (ISO 32000-1, 8.3, 8.5, 9.4). Only what tells whether a text was painted over or clipped:
 * places of strings, upright rectangles that hide what is below them, and boxes of clips.
 */
import { statedText } from './actual-text.ts';
import { type Framed, holesAt, mayCut } from './clipped.ts';
import { DeviceText } from './device.ts';
import type { PdfFile } from './file.ts';
import { type FontFacts, fontFactsOf, NO_FONT } from './font-facts.ts';
import { type Box, IDENTITY, type Matrix, movedBox, shared, times, united } from './geometry.ts';
import { Lexer } from './lexer.ts';
import { boxOf, mostEms, numberOf, summedUp } from './operands.ts';
import type { Page } from './pages.ts';
import { Path } from './path.ts';
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
  /** Base line and font size in points from the top of the page (`device.ts`). */
  readonly base: number;
  readonly size: number;
  readonly font: FontFacts;
}

export interface Filled extends Box {
  readonly at: number;
}

export interface Painting {
  readonly shown: readonly Shown[];
  readonly filled: readonly Filled[];
  /** Those of the strings shown that a clip may cut. */
  readonly framed: readonly Framed[];
  /** What a viewer shows of the page. */
  readonly page: Box;
  /** By BDC operator, the text that it states (`actual-text.ts`). */
  readonly stated: readonly (string | null)[];
}

interface State {
  readonly matrix: Matrix;
  /** The same with the top of the page as its origin. */
  readonly device: Matrix;
  readonly opaque: boolean;
  /** Text rendering mode (9.3.6). */
  readonly mode: number;
  readonly clip: Box;
  /** Left out of the clip. */
  readonly holes: readonly Box[];
  readonly size: number;
  readonly summedSize: number;
  readonly rise: number;
  readonly font: FontFacts;
}

const FILLS = new Set(['f', 'F', 'f*', 'B', 'B*', 'b', 'b*']);
const ENDS = new Set([...FILLS, 'n', 'S', 's']);
/** Operators of one document, forms counted as often as they are drawn: a dense map has 100,000. */
const MAX_OPERATORS = 2_000_000;
const MAX_STATES = 200;
/** In one state: each string is held against them all. */
const MAX_HOLES = 200;
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
  const painter = new Painter(file, budget, shownOf(file, page), mediaOf(file, page));
  painter.run(contents, page.dict.get('Resources'), 0);
  return painter;
}

class Painter implements Painting {
  readonly shown: Shown[] = [];
  readonly filled: Filled[] = [];
  readonly framed: Framed[] = [];
  readonly stated: (string | null)[] = [];
  readonly page: Box;
  readonly #file: PdfFile;
  readonly #budget: PaintBudget;
  #count = 0;
  #state: State;
  #text: Matrix = IDENTITY;
  readonly #deviceText = new DeviceText();
  #leading = 0;
  readonly #path = new Path();
  /** Around the letters of the text object that clip what comes after it. */
  #letters: Box | null = null;

  constructor(file: PdfFile, budget: PaintBudget, page: Box, media: Box) {
    this.#file = file;
    this.#budget = budget;
    this.page = page;
    this.#state = {
      matrix: IDENTITY,
      device: [1, 0, 0, -1, -media.left, media.top],
      opaque: true,
      mode: 0,
      clip: page,
      holes: [],
      size: 0,
      summedSize: 0,
      rise: 0,
      font: NO_FONT,
    };
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
      else if (word === 'BDC') this.stated.push(statedText(operands[1]));
      else if (word === 'Tf') this.#setFont(operands, resources);
      else if (word === 'BI') throw new Doubt('inline image');
      else this.#operator(word, operands);
      operands = [];
    }
  }

  #operator(word: string, operands: readonly Value[]): void {
    const n = operands.map(numberOf);
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = n;
    if (word === 'cm') this.#transform([a, b, c, d, e, f], sixOf(operands));
    else if (word === 'BT') this.#setText(IDENTITY, IDENTITY);
    else if (word === 'ET') this.#endText();
    else if (word === 'Tm') this.#setText([a, b, c, d, e, f], sixOf(operands));
    else if (word === 'TL') this.#leading = a;
    else if (word === 'Tr') this.#state = { ...this.#state, mode: a };
    else if (word === 'Ts') this.#state = { ...this.#state, rise: a };
    else if (word === 'Td') this.#move(a, b, operands);
    else if (word === 'TD') {
      this.#leading = -b;
      this.#move(a, b, operands);
    } else if (word === 'T*') this.#move(0, -this.#leading);
    else if (word === 'Tj' || word === 'TJ') this.#show(operands.at(-1));
    else if (word === "'" || word === '"') {
      this.#move(0, -this.#leading);
      this.#show(operands.at(-1));
    } else if (ENDS.has(word)) this.#endPath(FILLS.has(word));
    else this.#path.take(word, n, this.#state.matrix);
  }

  #transform(matrix: Matrix, summed: Matrix): void {
    this.#state = {
      ...this.#state,
      matrix: times(matrix, this.#state.matrix),
      device: times(summed, this.#state.device),
    };
  }

  #setText(matrix: Matrix, summed: Matrix): void {
    this.#text = matrix;
    this.#deviceText.set(summed);
  }

  #move(x: number, y: number, operands?: readonly Value[]): void {
    this.#text = times([1, 0, 0, 1, x, y], this.#text);
    this.#deviceText.move(
      operands ? summedUp(operands[0]) : x,
      operands ? summedUp(operands[1]) : y,
    );
  }

  #setFont([name, size]: readonly Value[], resources: Value | undefined): void {
    const font = fontFactsOf(this.#file, this.#resource('Font', nameOf(name) ?? '', resources));
    this.#state = { ...this.#state, size: numberOf(size), summedSize: summedUp(size), font };
  }

  #show(operand: Value | undefined): void {
    const { matrix, device, mode, clip, holes, size, rise, font } = this.#state;
    const toPage = times(this.#text, matrix);
    const ems = times([size, 0, 0, size, 0, rise], toPage);
    if (mode >= 4) this.#letters = united(this.#letters, movedBox(ANY_STRING, ems));
    if (mode === 3 || mode === 7) return;
    const [, , , , x, y] = toPage;
    const place = this.#deviceText.placeOf(device, this.#state.summedSize);
    this.shown.push({ at: this.#count, x, y, ...place, font });
    const most = mostEms(operand);
    if (!font.onLine || most === 0) return;
    const beside = holesAt(holes, ems, most);
    if (beside.length > 0 || mayCut(clip, ems, most)) {
      this.framed.push({ at: this.#count, x, y, ...place, font, clip, holes: beside, ems });
    }
  }

  #endText(): void {
    if (this.#letters !== null) this.#clip(this.#letters);
    this.#letters = null;
  }

  #clip(box: Box): void {
    this.#state = { ...this.#state, clip: shared(this.#state.clip, box) };
  }

  #endPath(fills: boolean): void {
    const { rectangles, clip, holes } = this.#path.end(this.#state.matrix);
    if (fills && this.#state.opaque) {
      for (const box of rectangles) this.filled.push({ at: this.#count, ...box });
    }
    if (clip !== null) this.#clip(clip);
    if (holes.length > 0) {
      const all = [...this.#state.holes, ...holes];
      if (all.length > MAX_HOLES) throw new Doubt('too many holes');
      this.#state = { ...this.#state, holes: all };
    }
  }

  #draw(name: string, resources: Value | undefined, depth: number): void {
    const form = this.#resource('XObject', name, resources);
    if (!isStream(form) || nameOf(form.dict.get('Subtype')) !== 'Form') return;
    if (depth >= MAX_FORM_DEPTH) throw new Doubt('forms nested too deeply');
    const before = this.#state;
    const matrix = this.#file.direct(form.dict.get('Matrix'));
    if (isArray(matrix)) {
      const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = matrix.map(numberOf);
      this.#transform([a, b, c, d, e, f], sixOf(matrix));
    }
    const box = boxOf(this.#file, form.dict.get('BBox'));
    if (box !== null) this.#clip(movedBox(box, this.#state.matrix));
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

function sixOf(operands: readonly Value[]): Matrix {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = operands.map(summedUp);
  return [a, b, c, d, e, f];
}

/** How far letters that clip may reach, in ems: their width is the font's to tell. */
const ANY_STRING: Box = { left: -1, bottom: -1, right: 10_000, top: 2 };
function mediaOf(file: PdfFile, page: Page): Box {
  return boxOf(file, page.dict.get('MediaBox')) ?? LETTER;
}

/** What a viewer shows of a page (14.11.2). */
function shownOf(file: PdfFile, page: Page): Box {
  const media = mediaOf(file, page);
  const crop = boxOf(file, page.dict.get('CropBox'));
  return crop === null ? media : shared(media, crop);
}

const LETTER: Box = { left: 0, bottom: 0, right: 612, top: 792 };
