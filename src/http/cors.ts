/**
 * Requests from pages of other origins: with a bearer token, and in no other way.
 *
 * Who holds a token and puts it into a script means to be answered there. Without one a foreign page
 * could make its visitors ask, each under an address of their own, so such requests stay unreadable.
 * Cookies are neither set nor read, and `Access-Control-Allow-Credentials` is never sent.
 */
import type { MiddlewareHandler } from 'hono';

/** What an integrator's page needs; tokens, keyholders and registration stay with the CLI. */
const OPEN = /^\/v1\/(?:check|compare|files|records|corpora|statements|governance|watches)(?:\/|$)/;

const METHODS = 'GET, HEAD, POST, DELETE';
const ASKED = 'authorization, content-type, idempotency-key, if-none-match';
const SHOWN = [
  'x-request-id',
  'ratelimit',
  'ratelimit-policy',
  'retry-after',
  'link',
  'etag',
  'deprecation',
  'sunset',
].join(', ');

/** Two hours, as long as Chromium keeps a preflight. */
const PREFLIGHT_SECONDS = 7200;

/** Answers the preflights of requests with a token, and lets their answers be read. */
export const tokenCors: MiddlewareHandler = async (c, next) => {
  const { method, headers } = c.req.raw;
  if (!headers.has('origin') || !OPEN.test(c.req.path)) return next();
  const asked = headers.get('access-control-request-headers');
  if (method === 'OPTIONS' && headers.has('access-control-request-method')) {
    const names = (asked ?? '').toLowerCase().split(',');
    // Without a token there is no route for it, and it is refused like any other method.
    if (!names.some((name) => name.trim() === 'authorization')) return next();
    return new Response(null, {
      status: 204,
      headers: {
        'access-control-allow-origin': '*',
        'access-control-allow-methods': METHODS,
        'access-control-allow-headers': ASKED,
        'access-control-max-age': `${PREFLIGHT_SECONDS}`,
        vary: 'access-control-request-headers',
      },
    });
  }
  await next();
  if (!headers.has('authorization')) return;
  c.res.headers.set('access-control-allow-origin', '*');
  c.res.headers.set('access-control-expose-headers', SHOWN);
};
