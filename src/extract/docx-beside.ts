/** What a docx shows beside its running text, in the order of its places in the text. */
import type { Reading } from '../fingerprint/document.ts';
import { docxComments } from './docx-comments.ts';
import { DocxFrames } from './docx-frames.ts';
import { DocxLook } from './docx-look.ts';
import { isOn } from './docx-names.ts';
import type { DocxNumbering } from './docx-numbering.ts';
import type { Limits } from './limits.ts';
import { officeMathLine } from './math-text.ts';

import type { XmlElement } from './xml.ts';
import { TreeBuilder } from './xml-tree.ts';

/** Collects while the text is walked; feed it every element that is not skipped. */
export class DocxBeside {
  readonly comments = new Set<string>();
  readonly charts = new Set<string>();
  readonly equations: string[] = [];
  readonly form: string[] = [];
  readonly numbering: DocxNumbering;
  readonly look = new DocxLook();
  readonly frames = new DocxFrames();
  readonly #equation = new TreeBuilder();
  #inProperties = false;
  /** Of the legacy form field under way. */
  #checked: boolean | null = null;
  #chosen = 0;
  #choices: string[] = [];

  constructor(numbering: DocxNumbering) {
    this.numbering = numbering;
  }

  open(element: XmlElement): void {
    const { name } = element;
    this.look.open(element);
    this.frames.open(element);
    if (this.#equation.active || name === 'm:oMath') this.#equation.open(element);
    else if (name === 'w:pPr') this.#inProperties = true;
    else if (this.#inProperties) this.numbering.property(element);
    else if (name === 'w:commentReference') this.comments.add(element.attribute('w:id') ?? '');
    else if (name === 'c:chart' || name === 'cx:chart') {
      this.charts.add(element.attribute('r:id') ?? '');
    } else if (name === 'w:checkBox') this.#checked = false;
    else if (this.#checked !== null && (name === 'w:default' || name === 'w:checked')) {
      // `w:checked` follows `w:default` and wins (17.16.11).
      this.#checked = isOn(element);
    } else if (name === 'w:ddList') {
      this.#chosen = 0;
      this.#choices = [];
    } else if (name === 'w:result') this.#chosen = Number(element.attribute('w:val')) || 0;
    else if (name === 'w:listEntry') this.#choices.push(element.attribute('w:val') ?? '');
  }

  /** @param code of a field; Word draws formulas and characters by it, whatever text it holds */
  field(code: string): void {
    if (/^\s*(?:EQ|SYMBOL)\b/i.test(code)) this.equations.push(code);
  }

  text(text: string): void {
    this.look.text(text);
    this.frames.text(text);
    if (this.#equation.active) this.#equation.text(text);
  }

  close(name: string): void {
    this.look.close(name);
    this.frames.close(name);
    if (this.#equation.active) {
      const equation = this.#equation.close();
      if (equation) this.equations.push(officeMathLine(equation));
    } else if (name === 'w:pPr') {
      this.#inProperties = false;
      this.numbering.endProperties();
    } else if (name === 'w:checkBox') {
      this.form.push(this.#checked ? 'checked' : 'unchecked');
      this.#checked = null;
    } else if (name === 'w:ddList') this.form.push(this.#choices[this.#chosen] ?? '');
  }

  /**
   * The streams of the document.
   *
   * @param comments the part of the comments
   * @param charts lines of the charts
   */
  streams(
    comments: Uint8Array | undefined,
    charts: readonly string[],
    limits: Limits,
  ): NonNullable<Reading['beside']> {
    const byId = docxComments(comments, limits);
    return {
      comments: [...this.comments].map((id) => byId.get(id) ?? ''),
      numbering: this.numbering.labels.lines,
      equations: this.equations,
      charts,
      form: this.form,
    };
  }
}
