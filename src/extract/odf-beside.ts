/** What an ODF file shows beside its running text, in the order of its places in the text. */
import type { Line, Reading } from '../fingerprint/document.ts';
import type { Limits } from './limits.ts';
import { mathmlLine } from './math-text.ts';
import { OdfNumbering } from './odf-numbering.ts';
import { readObject } from './odf-objects.ts';
import type { XmlElement } from './xml.ts';
import { TreeBuilder } from './xml-tree.ts';

/** Controls of a form that only group others or show nothing. */
const NO_CONTROL =
  /^form:(?:form|properties|propert\w*|list-\w+|hidden|generic-control|connection-resource)$/;

/** Author, date and initials of a comment. */
const ABOUT = /^(?:dc|meta|\?):/;

/** Collects while the text is walked; feed it every element that is not skipped. */
export class OdfBeside {
  readonly form: string[] = [];
  readonly #limits: Limits;
  readonly #comments: { author: string; readonly lines: Line[] }[] = [];
  readonly #objects = new Set<string>();
  readonly #equations: string[] = [];
  readonly #numbering: OdfNumbering;
  readonly #tree = new TreeBuilder();
  #inComment = false;
  #about = false;
  #inAuthor = false;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#numbering = new OdfNumbering(limits);
  }

  /** Lines of the comment that this element begins, null for any other element. */
  comment(element: XmlElement): Line[] | null {
    if (element.name !== 'office:annotation') return null;
    const lines: Line[] = [];
    this.#comments.push({ author: '', lines });
    this.#inComment = true;
    return lines;
  }

  open(element: XmlElement): void {
    const { name } = element;
    if (this.#tree.active || name === 'math:math') this.#tree.open(element);
    else if (this.#inComment && ABOUT.test(name)) {
      this.#about = true;
      this.#inAuthor = name === 'dc:creator';
    } else if (name === 'draw:object') {
      const link = element.attribute('xlink:href');
      if (link !== undefined) this.#objects.add(link.replace(/^\.\//, ''));
    } else if (name.startsWith('form:')) this.#control(element);
    else if (!this.#inComment) this.#numbering.open(element);
  }

  /** @returns whether the text belongs to no paragraph */
  text(text: string): boolean {
    if (this.#tree.active) this.#tree.text(text);
    const comment = this.#comments.at(-1);
    if (this.#inAuthor && comment) comment.author += text;
    return this.#about;
  }

  close(name: string): void {
    if (this.#tree.active) {
      const equation = this.#tree.close();
      if (equation) this.#equations.push(mathmlLine(equation));
    } else if (this.#inComment && ABOUT.test(name)) {
      this.#about = false;
      this.#inAuthor = false;
    } else if (name === 'office:annotation') this.#inComment = false;
    else if (!this.#inComment) this.#numbering.close(name);
  }

  /** A value as the control shows it, with its caption. */
  #control(element: XmlElement): void {
    if (element.name === 'form:option') {
      if (element.attribute('form:current-selected') === 'true') {
        this.form.push(element.attribute('form:label') ?? '');
      }
    } else if (!NO_CONTROL.test(element.name)) {
      const shown = [
        element.attribute('form:label'),
        element.attribute('form:current-value') ?? element.attribute('form:value'),
        element.attribute('form:current-state') ?? element.attribute('form:state'),
      ];
      this.form.push(`= ${shown.filter((one) => one !== undefined).join(' ')}`);
    }
  }

  /**
   * The streams of the document.
   *
   * @param members of the package, where its equations and charts are
   * @param signed whether comments are shown with their authors: in a sheet, not all programs
   *   keep them
   */
  streams(
    members: ReadonlyMap<string, Uint8Array>,
    signed: boolean,
  ): NonNullable<Reading['beside']> {
    const charts: string[] = [];
    const equations = [...this.#equations];
    for (const object of this.#objects) {
      const bytes = members.get(`${object}/content.xml`);
      if (!bytes) continue;
      const { equation, chart } = readObject(bytes, this.#limits);
      if (equation !== null) equations.push(equation);
      charts.push(...chart);
    }
    const comments = this.#comments.map(({ author, lines }) => {
      const words = lines.map((line) => line.text).join(' ');
      return signed ? `${author}: ${words}` : words;
    });
    return {
      comments,
      numbering: this.#numbering.labels.lines,
      equations,
      charts,
      form: this.form,
    };
  }
}
