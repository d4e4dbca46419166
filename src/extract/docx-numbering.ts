/**
 * Numbers that Word prints before list items and headings (ECMA-376 part 1, 17.9): they stand in
 * no text, so that "Article 3" may become "Article 2" by one attribute elsewhere.
 */
import { isOn, WORD_NAMESPACES } from './docx-names.ts';
import type { Limits } from './limits.ts';
import { PrintedLabels, printedNumber } from './printed-labels.ts';
import { parseXml, type XmlElement } from './xml.ts';

/** 17.9.6: levels 0 to 8. */
const LEVELS = 9;

interface Level {
  start: number;
  format: string;
  text: string;
  /** Level whose items make this one begin again; null for any above it. */
  restartsAfter: number | null;
  legal: boolean;
}

interface Abstract {
  readonly levels: Map<number, Level>;
  /** Levels by the paragraph style that is tied to them. */
  readonly styles: Map<string, number>;
  /** The list is defined by the numbering of this style. */
  link: string | null;
  readonly counters: (number | undefined)[];
}

interface Instance {
  abstract: string;
  readonly overrides: Map<number, number>;
  /** Levels of it that override their definition. */
  readonly levels: Map<number, Level>;
  readonly used: Set<number>;
}

interface Numbered {
  num?: string | undefined;
  level?: number | undefined;
  base?: string | undefined;
}

export class DocxNumbering {
  readonly labels: PrintedLabels;
  readonly #abstracts = new Map<string, Abstract>();
  readonly #instances = new Map<string, Instance>();
  readonly #styles = new Map<string, Numbered>();
  #defaultStyle: string | undefined;
  #current: Numbered & { style?: string | undefined } = {};

  constructor(numbering: Uint8Array | undefined, styles: Uint8Array | undefined, limits: Limits) {
    this.labels = new PrintedLabels(limits);
    if (styles) this.#readStyles(styles, limits);
    if (numbering) this.#readNumbering(numbering, limits);
  }

  /** Feed every element inside `w:pPr`, the end of that, and nothing of former formatting. */
  property(element: XmlElement): void {
    const value = element.attribute('w:val');
    if (element.name === 'w:pStyle') this.#current.style = value;
    else if (element.name === 'w:numId') this.#current.num = value;
    else if (element.name === 'w:ilvl') this.#current.level = Number(value) || 0;
  }

  endProperties(): void {
    const { style = this.#defaultStyle, num, level } = this.#current;
    this.#current = {};
    const inherited = this.#inherited(style);
    const id = num ?? inherited.num;
    const instance = id === undefined ? undefined : this.#instances.get(id);
    const abstract = instance && this.#resolve(instance.abstract);
    if (!instance || !abstract) return;
    const tied = num === undefined && style !== undefined ? abstract.styles.get(style) : undefined;
    this.#count(instance, abstract, Math.min(level ?? tied ?? inherited.level ?? 0, LEVELS - 1));
  }

  #count(instance: Instance, { counters, levels }: Abstract, at: number): void {
    const find = (i: number): Level | undefined => instance.levels.get(i) ?? levels.get(i);
    const override = instance.used.has(at) ? undefined : instance.overrides.get(at);
    instance.used.add(at);
    const before = counters[at];
    counters[at] = override ?? (before === undefined ? (find(at)?.start ?? 1) : before + 1);
    for (let i = at + 1; i < LEVELS; i++) {
      const after = find(i)?.restartsAfter ?? null;
      if (after === null || at < after) counters[i] = undefined;
    }
    const level = find(at);
    if (!level || level.format === 'bullet') return;
    const label = level.text.replace(/%([1-9])/g, (_, digit: string) => {
      const i = Number(digit) - 1;
      const format = level.legal ? 'decimal' : (find(i)?.format ?? 'decimal');
      return printedNumber(counters[i] ?? find(i)?.start ?? 1, format);
    });
    this.labels.add(label);
  }

  #inherited(style: string | undefined): Numbered {
    const found: Numbered = {};
    let name = style;
    // Styles may be based on each other in a ring.
    for (let steps = 0; name !== undefined && steps < 100; steps++) {
      const own = this.#styles.get(name);
      found.num ??= own?.num;
      found.level ??= own?.level;
      name = own?.base;
    }
    return found;
  }

  #resolve(id: string): Abstract | undefined {
    const abstract = this.#abstracts.get(id);
    if (abstract?.link == null || abstract.levels.size > 0) return abstract;
    const num = this.#styles.get(abstract.link)?.num;
    const instance = num === undefined ? undefined : this.#instances.get(num);
    return (instance && this.#abstracts.get(instance.abstract)) ?? abstract;
  }

  #readStyles(bytes: Uint8Array, limits: Limits): void {
    let style: Numbered = {};
    parseXml(bytes, WORD_NAMESPACES, limits, {
      skip: ({ name }) => /^w:\w+Change$/.test(name),
      open: (element) => {
        const { name } = element;
        const value = element.attribute('w:val');
        if (name === 'w:style') {
          style = {};
          const id = element.attribute('w:styleId') ?? '';
          this.#styles.set(id, style);
          const standard = /^(?:1|true|on)$/.test(element.attribute('w:default') ?? '');
          if (standard && element.attribute('w:type') === 'paragraph') this.#defaultStyle = id;
        } else if (name === 'w:basedOn') style.base = value;
        else if (name === 'w:numId') style.num = value;
        else if (name === 'w:ilvl') style.level = Number(value) || 0;
      },
    });
  }

  #readNumbering(bytes: Uint8Array, limits: Limits): void {
    let abstract: Abstract | null = null;
    let instance: Instance | null = null;
    let level: Level | null = null;
    let at = 0;
    parseXml(bytes, WORD_NAMESPACES, limits, {
      open: (element) => {
        const value = element.attribute('w:val') ?? '';
        switch (element.name) {
          case 'w:abstractNum': {
            abstract = { levels: new Map(), styles: new Map(), link: null, counters: [] };
            this.#abstracts.set(element.attribute('w:abstractNumId') ?? '', abstract);
            instance = null;
            return;
          }
          case 'w:num':
            instance = { abstract: '', overrides: new Map(), levels: new Map(), used: new Set() };
            this.#instances.set(element.attribute('w:numId') ?? '', instance);
            return;
          case 'w:abstractNumId':
            if (instance) instance.abstract = value;
            return;
          case 'w:numStyleLink':
            if (abstract) abstract.link = value;
            return;
          case 'w:lvlOverride':
            at = Number(element.attribute('w:ilvl')) || 0;
            return;
          case 'w:startOverride':
            instance?.overrides.set(at, Number(value) || 0);
            return;
          case 'w:lvl':
            at = Number(element.attribute('w:ilvl')) || 0;
            level = { start: 0, format: 'decimal', text: '', restartsAfter: null, legal: false };
            (instance ?? abstract)?.levels.set(at, level);
            return;
          case 'w:pStyle':
            if (level && !instance) abstract?.styles.set(value, at);
            return;
          default:
            if (level) readLevel(level, element, value);
        }
      },
      close: (name) => {
        if (name === 'w:lvl') level = null;
      },
    });
  }
}

function readLevel(level: Level, element: XmlElement, value: string): void {
  if (element.name === 'w:start') level.start = Number(value) || 0;
  else if (element.name === 'w:numFmt') level.format = value;
  else if (element.name === 'w:lvlText') level.text = value;
  else if (element.name === 'w:lvlRestart') level.restartsAfter = Number(value) || 0;
  else if (element.name === 'w:isLgl') level.legal = isOn(element);
}
