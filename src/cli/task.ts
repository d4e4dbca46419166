import type { NameTree } from '../client/names.ts';
import type { Alignment } from '../fingerprint/align.ts';
import type { Problem } from '../fingerprint/document.ts';
import type { Altered, Quote } from '../fingerprint/locate.ts';
import type { Lesson } from '../fingerprint/print-memory.ts';
import type { BytesPrint, EntryLists, Fingerprint } from '../fingerprint/profile.ts';

/**
 * What is asked of a reader process, which does one after the other. `open` comes first for a file by its path: the
 * reader keeps what it read until the next one, so that bytes stay out of the program itself.
 */
export type Task =
  | { readonly kind: 'open'; readonly file: Uint8Array; readonly maxBytes: number }
  /** `open` and `analyse` at once: two messages fewer, which a small mail takes as long as to parse. */
  | ({
      readonly kind: 'read';
      readonly file: Uint8Array;
      readonly maxBytes: number;
      /** SHA-256 of what need not be analysed, since it was. */
      readonly unless: readonly string[];
    } & AnalyseOptions)
  /** Bytes that come through the pipe and are kept as those of `open` are. */
  | { readonly kind: 'take'; readonly piped: number; readonly quoted: boolean }
  | (Input & { readonly kind: 'analyse' } & AnalyseOptions)
  | (Input & {
      readonly kind: 'bytes';
      readonly name: string;
      readonly problem: Problem;
      readonly detail: string;
    })
  | (Input & { readonly kind: 'digest' })
  | (Input & {
      readonly kind: 'quote';
      readonly name: string;
      readonly asked: readonly QuoteRequest[];
    });

export interface AnalyseOptions {
  readonly name: string;
  /** Whether ordered entries are wanted, which only registering and locating take. */
  readonly entries: boolean;
}

/**
 * Bytes, or a file by its path and by what it must still hold, or what the reader took: digested
 * already, since nobody could give its bytes a second time.
 */
export type Input =
  | { readonly bytes: Uint8Array }
  | { readonly held: string; readonly print: BytesPrint }
  | { readonly file: Uint8Array; readonly sha256: string };

/**
 * A task as a reader gets it. Many bytes come apart, through a pipe: who sends or gets a message
 * has it in memory three times.
 */
export type Posted = Task | Piped<Task>;
/** What other readers found; it is not answered. */
export interface Taught {
  readonly kind: 'learn';
  readonly lessons: readonly Lesson[];
}

type Piped<T> = T extends { readonly bytes: Uint8Array }
  ? Omit<T, 'bytes'> & { readonly piped: number }
  : never;

/** The pipe's number in the reader. */
export const PIPE = 4;
/** Argument of a reader whose fingerprints are those that a check sends. */
export const ASKS = 'asks';

/** What a reader found at a path. */
export type Opened =
  | { readonly kind: 'read'; readonly size: number; readonly sha256: string }
  /** Larger than a file may be to be read: digested as a stream. */
  | {
      readonly kind: 'large';
      readonly size: number;
      readonly sha256: string;
      readonly ssdeep: string;
    }
  | { readonly kind: 'fault'; readonly detail: string };

/** What a reader found at a path, with its print where it could be read and had to be. */
export interface ReadFile {
  readonly opened: Opened;
  /** Without entries as text, which is what a check sends. */
  readonly print: LocalPrint | PrintText | null;
}

/** Words to find in the text of the part at `path`: what an alignment names, or by number. */
export type QuoteRequest = { readonly path: string } & (
  | {
      readonly alignment: Alignment;
      /** That of the text with its labels turned, as the answer to a first request asked for. */
      readonly second?: Alignment;
    }
  | { readonly ranges: readonly Span[] }
  /** By UTF-16 offsets, as passages of an earlier answer have them. */
  | { readonly spans: readonly Span[] }
);

interface Span {
  readonly start: number;
  readonly end: number;
}

/** An altered passage between some words of the text around it. */
export interface Passage extends Altered {
  readonly before: string;
  readonly after: string;
}

/** One a request; null where the part has no such text. */
export type Quoted =
  | {
      readonly passages: readonly Passage[];
      /** What to compare once more, where labels of lists hide what else is altered. */
      readonly again: Uint16Array | null;
    }
  | { readonly quotes: readonly Quote[] }
  | { readonly texts: readonly Pick<Passage, 'text' | 'before' | 'after'>[] }
  | null;

/** A fingerprint with what stays local: names, and a sentence on what went wrong. */
export interface LocalPrint {
  readonly fingerprint: Fingerprint;
  readonly entries: EntryLists;
  readonly names: NameTree;
  readonly detail: string | null;
}

/** A fingerprint as JSON: a message holds it as it is, and so does the body of a call. */
export interface PrintText {
  readonly json: string;
  readonly problem: Problem | null;
  readonly names: NameTree;
  readonly detail: string | null;
}

export interface Digests {
  readonly ssdeep: string;
  readonly tlsh: string | null;
}

export type WorkerReply =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'done';
      readonly value: Opened | ReadFile | BytesPrint | LocalPrint | Digests | readonly Quoted[];
      /** What it took long for, so that other readers need not. */
      readonly lessons?: readonly Lesson[];
      /** The process holds on to much memory: the next file had better have a fresh one. */
      readonly spent?: boolean;
    }
  | { readonly kind: 'failed'; readonly detail: string };

/** What became of a task. Only `done` carries a value; the rest name their cause. */
export type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'over_limit' | 'crashed'; readonly detail: string };
