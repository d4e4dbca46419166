import { isAccredited } from './caller.ts';
import { RegistryError } from './errors.ts';
import type { Quota } from './quota.ts';
import { DOCUMENTS_AN_HOUR, DOCUMENTS_AN_HOUR_ACCREDITED } from './thresholds.ts';

/** What a caller may still ask in the present hour. */
export interface Allowance {
  /** Documents that were let through now. */
  readonly granted: number;
  /** Documents an hour. */
  readonly limit: number;
  /** Documents left after these. */
  readonly left: number;
  /** Whole seconds until the count begins anew, at least one. */
  readonly resets: number;
}

/** Length of the window that documents are counted in, seconds. */
export const WINDOW_SECONDS = 3600;

/**
 * Counts documents before anything is looked up for them.
 *
 * @param quota null counts nothing and refuses nothing
 * @param partly whether the first ones are let through where not all may be; else all or none
 */
export async function allow(
  quota: Quota | null,
  caller: string,
  now: Date,
  documents: number,
  partly = false,
): Promise<Allowance> {
  const limit = isAccredited(caller) ? DOCUMENTS_AN_HOUR_ACCREDITED : DOCUMENTS_AN_HOUR;
  const resets = WINDOW_SECONDS - Math.floor((now.getTime() / 1000) % WINDOW_SECONDS);
  if (quota === null) return { granted: documents, limit, left: limit, resets };
  const hour = now.toISOString().slice(0, 13);
  return { limit, resets, ...(await quota.take(caller, hour, documents, limit, partly)) };
}

/** The refusal of who has used up the hour. */
export function overQuota({ limit, left, resets }: Omit<Allowance, 'granted'>): RegistryError {
  const detail = `At most ${limit} documents an hour may be asked about, and ${left} are left of it.`;
  return new RegistryError('rate_limited', detail, [], resets);
}
