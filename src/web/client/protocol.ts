import type { Problem } from '../../fingerprint/document.ts';
import type { Fingerprint } from '../../fingerprint/profile.ts';

/**
 * What page and worker say to each other, on a private `MessageChannel`: PDF.js posts
 * messages of its own on the worker's global port.
 */

/** Page to worker. */
export interface ReadRequest {
  readonly job: number;
  readonly file: File;
}

/** Worker to page. */
export type ReadReply =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'read';
      readonly job: number;
      readonly fingerprint: Fingerprint;
      /** Local names of the named parts, by path. */
      readonly partNames: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'unread'; readonly job: number; readonly problem: Problem };
