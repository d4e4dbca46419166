import { type Idempotency, KEY_LIFETIME_MS, KEY_STALE_MS } from '../registry/idempotency.ts';

/** The contract of `d1-idempotency.ts` in memory, for tests. */
export function memoryIdempotency(): Idempotency {
  const known = new Map<string, { request: string; at: number; done: boolean }>();
  return {
    async begin(key, request, now) {
      const row = known.get(key);
      const age = row ? now.getTime() - row.at : Number.POSITIVE_INFINITY;
      const dead = row && !row.done && age > KEY_STALE_MS && row.request === request;
      if (!row || dead || age > KEY_LIFETIME_MS) {
        known.set(key, { request, at: now.getTime(), done: false });
        return 'new';
      }
      if (row.request !== request) return 'other';
      return row.done ? 'done' : 'running';
    },
    async done(key) {
      const row = known.get(key);
      if (row) row.done = true;
    },
    async release(key) {
      if (known.get(key)?.done === false) known.delete(key);
    },
  };
}
