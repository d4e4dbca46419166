import type { Mark, Problem, Stream } from './document.ts';

/**
 * The fingerprint value, profile `empreinte/1`, described in `schema/fingerprint.md`.
 *
 * All digests are lower-case hex. The value holds no name of a file and no text, and the
 * same bytes give the same value in every runtime.
 */
export const PROFILE = 'empreinte/1';

/** Values of a sketch at most: those of some 170,000 different words. */
export const MAX_SKETCH = 20_000;
/** Bodies of one mail at most. */
export const MAX_ALTERNATIVES = 20;

/** Lower-case hex SHA-256, 64 characters. */
export type Sha256Hex = string;

export interface BytesPrint {
  readonly size: number;
  readonly sha256: Sha256Hex;
  readonly ssdeep: string;
  /** `T1` and 70 hex digits; null when TLSH gives none (short or low-variance input). */
  readonly tlsh: string | null;
}

/** Digests of one text. */
export interface ContentPrint {
  readonly extractor: string;
  /** Words of the text, page furniture not counted. */
  readonly words: number;
  /** All that is written: case, punctuation, signs, number formats, hyphens, list labels. */
  readonly body: Sha256Hex;
  /** `body` without hyphens between letters and without whole series of list labels. */
  readonly body_joined: Sha256Hex;
  /** The words in order of their code units, those of running lines among them. */
  readonly bag: Sha256Hex;
  /** The list labels taken out of `body_joined`; null when there are none. */
  readonly labels: Sha256Hex | null;
  /** Running headers and footers; null when there are none. */
  readonly furniture: Sha256Hex | null;
  /** What is drawn, where the format allows a digest of it. */
  readonly drawn: Sha256Hex | null;
  readonly ssdeep: string;
  readonly tlsh: string | null;
  /** 20 MinHash bands of 4 rows, 12 hex digits each; empty for texts without shingles. */
  readonly bands: readonly string[];
  /** Sketch of the word 5-shingles, 16 hex digits each, ascending. */
  readonly sketch: readonly string[];
  readonly marks: readonly Mark[];
  /** By stream: null where there is none of it, not named where the format's reader cannot tell. */
  readonly beside: Readonly<Partial<Record<Stream, Sha256Hex | null | undefined>>>;
  /** Not named where the format has one reading only. */
  readonly readings?: readonly ReadingPrint[] | undefined;
}

/** Another way to read the pages of one text, for conversions that read them so. */
export interface ReadingPrint {
  readonly body_joined: Sha256Hex;
  readonly labels: Sha256Hex | null;
  /** Set where lines were taken for running headers: they must then be equal as well. */
  readonly furniture: Sha256Hex | null;
  /** Not named where it is nearly that of the text. */
  readonly sketch?: readonly string[] | undefined;
}

/** One message of a quoted thread, with what the quoting mail states of it. */
export interface ThreadPrint {
  readonly from: Sha256Hex | null;
  readonly to: Sha256Hex | null;
  readonly cc: Sha256Hex | null;
  readonly date: Sha256Hex | null;
  readonly subject: Sha256Hex | null;
  /** Its own words, without quote marks, the thread below it, signature and list footer. */
  readonly content: ContentPrint;
}

/** Fields of a mail of one digest each, in the order in which they are told. */
export const MAIL_FIELDS = [
  'message_id',
  'from',
  'to',
  'cc',
  'reply_to',
  'sender',
  'importance',
  'date',
  'subject',
  'names',
] as const;

/** Digests of a mail's own fields; null where the field is missing. */
export interface MailPrint {
  readonly message_id: Sha256Hex | null;
  readonly from: Sha256Hex | null;
  readonly to: Sha256Hex | null;
  readonly cc: Sha256Hex | null;
  /** Null where replies go to From anyway. */
  readonly reply_to: Sha256Hex | null;
  /** Null where it is From. */
  readonly sender: Sha256Hex | null;
  /** Null for a mail that is not marked as urgent or unimportant. */
  readonly importance: Sha256Hex | null;
  readonly date: Sha256Hex | null;
  readonly subject: Sha256Hex | null;
  /** Display names of From, To and Cc together. */
  readonly names: Sha256Hex | null;
  readonly alternatives: readonly ContentPrint[];
  readonly quoted: ContentPrint | null;
  readonly signature: ContentPrint | null;
  /** What a mailing list put below the mail. */
  readonly footer: ContentPrint | null;
  /** The messages of the quoted thread, nearest first, those with words. */
  readonly thread: readonly ThreadPrint[];
  /** The leading body undivided; null when it is but the mail's own words. */
  readonly whole: ContentPrint | null;
}

export interface Fingerprint {
  readonly profile: typeof PROFILE;
  /** The name that a mail or an archive shows for this part; null for anything else. */
  readonly name: Sha256Hex | null;
  readonly type: string;
  readonly bytes: BytesPrint;
  readonly content: ContentPrint | null;
  readonly mail: MailPrint | null;
  readonly parts: readonly Fingerprint[];
  readonly problem: Problem | null;
}

/**
 * Ordered 16-bit shingle entries by part path (`''` the document itself, `'0'` its first
 * part, `'0/2'` the third part of that). Sent on registration only; stored sealed.
 */
export type EntryLists = Readonly<Record<string, Uint16Array>>;
