/**
 * The gate in front of everything: so many requests of one address in ten seconds, counted before
 * anything is read, parsed or looked up. It keeps a flood off the database and is no quota: those
 * count documents, exactly (`rate.ts`).
 */
import type { MiddlewareHandler } from 'hono';
import { networkOf } from './caller.ts';
import { type Gate, secure, type Variables } from './headers.ts';
import { HttpProblem, problemResponse } from './problem.ts';
import { tellRates } from './rate.ts';

/** What the rate limiting binding of Workers is asked; it tells no `gate`. */
export interface RateLimiter {
  limit(options: { key: string }): Promise<{ success: boolean; gate?: Gate }>;
}

const WINDOW_MS = 10_000;
const WINDOW_SECONDS = WINDOW_MS / 1000;

/**
 * Requests of an address in ten seconds: thirty times what the command line sends with all its
 * jobs, and what a newsroom behind one address makes together.
 */
export const FLOOD_LIMIT = 3000;

/** Addresses counted at a time; beyond, all counts begin anew rather than fill the memory. */
const MAX_ADDRESSES = 20_000;

/**
 * Counts in this isolate alone, as the binding does in one place: many places let more through.
 *
 * @param limit requests in a window of ten seconds
 */
export function isolateLimiter(limit: number, clock: () => number = Date.now): RateLimiter {
  let window = -1;
  const counts = new Map<string, number>();
  return {
    async limit({ key }) {
      const time = clock();
      const now = Math.floor(time / WINDOW_MS);
      if (now !== window || counts.size >= MAX_ADDRESSES) counts.clear();
      window = now;
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      const resets = Math.ceil((WINDOW_MS - (time % WINDOW_MS)) / 1000);
      const gate = { limit, window: WINDOW_SECONDS, left: Math.max(0, limit - count), resets };
      return { success: count <= limit, gate };
    },
  };
}

/** Refuses with 429 what is over the limit. Requests without an address, as in tests, pass. */
export function floodGate(limiter: RateLimiter): MiddlewareHandler<{ Variables: Variables }> {
  return async (c, next) => {
    const address = c.req.header('cf-connecting-ip');
    if (address === undefined) return next();
    // A gate that fails must not close: the quotas behind it still count.
    const { success, gate } = await limiter
      .limit({ key: networkOf(address.slice(0, 64)) })
      .catch(() => ({ success: true, gate: undefined }));
    if (gate) c.set('gate', gate);
    if (success) return next();
    const problem = new HttpProblem('rate_limited', 'Too many requests from this address.', {
      headers: { 'retry-after': `${WINDOW_SECONDS}` },
    });
    const answer = problemResponse(problem, c.get('requestId'));
    secure(answer.headers);
    if (gate) tellRates(answer.headers, { gate });
    return answer;
  };
}
