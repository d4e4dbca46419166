/** What a page shows beside its running text (WHATWG HTML 4.4.5, 4.10; MathML Core). */
import type { Reading } from '../fingerprint/document.ts';
import type { Limits } from './limits.ts';
import { mathmlLine } from './math-text.ts';
import { PrintedLabels, printedNumber } from './printed-labels.ts';
import { TreeBuilder } from './xml-tree.ts';

type Attributes = Readonly<Record<string, string>>;

interface List {
  /** Null for bullets. */
  readonly format: string | null;
  readonly step: 1 | -1;
  next: number;
}

const FORMATS: ReadonlyMap<string, string> = new Map([
  ['a', 'lowerLetter'],
  ['A', 'upperLetter'],
  ['i', 'lowerRoman'],
  ['I', 'upperRoman'],
]);
/** Inputs that show no value, or one that nobody can read. */
const BLIND = /^(?:hidden|file|password)$/i;

/** Collects while the page is parsed; feed it every element that is drawn. */
export class HtmlBeside {
  readonly #labels: PrintedLabels;
  readonly #form: string[] = [];
  readonly #equations: string[] = [];
  readonly #lists: List[] = [];
  readonly #tree = new TreeBuilder();
  #option = 0;

  constructor(limits: Limits) {
    this.#labels = new PrintedLabels(limits);
  }

  open(name: string, attributes: Attributes): void {
    if (this.#tree.active || name === 'math') {
      this.#tree.open({
        name,
        attribute: (wanted) => attributes[wanted],
        namespaceOf: () => undefined,
      });
    } else if (name === 'ol') {
      const step = attributes.reversed === undefined ? 1 : -1;
      const format = FORMATS.get(attributes.type ?? '') ?? 'decimal';
      // A reversed list counts down from its length, which is not known yet.
      this.#lists.push({ format, step, next: whole(attributes.start) ?? step });
    } else if (name === 'ul' || name === 'menu') {
      this.#lists.push({ format: null, step: 1, next: 1 });
    } else if (name === 'li') this.#item(attributes);
    else if (name === 'select') this.#option = 0;
    else if (name === 'option') {
      if (attributes.label !== undefined) this.#form.push(attributes.label);
      if (attributes.selected !== undefined) this.#form.push(`selected ${this.#option}`);
      this.#option++;
    } else if (attributes.srcdoc !== undefined && name === 'iframe') {
      this.#form.push(attributes.srcdoc);
    } else if (name === 'optgroup') this.#form.push(attributes.label ?? '');
    else if (name === 'input') this.#input(attributes);
    else if (name === 'textarea') this.#form.push(attributes.placeholder ?? '');
    else if (name === 'meter' || name === 'progress') {
      this.#form.push(`${attributes.value ?? ''} of ${attributes.max ?? 1}`);
    }
  }

  text(text: string): void {
    if (this.#tree.active) this.#tree.text(text);
  }

  close(name: string): void {
    if (this.#tree.active) {
      const equation = this.#tree.close();
      if (equation) this.#equations.push(mathmlLine(equation));
    } else if (name === 'ol' || name === 'ul' || name === 'menu') this.#lists.pop();
  }

  streams(): NonNullable<Reading['beside']> {
    return { numbering: this.#labels.lines, equations: this.#equations, form: this.#form };
  }

  #item(attributes: Attributes): void {
    const list = this.#lists.at(-1);
    if (!list || list.format === null) return;
    const value = whole(attributes.value) ?? list.next;
    list.next = value + list.step;
    const format = FORMATS.get(attributes.type ?? '') ?? list.format;
    this.#labels.add(`${printedNumber(value, format)}.`);
  }

  #input(attributes: Attributes): void {
    const type = attributes.type ?? 'text';
    if (BLIND.test(type)) return;
    if (/^(?:checkbox|radio)$/i.test(type)) {
      this.#form.push(attributes.checked === undefined ? 'unchecked' : 'checked');
    } else this.#form.push(`= ${attributes.value || (attributes.placeholder ?? '')}`);
  }
}

function whole(attribute: string | undefined): number | null {
  return attribute !== undefined && /^\s*-?\d{1,9}/.test(attribute)
    ? Number.parseInt(attribute, 10)
    : null;
}
