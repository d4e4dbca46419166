/** How a route or a version of it ends: announced in every answer before it does. */
import type { MiddlewareHandler } from 'hono';

/** Dates of an end that is announced. */
export interface Retirement {
  /** From when on it should not be used (RFC 9745). */
  readonly deprecated: Date;
  /** When it will be gone (RFC 8594); a year after, at the earliest. */
  readonly sunset: Date;
  /** Address of what to use in its place, or of what to read about it. */
  readonly link: string;
}

/** Puts `Deprecation`, `Sunset` and `Link` on every answer, refusals too. */
export function retiring({ deprecated, sunset, link }: Retirement): MiddlewareHandler {
  return async (c, next) => {
    await next();
    const { headers } = c.res;
    headers.set('deprecation', `@${Math.floor(deprecated.getTime() / 1000)}`);
    headers.set('sunset', sunset.toUTCString());
    headers.append('link', `<${link}>; rel="deprecation"`);
  };
}
