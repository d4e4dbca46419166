/**
 * HTML that Outlook keeps inside RTF (MS-OXRTFEX): `\fromhtml1`, tags in `\*\htmltag` groups,
 * what is only for RTF programs between `\htmlrtf` and `\htmlrtf0`.
 */
import { decodeLabelled } from './charset.ts';
import { ExtractError } from './reader.ts';
import { CHARACTERS, codePage, fontCharset } from './rtf-destinations.ts';
import { rtfTokens, type Token } from './rtf-lexer.ts';

/** Where `\fromhtml` stands: among the first words of the file. */
const HEAD = 512;

/** Whether an RTF holds HTML. */
export function holdsHtml(bytes: Uint8Array): boolean {
  return /\\fromhtml1\b/.test(String.fromCharCode(...bytes.subarray(0, HEAD)));
}

type Place = 'text' | 'tag' | 'fonts' | 'skip';

interface Group {
  place: Place;
  /** Between `\htmlrtf` and `\htmlrtf0`. */
  rtfOnly: boolean;
  font: number | null;
  /** Characters after `\u` that repeat it for old programs. */
  fallback: number;
  /** Nothing but `\*` has been seen in it. */
  fresh: boolean;
  ignorable: boolean;
}

/**
 * Takes the HTML out.
 *
 * @throws ExtractError `unreadable` for broken RTF and unknown code pages, `over_limit`
 */
export function htmlOfRtf(bytes: Uint8Array, maxLength: number): string {
  const html = new HtmlOfRtf(maxLength);
  for (const token of rtfTokens(bytes)) html.add(token);
  return html.finish();
}

class HtmlOfRtf {
  readonly #maxLength: number;
  readonly #out: string[] = [];
  readonly #groups: Group[] = [];
  readonly #fonts = new Map<number, string | null>();
  #length = 0;
  #group: Group | null = null;
  #charset: string | null = 'windows-1252';
  #defaultFont: number | null = null;
  #bytes: number[] = [];
  #toSkip = 0;
  #ended = false;

  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  add(token: Token): void {
    if (this.#ended) return;
    if (token.kind === 'byte') {
      if (this.#toSkip > 0) this.#toSkip--;
      else if (this.#writes()) this.#bytes.push(token.byte);
      if (this.#group) this.#group.fresh = false;
      return;
    }
    this.#flush();
    if (token.kind === 'open') {
      const outer = this.#group;
      if (outer) this.#groups.push(outer);
      const { place, rtfOnly, font, fallback } = outer ?? START;
      this.#group = { place, rtfOnly, font, fallback, fresh: true, ignorable: false };
      this.#toSkip = 0;
    } else if (token.kind === 'close') {
      this.#toSkip = 0;
      this.#group = this.#groups.pop() ?? null;
      if (this.#group === null) this.#ended = true;
    } else if (this.#group !== null) {
      if (token.kind === 'symbol') this.#symbol(token.symbol, this.#group);
      else this.#word(token.word, token.value, this.#group);
    }
  }

  finish(): string {
    if (!this.#ended) throw new ExtractError('unreadable', 'The RTF is cut off.');
    return this.#out.join('');
  }

  #symbol(symbol: string, group: Group): void {
    if (symbol === '*') {
      group.ignorable = true;
      return;
    }
    group.fresh = false;
    const characters: Readonly<Partial<Record<string, string>>> = {
      '{': '{',
      '}': '}',
      '\\': '\\',
      '~': '&nbsp;',
      _: '&shy;',
      '\n': '\r\n',
      '\r': '\r\n',
    };
    this.#write(characters[symbol] ?? '');
  }

  #word(word: string, value: number | null, group: Group): void {
    const first = group.fresh;
    group.fresh = false;
    if (first && this.#destination(word, group)) return;
    switch (word) {
      case 'htmlrtf':
        group.rtfOnly = value !== 0;
        break;
      case 'par':
      case 'line':
        this.#write('\r\n');
        break;
      case 'u':
        this.#toSkip = group.fallback;
        this.#write(String.fromCharCode((value ?? 0) & 0xffff));
        break;
      case 'uc':
        group.fallback = Math.max(0, value ?? 1);
        break;
      case 'ansicpg':
        this.#charset = codePage(value ?? 1252);
        break;
      case 'deff':
        this.#defaultFont = value;
        break;
      case 'f':
        group.font = value;
        break;
      case 'plain':
        group.font = null;
        break;
      case 'fcharset':
        if (group.place === 'fonts' && group.font !== null) {
          this.#fonts.set(group.font, fontCharset(value ?? 1));
        }
        break;
      default:
        this.#write(ENTITIES.get(word) ?? CHARACTERS.get(word) ?? '');
    }
  }

  /** Whether a group's first word says what the group is. */
  #destination(word: string, group: Group): boolean {
    if (group.place === 'skip') return true;
    if (word === 'fonttbl') group.place = 'fonts';
    else if (word === 'htmltag' && group.ignorable) group.place = 'tag';
    else if (group.ignorable || SKIPPED.has(word)) group.place = 'skip';
    else return false;
    return true;
  }

  #writes(): boolean {
    if (this.#group === null) return false;
    const { place, rtfOnly } = this.#group;
    return place === 'tag' || (place === 'text' && !rtfOnly);
  }

  #flush(): void {
    if (this.#bytes.length === 0) return;
    const bytes = Uint8Array.from(this.#bytes);
    this.#bytes = [];
    const font = this.#group?.place === 'tag' ? null : (this.#group?.font ?? this.#defaultFont);
    const charset = (font === null ? null : this.#fonts.get(font)) ?? this.#charset;
    const ascii = bytes.every((byte) => byte < 0x80);
    const label = ascii || charset === 'symbol' ? 'windows-1252' : charset;
    const text = label === null ? null : decodeLabelled(bytes, label);
    if (text === null) {
      throw new ExtractError('unreadable', 'The RTF is in a code page that cannot be read.');
    }
    this.#write(text);
  }

  #write(text: string): void {
    if (text === '' || !this.#writes()) return;
    this.#length += text.length;
    if (this.#length > this.#maxLength) {
      throw new ExtractError('over_limit', 'The file holds more text than the limit.');
    }
    this.#out.push(text);
  }
}

const START: Pick<Group, 'place' | 'rtfOnly' | 'font' | 'fallback'> = {
  place: 'text',
  rtfOnly: false,
  font: null,
  fallback: 1,
};

/** Destinations of RTF that stand in such files without `\*`. */
const SKIPPED = new Set(['colortbl', 'stylesheet', 'info', 'pict', 'pntext', 'listtext', 'object']);

/** Characters that are written as entities (MS-OXRTFEX 2.1.3.2). */
const ENTITIES = new Map([
  ['lquote', '&lsquo;'],
  ['rquote', '&rsquo;'],
  ['ldblquote', '&ldquo;'],
  ['rdblquote', '&rdquo;'],
  ['bullet', '&bull;'],
  ['endash', '&ndash;'],
  ['emdash', '&mdash;'],
]);
