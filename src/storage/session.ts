import { readsTogether } from './together.ts';

/**
 * The database as one check reads it, to be opened anew for each: reads travel together, and all
 * but the first request may be answered by a replica (D1's read replication).
 *
 * The first request goes to the primary, so it sees whatever had been written when the check came.
 * D1 answers with a bookmark of that state, and no later request of the session is answered from an
 * older one: a replica that lags makes a check wait, and never lets it see less. What a check must
 * not know late is in the first request anyway: corpora, keyholders, the canary and exact keys.
 *
 * @see https://developers.cloudflare.com/d1/best-practices/read-replication/
 */
export function checkSession(db: D1Database): D1Database {
  return readsTogether(db.withSession('first-primary'));
}

/** Whether the operator has said that checks may be spread over replicas. */
export function spreadsReads({ READ_REPLICAS }: { readonly READ_REPLICAS?: string }): boolean {
  return READ_REPLICAS === 'true';
}
