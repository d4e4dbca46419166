/**
 * What an extractor hands to the fingerprint core: one tree of parts per file.
 *
 * The tree stays on the machine that made it. Only digests computed from it
 * (see `profile.ts`) ever leave; `name` and `text` have no place in them.
 */

import type { Printed } from './file-memory.ts';

/** Why a part could not be read; part of the public answer as an `undecided` reason. */
export type Problem = 'unreadable' | 'encrypted' | 'no_text_layer' | 'over_limit';

/** Something in the file that a reader may not see, or sees otherwise than the text says. */
export type Mark =
  | 'hidden_text'
  | 'covered_text'
  | 'clipped_text'
  | 'annotations'
  | 'comments'
  | 'tracked_changes'
  | 'hidden_sheet'
  | 'literal_format'
  | 'struck_text'
  | 'generated_text'
  | 'garbled_text'
  | 'macros';

/**
 * What stands beside the running text and is read by itself: comments and visible
 * annotations; numbers that the program prints before list items and headings; equations with
 * their structure; values and titles of charts; values of form fields. `cells` and `layout`
 * say where the words stand (`layout.ts`) and are made of the text.
 */
export const STREAMS = [
  'comments',
  'numbering',
  'equations',
  'charts',
  'form',
  'cells',
  'layout',
] as const;
export type Stream = (typeof STREAMS)[number];

/** A cell: rows are numbered through the document in any order, columns in their table. */
export interface Place {
  readonly row: number;
  readonly column: number;
  /** What the format of the cell prints beside its number: a currency, `%`. */
  readonly unit?: string;
}

/** Where words begin that stand apart from those before them: perhaps another cell of a row. */
export interface Column {
  /** UTF-16 offset in the text of the line. */
  readonly at: number;
  /** Left edge on the page, in points. */
  readonly left: number;
}

/** One line or paragraph of text, as extracted; no end-of-line character inside. */
export interface Line {
  readonly text: string;
  /** In order, the first at 0; where the reader knows places on the page. */
  readonly columns?: readonly Column[];
  /** Inside a table: list labels are never taken off such a line. */
  readonly cell?: boolean;
  /** Which cell of which table; lines of one cell share it. */
  readonly at?: Place | undefined;
}

/** Text in reading order. Formats without pages have exactly one. */
export interface Text {
  readonly pages: readonly (readonly Line[])[];
  /** Running headers and footers that the format itself declares as such (docx, odt). */
  readonly furniture?: readonly string[];
  /** The reader tells the cells of tables (`Line.at`). */
  readonly tables?: boolean;
  /**
   * Blanks and line ends are those of the file, which renders them: `paragraphs` as a whole,
   * `lines` that may have been wrapped anew on the way. Left out where the reader guesses them.
   */
  readonly spaced?: 'paragraphs' | 'lines';
  /**
   * Other ways to read the same pages, at most `MAX_READINGS`: another order, or lines taken for
   * running headers. They have no readings of their own.
   */
  readonly readings?: readonly Text[];
}

export const MAX_READINGS = 4;

/** A body with the extractor that read it. */
export interface Reading {
  /** Extractor id with version, e.g. `pdf/unpdf-1.7.0+c1`; a changed output is a new id. */
  readonly extractor: string;
  readonly text: Text;
  /** Hex SHA-256 of all that is drawn, null where the format or the file does not allow one. */
  readonly drawn: string | null;
  readonly marks: readonly Mark[];
  /** Lines by stream; a stream that this reader does not read is not named. */
  readonly beside?: Readonly<
    Partial<Record<Exclude<Stream, 'cells' | 'layout'>, readonly string[]>>
  >;
}

export interface Address {
  /** addr-spec, lower case. */
  readonly address: string;
  /** Display name, decoded; empty when there is none. */
  readonly name: string;
}

/** One message of a quoted thread, and what the block or line above it states. */
export interface QuotedMessage {
  readonly from: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  /** UTC instant; null where none is stated to the second and with its zone. */
  readonly date: string | null;
  readonly subject: string | null;
  readonly text: Text;
}

export interface MailFields {
  readonly messageId: string | null;
  readonly from: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly replyTo: readonly Address[];
  readonly sender: readonly Address[];
  /** How mail programs mark it; null for a mail like any other. */
  readonly importance: 'high' | 'low' | null;
  /** UTC instant, `2026-04-30T09:15:00Z`; null when missing or not a date. */
  readonly date: string | null;
  /** Decoded, prefixes (Re:, TR:) kept. */
  readonly subject: string | null;
  /** Every alternative body but the one in `Document.reading`, in MIME order. */
  readonly alternatives: readonly Reading[];
  /** Quoted thread, signature and list footer, taken out of `Document.reading`. */
  readonly quoted: Text | null;
  readonly signature: Text | null;
  readonly footer: Text | null;
  /** The messages of the quoted thread, nearest first. */
  readonly thread: readonly QuotedMessage[];
  /** `Document.reading` before anything was taken out; null when nothing was. */
  readonly whole: Reading | null;
}

export interface Document {
  /** File name, attachment name; of parts of mails and archives its digest is kept, else nothing. */
  readonly name: string | null;
  /** Media type by content, not by name. */
  readonly type: string;
  readonly bytes: Uint8Array;
  /** Null for what has no text of its own (images, archives, unreadable files). */
  readonly reading: Reading | null;
  readonly mail: MailFields | null;
  /** Attachments, archive members, embedded files and images. */
  readonly parts: readonly Document[];
  readonly problem: Problem | null;
  /** One English sentence on the problem, for local display and logs. */
  readonly detail?: string;
  /** The print of equal bytes, taken before: such a document has neither text nor fields. */
  readonly printed?: Printed;
}

const NO_BYTES = new Uint8Array(0);

/** What is called by name, and nothing of what stands in it. */
export function withoutContents({ name, type, parts, problem }: Document): Document {
  const inner = parts.map(withoutContents);
  return { name, type, bytes: NO_BYTES, reading: null, mail: null, parts: inner, problem };
}
