/**
 * What a page hides, strikes out or writes by style sheet or script (CSS 2.2 chapters 6, 11, 12).
 *
 * No cascade is computed: a rule counts if the last part of its selector fits some element of
 * the page, in whatever medium. So this is a mark and not a verdict; style sheets elsewhere and
 * white text on a ground set elsewhere are not found.
 */
import type { Mark } from '../fingerprint/document.ts';

type Attributes = Readonly<Record<string, string>>;

const HIDES =
  /(?:^|[;\s{])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0+(?![.\d])|opacity\s*:\s*0+(?:\.0+)?(?![.\d])|color\s*:\s*transparent)/i;
const CLIPS = [
  /(?:^|[;\s{])clip\s*:\s*rect\(\s*(?:0|1)(?:px)?(?:[\s,]+(?:0|1)(?:px)?){3}\s*\)/i,
  /(?:^|[;\s{])clip-path\s*:\s*(?:inset\(\s*(?:[5-9]\d|100)%\s*\)|circle\(\s*0)/i,
  /(?:^|[;\s{])(?:left|top|right|bottom|text-indent|margin(?:-left|-top)?)\s*:\s*-\d{4,}(?:\.\d+)?(?:px|pt)/i,
  /(?:^|[;\s{])(?:left|top|right|bottom|text-indent|margin(?:-left|-top)?)\s*:\s*-\d{3,}(?:\.\d+)?(?:em|rem|ex|vw|vh|ch)/i,
  /(?:^|[;\s{])transform\s*:[^;}]*(?:scale[xy]?\(\s*0+(?:\.0+)?\s*[,)]|translate[xy]?\(\s*-\d{4,})/i,
];
const NO_ROOM = /(?:^|[;\s{])(?:max-)?(?:height|width)\s*:\s*(?:0+(?:\.0+)?|0*1px)(?![.\d])/i;
const CUTS = /(?:^|[;\s{])overflow(?:-[xy])?\s*:\s*(?:hidden|clip)/i;
const STRIKES = /text-decoration(?:-line)?\s*:[^;}]*line-through/i;
const STRUCK = new Set(['s', 'strike', 'del']);
/** Characters of style sheets read, and of one rule: expressions below look back over them. */
const MAX_CSS = 2_000_000;
const MAX_STYLE = 4000;
/** Brackets of a selector that nothing closes: each is looked for to its end. */
const MAX_UNCLOSED = 20;

export class HtmlLook {
  readonly #marks = new Set<Mark>();
  /** `p`, `.note`, `#total` of every element. */
  readonly #seen = new Set<string>();
  #css = '';
  #inStyle = false;

  open(name: string, attributes: Attributes, whole: string): void {
    const style = whole.slice(0, MAX_STYLE);
    this.#inStyle = name === 'style';
    if (name === 'script' || Object.keys(attributes).some((one) => /^on[a-z]{3,}$/.test(one))) {
      this.#marks.add('macros');
    }
    this.#seen.add(name);
    if (attributes.id) this.#seen.add(`#${attributes.id}`);
    for (const one of (attributes.class ?? '').split(/\s+/)) if (one) this.#seen.add(`.${one}`);
    if (attributes.hidden !== undefined || HIDES.test(style) || sameColours(style)) {
      this.#marks.add('hidden_text');
    }
    if (clips(style)) this.#marks.add('clipped_text');
    if (STRUCK.has(name) || STRIKES.test(style)) this.#marks.add('struck_text');
  }

  /** Feed all text, that of style sheets too. */
  text(text: string): void {
    if (this.#inStyle) this.#css += text;
  }

  close(): void {
    this.#inStyle = false;
  }

  marks(): Mark[] {
    for (const block of this.#css.slice(0, MAX_CSS).split('}')) {
      const brace = block.lastIndexOf('{');
      if (brace === -1) continue;
      const selectors = block.slice(block.lastIndexOf('{', brace - 1) + 1, brace);
      const declarations = block.slice(brace + 1).slice(0, MAX_STYLE);
      const found: Mark[] = [];
      if (HIDES.test(declarations) || sameColours(declarations)) found.push('hidden_text');
      if (clips(declarations)) found.push('clipped_text');
      if (STRIKES.test(declarations)) found.push('struck_text');
      if (writes(declarations)) found.push('generated_text');
      if (found.length > 0 && selectors.split(',').some((one) => this.#fits(one))) {
        for (const mark of found) this.#marks.add(mark);
      }
    }
    return [...this.#marks];
  }

  #fits(selector: string): boolean {
    // What depends on the pointer or on a choice is drawn when a reader asks for it.
    if (/:(?:hover|focus|active|target|checked|not)\b/i.test(selector)) return false;
    const last =
      selector
        .trim()
        .split(/[\s>+~]+/)
        .at(-1) ?? '';
    if (unclosed(last, '(', ')') > MAX_UNCLOSED || unclosed(last, '[', ']') > MAX_UNCLOSED)
      return true;
    const parts = last.replace(/::?[\w-]+(?:\([^)]*\))?|\[[^\]]*\]/g, '').match(/[.#]?[\w-]+/g);
    return (parts ?? []).every((part) => {
      return this.#seen.has(/^[.#]/.test(part) ? part : part.toLowerCase());
    });
  }
}

function unclosed(text: string, open: string, close: string): number {
  return text.slice(text.lastIndexOf(close) + 1).split(open).length - 1;
}

/** Brackets, dashes and quotes that a style sheet writes are ornaments. */
function writes(declarations: string): boolean {
  if (/(?:^|[;\s])content\s*:[^;]*\b(?:attr|counters?)\(/i.test(declarations)) return true;
  const text = /(?:^|[;\s])content\s*:\s*(?:"([^"]*)"|'([^']*)')/i.exec(declarations);
  return /[\p{L}\p{N}]/u.test(text?.[1] ?? text?.[2] ?? '');
}

/** Text in a box without room, or moved off the page. */
function clips(style: string): boolean {
  return CLIPS.some((one) => one.test(style)) || (CUTS.test(style) && NO_ROOM.test(style));
}

/** Text in the colour of its own ground. */
function sameColours(style: string): boolean {
  const colour = /(?:^|[;\s{])color\s*:\s*([^;!}]+)/i.exec(style)?.[1];
  const ground = /(?:^|[;\s{])background(?:-color)?\s*:\s*([^;!}]+)/i.exec(style)?.[1];
  if (colour === undefined || ground === undefined) return false;
  return plainColour(colour) === plainColour(ground);
}

function plainColour(colour: string): string {
  const plain = colour.toLowerCase().replace(/\s/g, '');
  if (plain === 'white' || plain === 'rgb(255,255,255)') return '#ffffff';
  if (plain === 'black' || plain === 'rgb(0,0,0)') return '#000000';
  return plain.replace(/^#([0-9a-f])([0-9a-f])([0-9a-f])$/, '#$1$1$2$2$3$3');
}
