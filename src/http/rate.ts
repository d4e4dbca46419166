/**
 * RateLimit fields, draft-ietf-httpapi-ratelimit-headers-11: `RateLimit-Policy` says what a caller
 * may ask, `RateLimit` what is left of it and for how long. The fields are a draft; `Retry-After`
 * of a refusal is not, and is always sent with one.
 */
import type { MiddlewareHandler } from 'hono';
import { type Allowance, overQuota, WINDOW_SECONDS } from '../registry/allowance.ts';
import type { Registry } from '../registry/registry.ts';
import type { Gate, Variables } from './headers.ts';

/** Routes whose requests are counted in documents. */
export const COUNTED = ['/v1/check', '/v1/compare', '/v1/files'];

export function policyField({ limit }: Pick<Allowance, 'limit'>): string {
  return `"documents";q=${limit};w=${WINDOW_SECONDS}`;
}

export function limitField({ left, resets }: Pick<Allowance, 'left' | 'resets'>): string {
  return `"documents";r=${left};t=${resets}`;
}

interface Counting {
  set(key: 'allowance', value: Allowance): void;
}

/**
 * Counts documents, all or none.
 *
 * @throws RegistryError `rate_limited`
 */
export async function admit(
  c: Counting,
  registry: Registry,
  caller: string,
  documents: number,
): Promise<void> {
  const allowance = await registry.admit(caller, documents);
  c.set('allowance', allowance);
  if (allowance.granted < documents) throw overQuota(allowance);
}

interface Rates {
  readonly allowance?: Allowance | undefined;
  readonly gate?: Gate | undefined;
}

/** Sets both fields: documents of the hour where they were counted, requests at the gate. */
export function tellRates(headers: Headers, { allowance, gate }: Rates): void {
  const policies = allowance ? [policyField(allowance)] : [];
  const limits = allowance ? [limitField(allowance)] : [];
  if (gate) {
    policies.push(`"requests";q=${gate.limit};w=${gate.window}`);
    limits.push(`"requests";r=${gate.left};t=${gate.resets}`);
  }
  if (policies.length === 0) return;
  headers.set('ratelimit-policy', policies.join(', '));
  headers.set('ratelimit', limits.join(', '));
}

/** Puts the fields on every answer, refusals too, but on what anybody's cache may keep. */
export const rateFields: MiddlewareHandler<{ Variables: Variables }> = async (c, next) => {
  await next();
  if (/\bpublic\b/.test(c.res.headers.get('cache-control') ?? '')) return;
  tellRates(c.res.headers, { allowance: c.get('allowance'), gate: c.get('gate') });
};
