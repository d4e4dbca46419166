/**
 * Runs of a docx that a reader may not see, or sees struck out (ECMA-376 part 1, 17.3.2).
 *
 * Told by the run's own properties only. White on a ground that some cell, shape or paragraph
 * colours is common and no sign of anything, so it is looked for outside of those.
 */
import type { Mark } from '../fingerprint/document.ts';
import { isOn } from './docx-names.ts';
import type { XmlElement } from './xml.ts';

interface Run {
  white: boolean;
  ground: boolean;
  tiny: boolean;
  struck: boolean;
}

/** Half-points: nobody reads letters of one point. */
const TINY = 2;
/** Elements within which the ground may have a colour. */
const GROUNDS = new Set(['w:tc', 'w:txbxContent']);

export class DocxLook {
  readonly marks = new Set<Mark>();
  #run: Run | null = null;
  #inRunProperties = false;
  #inText = false;
  #grounds = 0;
  #paragraphGround = false;
  #pageGround = false;

  open(element: XmlElement): void {
    const { name } = element;
    if (GROUNDS.has(name)) this.#grounds++;
    else if (name === 'w:background') this.#pageGround = true;
    else if (name === 'w:p') this.#paragraphGround = false;
    else if (name === 'w:r')
      this.#run = { white: false, ground: false, tiny: false, struck: false };
    else if (name === 'w:rPr') this.#inRunProperties = true;
    else if (name === 'w:t') this.#inText = true;
    else if (name === 'w:shd' && !this.#inRunProperties) this.#paragraphGround = true;
    else if (this.#inRunProperties && this.#run) property(element, this.#run);
  }

  text(text: string): void {
    if (!this.#inText || !this.#run || !/\S/.test(text)) return;
    const { white, ground, tiny, struck } = this.#run;
    const plain = !ground && this.#grounds === 0 && !this.#paragraphGround && !this.#pageGround;
    if (tiny || (white && plain)) this.marks.add('hidden_text');
    if (struck) this.marks.add('struck_text');
  }

  close(name: string): void {
    if (GROUNDS.has(name)) this.#grounds--;
    else if (name === 'w:r') this.#run = null;
    else if (name === 'w:rPr') this.#inRunProperties = false;
    else if (name === 'w:t') this.#inText = false;
  }
}

function property(element: XmlElement, run: Run): void {
  const value = element.attribute('w:val') ?? '';
  if (element.name === 'w:color') run.white = /^ffffff$/i.test(value);
  else if (element.name === 'w:sz') run.tiny = Number(value) <= TINY;
  else if (element.name === 'w:strike' || element.name === 'w:dstrike') {
    run.struck ||= isOn(element);
  } else if (element.name === 'w:highlight') run.ground = value !== 'white' && value !== 'none';
  else if (element.name === 'w:shd') {
    run.ground = !/^(?:auto|ffffff)$/i.test(element.attribute('w:fill') ?? 'auto');
  }
}
