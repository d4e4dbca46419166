/** Headers of every API answer, and the id that ties an answer to a log line. */
import type { MiddlewareHandler } from 'hono';
import { etag } from 'hono/etag';
import type { Allowance } from '../registry/allowance.ts';

export interface Variables {
  /** UUID made here; one that the caller sends is not trusted. */
  requestId: string;
  /** Template of the route that answers. */
  route?: string;
  /** What is left of the caller's hour, once documents were counted. */
  allowance?: Allowance;
  /** What the flood gate has counted; none where the platform's own counts. */
  gate?: Gate;
}

/** Requests of an address in a window, both in seconds. */
export interface Gate {
  readonly limit: number;
  readonly window: number;
  readonly left: number;
  /** Until the next window. */
  readonly resets: number;
}

const SECURITY: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

const LOOSENED = new Set(['cache-control', 'cross-origin-resource-policy']);

/** Gives the request its id and sends it back as `x-request-id`. */
export const requestId: MiddlewareHandler<{ Variables: Variables }> = async (c, next) => {
  c.set('requestId', crypto.randomUUID());
  await next();
  c.res.headers.set('x-request-id', c.get('requestId'));
};

/** Nothing in an API answer may run, be framed, be sniffed or be kept by a cache. */
export const apiHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  secure(c.res.headers);
};

export function secure(headers: Headers): void {
  for (const [name, value] of Object.entries(SECURITY)) {
    // The public log is kept and shared by whoever likes; its routes say so themselves.
    if (!LOOSENED.has(name) || !headers.has(name)) headers.set(name, value);
  }
}

const tagged = etag();

/**
 * For what is the same for everybody and seldom changes: a strong ETag over the bytes, and 304 for
 * who has them. It may be kept, and is asked about before it is used.
 */
export const revalidated: MiddlewareHandler = async (c, next) => {
  await tagged(c, next);
  if (c.res.status < 400) c.res.headers.set('cache-control', 'no-cache');
};
