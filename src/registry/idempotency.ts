/**
 * Keys that callers give to their requests, so that a repeat is known as one
 * (draft-ietf-httpapi-idempotency-key-header-07).
 */
export interface Idempotency {
  /**
   * Takes a key for a request, of several at the same time for one of them only.
   *
   * @param key bound to whoever uses it: the caller and the route are part of it
   * @param request hex SHA-256 of the body
   */
  begin(key: string, request: string, now: Date): Promise<Begun>;
  /** The request was completed: a repeat may have its answer. */
  done(key: string): Promise<void>;
  /** The request was refused or failed: nothing happened, and the key is free. */
  release(key: string): Promise<void>;
}

export type Begun =
  /** Nothing is known of the key; it is this request's now. */
  | 'new'
  /** The same request was completed before. */
  | 'done'
  /** The same request is being worked on. */
  | 'running'
  /** The key was used for another request. */
  | 'other';

/** How long a key is remembered. */
export const KEY_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** After which a request that was neither completed nor refused is taken for dead. */
export const KEY_STALE_MS = 5 * 60 * 1000;
