import type { Packed } from '../../client/packed-kind.ts';
import type { Alignment } from '../../fingerprint/align.ts';
import type { Problem } from '../../fingerprint/document.ts';
import type { Excerpt } from '../excerpts.ts';
import type { HeaderValue } from '../headers-shown.ts';
import type { PrintSent } from '../print-shown.ts';
import type { ListedMember } from './listing.ts';
import type { MemberPlace, Readable } from './member-files.ts';

/**
 * What page and worker say to each other, on a private `MessageChannel`: PDF.js posts
 * messages of its own on the worker's global port.
 */

/** First message to a worker, with the port for all others. */
export interface Opening {
  readonly empreinte: true;
  /** WebAssembly of the fuzzy hashes; null where it could not be had. */
  readonly kernel: ArrayBuffer | null;
}

/** What a worker can be asked. */
export type Ask =
  | { readonly kind: 'read'; readonly file: Readable }
  /** SHA-256 of the bytes alone, to find copies before they are read. */
  | { readonly kind: 'digest'; readonly file: Readable }
  /** The next members of a large archive, a few at a time; `from` of those of archive `of` were given before. */
  | {
      readonly kind: 'members';
      readonly file: File;
      readonly of: number;
      readonly from: number;
    }
  /** The headers of a mail, for its reader's eyes. */
  | { readonly kind: 'headers'; readonly file: Readable; readonly path: string }
  /** As `read`, and the worker keeps the text of the part at `path` for `locate`. */
  | { readonly kind: 'entries'; readonly file: Readable; readonly path: string }
  | {
      readonly kind: 'locate';
      readonly alignment: Alignment;
      /** That of the text with its labels turned, as the answer to a first request asked for. */
      readonly second?: Alignment;
    };

/** A place as a worker is told of it: the archive only once. */
export type SentPlace = Omit<MemberPlace, 'archive'> & { readonly archive: File | null };

type Sent<A> = A extends { readonly file: File }
  ? A
  : A extends { readonly file: Readable }
    ? Omit<A, 'file'> & { readonly file: File | SentPlace }
    : A;

/** Page to worker. */
export type ReadRequest =
  | (Sent<Ask> & {
      readonly job: number;
      /** How the file stands in an archive that it is a member of; null for a file of its own. */
      readonly packed: Packed | null;
    })
  /** Work to tell by how much a reader beside it has been able to do. */
  | { readonly kind: 'toil' };

/** Worker to page. */
export type ReadReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'toiled' }
  | {
      readonly kind: 'read';
      readonly job: number;
      readonly print: PrintSent;
      /** It was not read in pieces: its bytes are in the worker's memory until they are collected. */
      readonly whole: boolean;
      /** Local names of the named parts, by path. */
      readonly partNames: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'digest'; readonly job: number; readonly sha256: string }
  | {
      readonly kind: 'members';
      readonly job: number;
      readonly members: readonly ListedMember[];
      /** No more will come; so it is with a file that has none. */
      readonly done: boolean;
    }
  | {
      readonly kind: 'headers';
      readonly job: number;
      /** Of the bytes that were read this time. */
      readonly sha256: string;
      readonly headers: readonly HeaderValue[];
    }
  | {
      readonly kind: 'entries';
      readonly job: number;
      /** SHA-256 of the bytes that were read this time. */
      readonly sha256: string;
      /** Ordered entries of the part's own text; none when it has none. */
      readonly entries: Uint16Array | null;
    }
  | {
      readonly kind: 'located';
      readonly job: number;
      readonly passages: number;
      readonly places: readonly number[];
      readonly excerpts: readonly Excerpt[];
      /** Where in the text each page after the first begins, 0 to 1; none without pages. */
      readonly pages: readonly number[];
      /** What to compare once more, where labels of lists hide what else is altered. */
      readonly again: Uint16Array | null;
    }
  /** The alignment is not one of the text. */
  | { readonly kind: 'unfit'; readonly job: number }
  | { readonly kind: 'unread'; readonly job: number; readonly problem: Problem };
