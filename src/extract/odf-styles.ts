/** What the styles of an ODF file say about text and cells (ODF 1.3 part 3, chapter 16). */
import { type Raised, raisedBy } from './raised.ts';
import type { XmlElement } from './xml.ts';

/** `text`, `paragraph`, `table`, `table-cell`, `drawing-page`. */
type Family = string;

interface Style {
  readonly parent: string | null;
  readonly dataStyle: string | null;
  hides: boolean;
  struck: boolean;
  /** White letters without a ground of their own, or of a point at most. */
  white: boolean;
  /** Rows and lines of an exact height, and columns, that show nothing. */
  clips: boolean;
  raised: Raised | undefined;
}

/** Elements of a number format that print something of the value. */
const VALUE = new Set(
  `number fraction scientific-number boolean day month year era day-of-week week-of-year quarter
  hours minutes seconds am-pm text-content`
    .split(/\s+/)
    .map((name) => `number:${name}`),
);
const FORMAT = /^number:(?:number|currency|percentage|date|time|boolean|text)-style$/;

/** Collects styles while a document is parsed; feed it every element. */
export class OdfStyles {
  readonly #styles = new Map<string, Style>();
  /** Number formats that print a literal: no value at all, or digits of their own. */
  readonly #literal = new Set<string>();
  readonly #mapped = new Map<string, string[]>();
  /** Answers given, so that a format of a million conditions is not searched for each cell. */
  readonly #answers = new Map<string, boolean>();
  #style: Style | null = null;
  #format = '';
  #printsValue = false;
  #inLiteral = false;

  open(element: XmlElement): void {
    const { name } = element;
    if (name === 'style:style') {
      this.#style = {
        parent: element.attribute('style:parent-style-name') ?? null,
        dataStyle: element.attribute('style:data-style-name') ?? null,
        hides: false,
        struck: false,
        white: false,
        clips: false,
        raised: undefined,
      };
      const family = element.attribute('style:family') ?? '';
      this.#styles.set(`${family} ${element.attribute('style:name') ?? ''}`, this.#style);
    } else if (this.#style !== null) {
      const hides =
        (name === 'style:text-properties' && element.attribute('text:display') === 'none') ||
        (name === 'style:table-properties' && element.attribute('table:display') === 'false') ||
        element.attribute('presentation:visibility') === 'hidden';
      if (hides) this.#style.hides = true;
      if (name === 'style:text-properties') lookOf(element, this.#style);
      if (clipsText(element)) this.#style.clips = true;
      const position = element.attribute('style:text-position');
      if (position !== undefined) this.#style.raised = raisedBy(position);
    } else if (FORMAT.test(name)) {
      this.#format = element.attribute('style:name') ?? '';
      this.#printsValue = false;
    } else if (this.#format !== '') {
      if (VALUE.has(name)) this.#printsValue = true;
      else if (name === 'number:text') this.#inLiteral = true;
      else if (name === 'style:map') {
        const others = this.#mapped.get(this.#format) ?? [];
        others.push(element.attribute('style:apply-style-name') ?? '');
        this.#mapped.set(this.#format, others);
      }
    }
  }

  text(text: string): void {
    if (this.#inLiteral && /\p{N}/u.test(text)) this.#literal.add(this.#format);
  }

  close(name: string): void {
    if (name === 'style:style') this.#style = null;
    else if (name === 'number:text') this.#inLiteral = false;
    else if (FORMAT.test(name)) {
      if (!this.#printsValue) this.#literal.add(this.#format);
      this.#format = '';
    }
  }

  /** Whether the style, or one it is based on, hides what it is applied to. */
  hides(family: Family, name: string | undefined): boolean {
    return this.#find(family, name, (style) => (style.hides ? true : null)) ?? false;
  }

  /** Whether the style leaves no room for the text of a row, column or paragraph. */
  clips(family: Family, name: string | undefined): boolean {
    return this.#find(family, name, (style) => (style.clips ? true : null)) ?? false;
  }

  /** Whether characters of this style are raised or lowered; undefined where it does not say. */
  raised(name: string | undefined): Raised | undefined {
    const style = this.#find('text', name, (one) => (one.raised === undefined ? null : one));
    return style?.raised;
  }

  /** Whether the style strikes text out, or hides it but for a ground drawn elsewhere. */
  look(family: Family, name: string | undefined): { struck: boolean; white: boolean } {
    const own = name === undefined ? undefined : this.#styles.get(`${family} ${name}`);
    return { struck: own?.struck ?? false, white: own?.white ?? false };
  }

  /** Whether cells of this style may show a literal in place of their value. */
  printsLiteral(cellStyle: string | undefined): boolean {
    const format = this.#find('table-cell', cellStyle, (style) => style.dataStyle);
    if (format === null) return false;
    let answer = this.#answers.get(format);
    if (answer === undefined) {
      const applied = this.#mapped.get(format) ?? [];
      answer = this.#literal.has(format) || applied.some((one) => this.#literal.has(one));
      this.#answers.set(format, answer);
    }
    return answer;
  }

  #find<T>(family: Family, name: string | undefined, get: (style: Style) => T | null): T | null {
    let key = name;
    // Styles may be based on each other in a ring.
    for (let steps = 0; key !== undefined && steps < 100; steps++) {
      const style = this.#styles.get(`${family} ${key}`);
      const found = style ? get(style) : null;
      if (found !== null) return found;
      key = style?.parent ?? undefined;
    }
    return null;
  }
}

/** Points: what is lower shows no letter that anybody could read. */
const LOW = 2;
/** No page is larger. */
const BEYOND = 200 * 72;

function clipsText(element: XmlElement): boolean {
  const points = (name: string) => pointsOf(element.attribute(name));
  switch (element.name) {
    case 'style:table-row-properties':
      return points('style:row-height') <= LOW;
    case 'style:table-column-properties':
      return points('style:column-width') < LOW / 2;
    case 'style:paragraph-properties':
      return points('fo:line-height') <= LOW || Math.abs(points('fo:margin-left')) > BEYOND;
    default:
      return false;
  }
}

/** A length (ODF 1.3 part 3, 18.3.18) in points; NaN for a percentage and what is missing. */
function pointsOf(length: string | undefined): number {
  const [, digits, unit] = /^(-?[\d.]+)(pt|in|cm|mm|pc|px)$/.exec(length ?? '') ?? [];
  return Number(digits ?? Number.NaN) * (POINTS.get(unit ?? '') ?? Number.NaN);
}

const POINTS = new Map([
  ['pt', 1],
  ['in', 72],
  ['cm', 72 / 2.54],
  ['mm', 72 / 25.4],
  ['pc', 12],
  ['px', 0.75],
]);

function lookOf(element: XmlElement, style: Style): void {
  const line = element.attribute('style:text-line-through-style') ?? 'none';
  style.struck = line !== 'none';
  const ground = element.attribute('fo:background-color') ?? 'transparent';
  const white = /^#f{6}$/i.test(element.attribute('fo:color') ?? '');
  const tiny = /^(?:0|1)(?:\.0+)?pt$/.test(element.attribute('fo:font-size') ?? '');
  style.white = tiny || (white && (ground === 'transparent' || /^#f{6}$/i.test(ground)));
}
