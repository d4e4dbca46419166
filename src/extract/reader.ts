import type { Document, Problem } from '../fingerprint/document.ts';
import type { Limits } from './limits.ts';

/** What a format reader finds in a file: a `Document` less what the dispatcher knows. */
export type Extracted = Pick<Document, 'reading' | 'mail' | 'parts'> & {
  /** A part of the file could not be read; the rest stands. */
  readonly problem?: Problem;
  readonly detail?: string;
};

/** A file that cannot be read, for a reason that the caller is told. */
export class ExtractError extends Error {
  override readonly name = 'ExtractError';
  readonly problem: Problem;

  constructor(problem: Problem, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.problem = problem;
  }
}

/** What one submission has used up, shared by all readers of its tree. */
export interface Budget {
  decompressedBytes: number;
  /**
   * Decoded for the digests of what PDFs draw. Kept apart: a zip of many PDFs must not fail for a
   * digest that it can do without.
   */
  drawnBytes: number;
  parts: number;
}

export interface Context {
  readonly limits: Limits;
  readonly budget: Budget;
  /** Archives above this file, itself not counted. */
  readonly archiveDepth: number;
  /** Mails above this file, itself not counted. */
  readonly mailDepth: number;
  /**
   * Reads an embedded file as a part; its faults become its own `problem`.
   *
   * @param kind what holds it, for the depth limits
   * @throws ExtractError `over_limit` when the submission has too many parts
   */
  nested(
    bytes: Uint8Array,
    name: string | null,
    kind: 'archive' | 'mail' | 'embedded',
  ): Promise<Document>;
}

/**
 * Reads one format.
 *
 * @throws ExtractError for input that is broken, encrypted or over a limit
 */
export type Reader = (bytes: Uint8Array, context: Context) => Promise<Extracted>;
