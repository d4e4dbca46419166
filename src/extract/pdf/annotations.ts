/**
 * What annotations and form fields of a PDF show (ISO 32000-1, 12.5 and 12.7), which PDF.js
 * leaves out of the text of the page.
 */
import type { Reading } from '../../fingerprint/document.ts';

/** Values that PDF.js gives; all of them come from the file. */
export interface Annotation {
  readonly subtype?: unknown;
  readonly file?: unknown;
  readonly contentsObj?: unknown;
  readonly titleObj?: unknown;
  readonly textContent?: unknown;
  readonly hasAppearance?: unknown;
  readonly fieldType?: unknown;
  readonly fieldValue?: unknown;
}

/** Annotations without a text of their own. */
const SILENT = new Set<unknown>(['Link', 'Popup', 'Widget']);
/** Drawn by an appearance that is nothing but words or a picture, which PDF.js does not read. */
const STAMPED = new Set<unknown>(['Stamp', 'Watermark']);

/** Collects the texts of annotations, page by page. */
export class AnnotationText {
  readonly #comments: string[] = [];
  readonly #form: string[] = [];

  add(annotation: Annotation): void {
    const { subtype, fieldType, fieldValue } = annotation;
    if (subtype === 'Widget') {
      // A signature's value is no text, and a button has none.
      if (fieldType !== 'Sig') this.#form.push(`= ${valueText(fieldValue)}`);
      return;
    }
    if (SILENT.has(subtype)) return;
    const contents = objectText(annotation.contentsObj);
    const drawn = listText(annotation.textContent);
    if (contents === '' && drawn === '') {
      if (STAMPED.has(subtype) && annotation.hasAppearance) this.#comments.push(String(subtype));
      return;
    }
    const author = subtype === 'FreeText' ? '' : objectText(annotation.titleObj);
    this.#comments.push(`${author}: ${contents}${sameText(contents, drawn) ? '' : ` ${drawn}`}`);
  }

  streams(): NonNullable<Reading['beside']> {
    return { comments: this.#comments, form: this.#form };
  }
}

/** The appearance repeats the contents, broken into lines; a forged one does not. */
function sameText(contents: string, drawn: string): boolean {
  return drawn === '' || contents.replace(/\s/g, '') === drawn.replace(/\s/g, '');
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return listText(value);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function listText(value: unknown): string {
  if (!Array.isArray(value)) return '';
  return value.filter((one) => typeof one === 'string').join(' ');
}

function objectText(value: unknown): string {
  if (typeof value !== 'object' || value === null || !('str' in value)) return '';
  return typeof value.str === 'string' ? value.str : '';
}
