/**
 * Rich Text Format 1.9.1: body, then footnotes; headers and footers as furniture.
 *
 * Pictures and embedded objects are not taken out as parts, and nothing says what is drawn:
 * an RTF is at most the same text as another. List numbers (`\listtext`) are cached copies
 * and are left out, as they are in docx.
 */
import type { Mark, Text } from '../fingerprint/document.ts';
import { decodeLabelled } from './charset.ts';
import { LineWriter } from './line-writer.ts';
import { packageReading } from './office.ts';
import { noteReference, raisedText } from './raised.ts';
import { type Context, ExtractError, type Reader } from './reader.ts';
import {
  CHARACTERS,
  codePage,
  DESTINATIONS,
  fontCharset,
  LINE_ENDS,
  raisedByWord,
} from './rtf-destinations.ts';
import { type Group, OUTERMOST } from './rtf-group.ts';
import { rtfTokens, type Token } from './rtf-lexer.ts';
import { RtfRows } from './rtf-rows.ts';

export const RTF_EXTRACTOR = 'rtf/1';

/** A run without control words is decoded in pieces of about this size. */
const FLUSH_BYTES = 65_536;

/** Where Microsoft puts the 256 signs of a symbol font. */
const SYMBOLS = 0xf000;

/** Reads an RTF; see `Reader`. */
export const readRtf: Reader = async (bytes, context) => {
  const start = String.fromCharCode(...bytes.subarray(0, 5));
  if (start !== '{\\rtf') throw new ExtractError('unreadable', 'The file is no RTF.');
  const text = new RtfText(context);
  for (const token of rtfTokens(bytes)) text.add(token);
  return text.finish();
};

class RtfText {
  readonly #limits: Context['limits'];
  readonly #body: LineWriter;
  readonly #notes: LineWriter;
  readonly #furniture: LineWriter;
  readonly #marks = new Set<Mark>();
  readonly #groups: Group[] = [];
  /** Charset labels by font number. */
  readonly #fonts = new Map<number, string | null>();
  #group: Group = { ...OUTERMOST };
  /** Null for a code page that cannot be decoded. */
  #documentCharset: string | null = 'windows-1252';
  #defaultFont: number | null = null;
  /** Bytes not decoded yet: characters of East Asian code pages have two. */
  #bytes: number[] = [];
  #toSkip = 0;
  #ignorable = false;
  #noteNumber = 0;
  readonly #rows = new RtfRows();
  #ended = false;

  constructor(context: Context) {
    this.#limits = context.limits;
    this.#body = new LineWriter(context.limits.maxTextLength);
    this.#notes = new LineWriter(context.limits.maxTextLength);
    this.#furniture = new LineWriter(context.limits.maxTextLength);
  }

