/** Shapes that stand wholly beside their slide (ECMA-376 part 1, 19.3.1.43, 20.1.7.4). */
import type { XmlElement } from './xml.ts';

/** English Metric Units. */
export interface SlideSize {
  readonly width: number;
  readonly height: number;
}

/** Feed it the elements of a slide; those in a group have coordinates of the group's own. */
export class SlideEdge {
  /** The shape that is open shows nothing on the slide. */
  outside = false;
  readonly #size: SlideSize | null;
  #groups = 0;
  #inShape = false;
  #turned = false;
  #left = 0;
  #top = 0;

  constructor(size: SlideSize | null) {
    this.#size = size;
  }

  open(element: XmlElement): void {
    const { name } = element;
    const number = (attribute: string) => Number(element.attribute(attribute) ?? Number.NaN);
    if (name === 'p:grpSp') this.#groups++;
    else if (name === 'p:sp' || name === 'p:graphicFrame') {
      this.outside = false;
      this.#inShape = true;
    } else if (!this.#inShape || this.#groups > 0 || this.#size === null) return;
    else if (name === 'a:xfrm' || name === 'p:xfrm') {
      this.#turned = element.attribute('rot') !== undefined;
    } else if (name === 'a:off') {
      this.#left = number('x');
      this.#top = number('y');
    } else if (name === 'a:ext' && element.attribute('cx') !== undefined && !this.#turned) {
      const { width, height } = this.#size;
      const beside = this.#left + number('cx') <= 0 || this.#left >= width;
      this.outside = beside || this.#top + number('cy') <= 0 || this.#top >= height;
    }
  }

  close(name: string): void {
    if (name === 'p:grpSp') this.#groups--;
    else if (name === 'p:sp' || name === 'p:graphicFrame') {
      this.outside = false;
      this.#inShape = false;
    }
  }
}
