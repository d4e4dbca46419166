/**
 * Numbers that a program prints before list items and headings of an ODF file (ODF 1.3 part 3,
 * 5.3 and 16.30 to 16.34); the copies that files keep in `text:number` are not trusted.
 */
import type { Limits } from './limits.ts';
import { PrintedLabels, printedNumber } from './printed-labels.ts';
import type { XmlElement } from './xml.ts';

interface Level {
  readonly format: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly shown: number;
  readonly start: number;
  /** As LibreOffice keeps it since 7.1: `%1%.%2%`. */
  readonly pattern: string | null;
}

type Levels = Map<number, Level>;

/** Counters of one list; sub-lists share them. */
interface Counted {
  readonly style: string;
  readonly counters: (number | undefined)[];
}

interface OpenList {
  readonly style: string;
  readonly counted: Counted;
  /** Number that the item under way begins with, if it says so. */
  startValue: number | null;
  pending: boolean;
}

const FORMATS: ReadonlyMap<string, string> = new Map([
  ['', 'none'],
  ['a', 'lowerLetter'],
  ['A', 'upperLetter'],
  ['i', 'lowerRoman'],
  ['I', 'upperRoman'],
]);
const OUTLINE = 'outline';
/** Deeper lists than programs draw. */
const MAX_LEVELS = 100;

export class OdfNumbering {
  readonly labels: PrintedLabels;
  readonly #styles = new Map<string, Levels>();
  /** List styles of paragraph styles, with the style they are based on. */
  readonly #paragraphs = new Map<
    string,
    { list?: string | undefined; base?: string | undefined }
  >();
  readonly #lists: OpenList[] = [];
  readonly #byId = new Map<string, Counted>();
  readonly #outline: Counted = { style: OUTLINE, counters: [] };
  #last: Counted | null = null;
  #reading: Levels | null = null;

  constructor(limits: Limits) {
    this.labels = new PrintedLabels(limits);
  }

  open(element: XmlElement): void {
    const { name } = element;
    if (name === 'text:p' || name === 'text:h') this.#paragraph(element);
    else if (name === 'text:list') this.#openList(element);
    else if (name === 'text:list-item' || name === 'text:list-header') {
      const list = this.#lists.at(-1);
      if (!list) return;
      list.pending = name === 'text:list-item';
      list.startValue = whole(element.attribute('text:start-value'));
    } else if (name === 'text:list-style' || name === 'text:outline-style') {
      this.#reading = new Map();
      const id = name === 'text:list-style' ? `=${element.attribute('style:name')}` : OUTLINE;
      this.#styles.set(id, this.#reading);
    } else if (/^text:(?:list-level-style-number|outline-level-style)$/.test(name)) {
      this.#reading?.set((whole(element.attribute('text:level')) ?? 1) - 1, levelOf(element));
    } else if (name === 'style:style' && element.attribute('style:family') === 'paragraph') {
      this.#paragraphs.set(element.attribute('style:name') ?? '', {
        list: element.attribute('style:list-style-name'),
        base: element.attribute('style:parent-style-name'),
      });
    }
  }

  close(name: string): void {
    if (name === 'text:list') this.#lists.pop();
    else if (name === 'text:list-style' || name === 'text:outline-style') this.#reading = null;
  }

  #openList(element: XmlElement): void {
    const outer = this.#lists.at(-1);
    const own = element.attribute('text:style-name');
    const style = own === undefined ? (outer?.style ?? '') : `=${own}`;
    const goesOn = element.attribute('text:continue-numbering') === 'true';
    let counted: Counted;
    if (outer) {
      counted = outer.counted;
      if (!goesOn) counted.counters[this.#lists.length] = undefined;
    } else {
      const continued = this.#byId.get(element.attribute('text:continue-list') ?? '');
      const last = goesOn && this.#last?.style === style ? this.#last : undefined;
      counted = continued ?? last ?? { style, counters: [] };
    }
    this.#last = counted;
    const id = element.attribute('xml:id');
    if (id !== undefined) this.#byId.set(id, counted);
    this.#lists.push({ style, counted, startValue: null, pending: false });
  }

  #paragraph(element: XmlElement): void {
    const list = this.#lists.at(-1);
    const style = element.attribute('text:style-name');
    if (list) {
      if (!list.pending) return;
      list.pending = false;
      const named = list.style === '' ? this.#listStyleOf(style) : list.style;
      this.#count(named, list.counted, this.#lists.length - 1, list.startValue);
    } else if (element.name === 'text:h') {
      if (element.attribute('text:is-list-header') === 'true') return;
      const at = (whole(element.attribute('text:outline-level')) ?? 1) - 1;
      const restarts = element.attribute('text:restart-numbering') === 'true';
      const start = whole(element.attribute('text:start-value'));
      this.#count(OUTLINE, this.#outline, at, restarts ? (start ?? 1) : null);
    }
  }

  #count(style: string, { counters }: Counted, at: number, from: number | null): void {
    if (at < 0 || at >= MAX_LEVELS) return;
    const levels = this.#styles.get(style);
    const level = levels?.get(at);
    const before = counters[at];
    counters[at] = from ?? (before === undefined ? (level?.start ?? 1) : before + 1);
    counters.length = at + 1;
    if (!level) return;
    const number = (i: number): string => {
      const one = levels?.get(i);
      return one ? printedNumber(counters[i] ?? one.start, one.format) : '';
    };
    if (level.pattern !== null) {
      this.labels.add(
        level.pattern.replace(/%(\d{1,2})%/g, (_, i: string) => number(Number(i) - 1)),
      );
      return;
    }
    const shown: string[] = [];
    for (let i = Math.max(0, at + 1 - level.shown); i <= at; i++) shown.push(number(i));
    const numbers = shown.filter((one) => one !== '').join('.');
    this.labels.add(level.prefix + numbers + level.suffix);
  }

  #listStyleOf(style: string | undefined): string {
    let name = style;
    // Styles may be based on each other in a ring.
    for (let steps = 0; name !== undefined && steps < 100; steps++) {
      const found = this.#paragraphs.get(name);
      if (found?.list !== undefined) return `=${found.list}`;
      name = found?.base;
    }
    return '';
  }
}

function levelOf(element: XmlElement): Level {
  const format = element.attribute('style:num-format') ?? '';
  return {
    format: FORMATS.get(format) ?? 'decimal',
    prefix: element.attribute('style:num-prefix') ?? '',
    suffix: element.attribute('style:num-suffix') ?? '',
    shown: whole(element.attribute('text:display-levels')) ?? 1,
    start: whole(element.attribute('text:start-value')) ?? 1,
    pattern: element.attribute('loext:num-list-format') ?? null,
  };
}

function whole(attribute: string | undefined): number | null {
  const value = Number(attribute ?? 'none');
  return Number.isSafeInteger(value) ? value : null;
}