  add(token: Token): void {
    // Programs stop reading where the outermost group ends.
    if (this.#ended) return;
    if (token.kind === 'byte') {
      this.#ignorable = false;
      if (this.#toSkip > 0) this.#toSkip--;
      else if (this.#writer() !== null) this.#bytes.push(token.byte);
      // No character of two bytes goes on after an ASCII byte.
      if (this.#bytes.length >= FLUSH_BYTES && token.byte < 0x80) this.#flush();
      return;
    }
    this.#flush();
    if (token.kind === 'open') this.#open();
    else if (token.kind === 'close') this.#close();
    else if (token.kind === 'symbol') this.#symbol(token.symbol);
    else this.#word(token.word, token.value);
  }

  finish() {
    if (!this.#ended) throw new ExtractError('unreadable', 'The RTF is cut off.');
    const lines = [...this.#body.finish(), ...this.#notes.finish()];
    const furniture = this.#furniture.finish().map((line) => line.text);
    const text: Text = { pages: [lines], furniture, tables: true, spaced: 'paragraphs' };
    return packageReading(RTF_EXTRACTOR, text, null, this.#marks, []);
  }

  #open(): void {
    this.#toSkip = 0;
    this.#ignorable = false;
    this.#groups.push({ ...this.#group });
    if (this.#groups.length > this.#limits.maxXmlDepth) {
      throw new ExtractError('over_limit', 'The RTF is nested beyond the limit.');
    }
  }

  #close(): void {
    this.#toSkip = 0;
    this.#ignorable = false;
    const outer = this.#groups.pop();
    if (!outer) throw new ExtractError('unreadable', 'The RTF has an unopened group.');
    if (outer.destination !== this.#group.destination) this.#end(false);
    this.#group = outer;
    if (this.#groups.length === 0) this.#ended = true;
  }

  #symbol(symbol: string): void {
    if (symbol === '*') {
      this.#ignorable = true;
      return;
    }
    this.#ignorable = false;
    if (this.#toSkip > 0) this.#toSkip--;
    else if (symbol === '~') this.#write('\u00a0');
    else if (symbol === '-') this.#write('\u00ad');
    else if (symbol === '_') this.#write('\u2011');
    else if (symbol === '\n' || symbol === '\r') this.#end(this.#group.inTable);
    else if (/[\\{}]/.test(symbol)) this.#write(symbol);
  }

  #word(word: string, value: number | null): void {
    const group = this.#group;
    const ignorable = this.#ignorable;
    this.#ignorable = false;
    const destination = DESTINATIONS.get(word);
    if (destination !== undefined || ignorable) {
      if (word === 'annotation') this.#marks.add('comments');
      if (destination === 'note' && group.destination !== 'skip') this.#noteNumber++;
      // Nothing within a skipped group is read, whatever it calls itself.
      if (group.destination === 'skip') return;
      if (destination !== 'body') group.destination = destination ?? 'skip';
      return;
    }
    if (group.destination === 'fonts') {
      this.#inFontTable(word, value);
      return;
    }
    const character = CHARACTERS.get(word);
    const isCharacter = character !== undefined || LINE_ENDS.has(word);
    if (isCharacter && this.#toSkip > 0) {
      this.#toSkip--;
      return;
    }
    if (character !== undefined) this.#write(character);
    else if (LINE_ENDS.has(word)) this.#endLine(word);
    else this.#property(word, value);
  }

  #endLine(word: string): void {
    const cell = word === 'cell' || word === 'nestcell';
    this.#end(cell || this.#group.inTable);
    if (this.#group.destination === 'body') this.#rows.end(word);
  }

  /** @param inTable the line stands in the cell that is not ended yet */
  #end(inTable: boolean): void {
    const told = inTable && this.#group.destination === 'body';
    this.#writer()?.end(inTable, told ? this.#rows.at(this.#group.nested) : undefined);
  }

  #property(word: string, value: number | null): void {
    const group = this.#group;
    switch (word) {
      case 'u':
        this.#write(String.fromCharCode((value ?? 0) & 0xffff));
        this.#toSkip = group.fallback;
        break;
      case 'uc':
        group.fallback = Math.max(0, value ?? 1);
        break;
      case 'ansicpg':
        this.#documentCharset = codePage(value ?? 1252);
        break;
      case 'mac':
        this.#documentCharset = 'macintosh';
        break;
      case 'pc':
      case 'pca':
        this.#documentCharset = null;
        break;
      case 'deff':
        this.#defaultFont = value;
        break;
      case 'f':
        group.font = value;
        break;
      case 'plain':
        group.font = this.#defaultFont;
        group.hidden = false;
        group.deleted = false;
        group.raised = null;
        break;
      case 'v':
        group.hidden = value !== 0;
        break;
      case 'deleted':
        group.deleted = value !== 0;
        break;
      case 'revised':
        this.#marks.add('tracked_changes');
        break;
      case 'pard':
        group.inTable = false;
        group.nested = false;
        break;
      case 'itap':
        group.nested = (value ?? 1) > 1;
        break;
      case 'intbl':
        group.inTable = true;
        break;
      case 'chftn':
        if (group.destination === 'note') this.#write(`${this.#noteNumber} `, true);
        else this.#write(`${this.#noteNumber + 1}`, true);
        break;
      default:
        group.raised = raisedByWord(word, value, group.raised);
    }
  }

  #inFontTable(word: string, value: number | null): void {
    if (word === 'f') this.#group.font = value;
    else if (word === 'fcharset' && this.#group.font !== null) {
      this.#fonts.set(this.#group.font, fontCharset(value ?? 1));
    }
  }

  #flush(): void {
    if (this.#bytes.length === 0) return;
    const bytes = Uint8Array.from(this.#bytes);
    this.#bytes = [];
    if (this.#writer() === null) return;
    const font = this.#group.font ?? this.#defaultFont;
    const charset = (font === null ? null : this.#fonts.get(font)) ?? this.#documentCharset;
    if (bytes.every((byte) => byte < 0x80) && charset !== 'symbol') {
      this.#write(new TextDecoder().decode(bytes));
    } else if (charset === 'symbol') {
      // As docx has them: the private use area keeps signs of the font apart from letters.
      this.#write(Array.from(bytes, (byte) => String.fromCharCode(SYMBOLS + byte)).join(''));
    } else {
      const text = charset === null ? null : decodeLabelled(bytes, charset);
      if (text === null) {
        throw new ExtractError('unreadable', 'The RTF is in a code page that cannot be read.');
      }
      this.#write(text);
    }
  }

  #write(text: string, isNote = false): void {
    const writer = this.#writer();
    if (!writer) return;
    if (this.#group.deleted) {
      this.#marks.add('tracked_changes');
      return;
    }
    if (this.#group.hidden && /\S/.test(text)) this.#marks.add('hidden_text');
    const { raised } = this.#group;
    const { last } = writer;
    writer.write(isNote ? noteReference(text, last) : raisedText(text, raised, last));
  }

  #writer(): LineWriter | null {
    switch (this.#group.destination) {
      case 'body':
        return this.#body;
      case 'note':
        return this.#notes;
      case 'header':
      case 'footer':
        return this.#furniture;
      default:
        return null;
    }
  }
}
