/**
 * Text of a docx that stands in a frame too small to show it, or beyond every page (ECMA-376
 * part 1, 17.3.1, 17.4, 20.4): rows, lines and frames of an exact height, text boxes without
 * room. Told where nothing at all can be read; text that is cut in part is not.
 */
import type { XmlElement } from './xml.ts';

/** Twentieths of a point: what is lower shows no letter that anybody could read. */
const LOW = 40;
/** The same in English Metric Units. */
const LOW_EMU = LOW * 635;
/** The largest page is 22 inches wide and high (17.6.13, as Word keeps it). */
const BEYOND = 22 * 1440;
const BEYOND_EMU = BEYOND * 635;

/** Of a shape in VML. */
const NO_ROOM = /(?:^|;)\s*(?:width|height)\s*:\s*0(?:\.0*)?(?:pt|px|in|cm|mm)?\s*(?:;|$)/;

interface Shape {
  low: boolean;
  /** Text was shown in it: marked at its end, unless it grows with its text. */
  held: boolean;
}

export class DocxFrames {
  #clipped = false;
  /** Rows and boxes that are open, by whether they show nothing. */
  readonly #rows: boolean[] = [];
  readonly #boxes: boolean[] = [];
  /** Paragraphs that are open: text boxes put paragraphs within paragraphs. */
  readonly #paragraphs: boolean[] = [];
  #shape: Shape = { low: false, held: false };
  #beyond = false;
  #inText = false;
  #inOffset = false;

  open(element: XmlElement): void {
    const { name } = element;
    const number = (attribute: string) => Number(element.attribute(attribute) ?? Number.NaN);
    const isExact = (attribute: string) => element.attribute(attribute) === 'exact';
    if (name === 'w:t') this.#inText = true;
    else if (name === 'w:tr') this.#rows.push(false);
    else if (name === 'w:trHeight') {
      if (isExact('w:hRule') && number('w:val') <= LOW) setLast(this.#rows);
    } else if (name === 'w:p') this.#paragraphs.push(false);
    else if (name === 'w:spacing') {
      if (isExact('w:lineRule') && number('w:line') <= LOW) setLast(this.#paragraphs);
    } else if (name === 'w:framePr') {
      if (isExact('w:hRule') && number('w:h') <= LOW) setLast(this.#paragraphs);
      if ([number('w:x'), number('w:y')].some(isBeyond)) setLast(this.#paragraphs);
    } else if (name === 'w:ind') {
      if ([number('w:left'), number('w:start')].some(isBeyond)) setLast(this.#paragraphs);
    } else if (name === 'wp:anchor' || name === 'wp:inline') this.#beyond = false;
    else if (name === 'wp:posOffset') this.#inOffset = true;
    else if (name === 'a:xfrm') this.#endShape();
    else if (name === 'a:ext') {
      this.#shape.low ||= number('cx') <= LOW_EMU || number('cy') <= LOW_EMU;
    } else if (/^v:(?:shape|rect|roundrect|oval)$/.test(name)) {
      this.#endShape();
      this.#shape.low = NO_ROOM.test(element.attribute('style') ?? '');
    } else if (name === 'v:textbox') {
      if (/mso-fit-shape-to-text:\s*t/.test(element.attribute('style') ?? '')) {
        this.#shape.low = false;
      }
    } else if (name === 'a:spAutoFit') this.#shape.held = false;
    else if (name === 'w:txbxContent') this.#boxes.push(this.#beyond);
  }

  text(text: string): void {
    if (this.#inOffset) this.#beyond ||= Math.abs(Number(text)) > BEYOND_EMU;
    if (!this.#inText || !/\S/.test(text)) return;
    const paragraph = this.#paragraphs.at(-1) ?? false;
    if (paragraph || [...this.#rows, ...this.#boxes].includes(true)) this.#clipped = true;
    if (this.#boxes.length > 0 && this.#shape.low) this.#shape.held = true;
  }

  close(name: string): void {
    if (name === 'w:t') this.#inText = false;
    else if (name === 'w:tr') this.#rows.pop();
    else if (name === 'w:p') this.#paragraphs.pop();
    else if (name === 'w:txbxContent') this.#boxes.pop();
    else if (name === 'wp:posOffset') this.#inOffset = false;
    else if (name === 'w:drawing') this.#endShape();
  }

  /** Once all has been fed. */
  clipped(): boolean {
    this.#endShape();
    return this.#clipped;
  }

  #endShape(): void {
    if (this.#shape.held) this.#clipped = true;
    this.#shape = { low: false, held: false };
  }
}

function setLast(list: boolean[]): void {
  if (list.length > 0) list[list.length - 1] = true;
}

const isBeyond = (twips: number): boolean => Math.abs(twips) > BEYOND;
