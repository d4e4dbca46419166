import type { Fingerprint } from '../fingerprint/profile.ts';
import { check } from './check.ts';
import type {
  CheckAnswer,
  CheckRequest,
  CheckResult,
  Delivery,
  WatchAnswer,
  WatchesAnswer,
  WatchInfo,
  WatchRequest,
  WatchSecretAnswer,
} from './contract.ts';
import { RegistryError } from './errors.ts';
import { recordTags } from './features.ts';
import type { Store } from './store.ts';
import { targetRefusal } from './watch-target.ts';

/**
 * Watches: who asked in vain is told once when the document is registered. Only a `match` is told,
 * which rests on equal digests. `differs` is not: it would tell whoever keeps a hundred variants which
 * of them comes near to something, and it is what a new check answers anyway.
 */

/** Watches of one caller that may wait: a newsroom's unanswered documents, not a dump. */
export const MAX_WATCHES = 100;
const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 180;
const MAX_DAYS = 400;

export interface NewWatch {
  /** As quotas count callers. */
  readonly owner: string;
  /** Hex SHA-256 of the token: what it may not see any more is not told. */
  readonly token: string;
  readonly fingerprint: Fingerprint;
  readonly url: string;
  /** UTC instant. */
  readonly expires: string;
}

/** Where watches are kept, and what tells them. */
export interface WatchBook {
  /** Null when the caller has as many as it may. */
  add(watch: NewWatch): Promise<WatchAnswer | null>;
  /** The newest first. */
  list(owner: string): Promise<WatchInfo[]>;
  /** Whether there was one; what of it is not yet told is not told any more. */
  remove(owner: string, id: string): Promise<boolean>;
  /** The newest first. */
  deliveries(owner: string): Promise<Delivery[]>;
  /** A new secret; the one before signs beside it for a day. */
  rotate(owner: string): Promise<WatchSecretAnswer>;
}

/** Who asks. */
export interface Watcher {
  readonly owner: string;
  readonly token: string;
}

export interface Watches {
  /** @throws RegistryError `watch_target`, `watch_expires`, `watch_answered`, `watch_limit` */
  create(request: WatchRequest, who: Watcher): Promise<WatchAnswer>;
  list(owner: string): Promise<WatchesAnswer>;
  /** @throws RegistryError `unknown_watch` */
  remove(owner: string, id: string): Promise<void>;
  deliveries(owner: string): Promise<Delivery[]>;
  rotate(owner: string): Promise<WatchSecretAnswer>;
}

/**
 * @param checks what `POST /v1/check` does, quotas and all: a watch asks no more than a check
 * @param loopback as `targetRefusal`
 */
export function createWatches(
  book: WatchBook,
  checks: (request: CheckRequest, caller: string) => Promise<CheckAnswer>,
  clock: () => Date,
  loopback = false,
): Watches {
  return {
    async create({ fingerprint, url, expires }, { owner, token }) {
      const why = targetRefusal(url, loopback);
      if (why !== null) throw at('watch_target', '/url', why);
      const now = clock().getTime();
      const until = expires === undefined ? now + DEFAULT_DAYS * DAY_MS : Date.parse(expires);
      if (!(until > now && until <= now + MAX_DAYS * DAY_MS)) {
        throw at('watch_expires', '/expires', `must lie ahead, at most ${MAX_DAYS} days`);
      }
      const { results } = await checks({ items: [{ fingerprint }] }, owner);
      const [result] = results;
      if (!result || !mayWait(result)) throw answered(result);
      const expiresAt = new Date(until).toISOString();
      const added = await book.add({ owner, token, fingerprint, url, expires: expiresAt });
      if (added) return added;
      throw new RegistryError('watch_limit', `${MAX_WATCHES} watches are waiting already.`);
    },
    async list(owner) {
      return { watches: await book.list(owner), limit: MAX_WATCHES };
    },
    async remove(owner, id) {
      if (!(await book.remove(owner, id))) {
        throw new RegistryError('unknown_watch', 'No such watch.');
      }
    },
    deliveries: (owner) => book.deliveries(owner),
    rotate: (owner) => book.rotate(owner),
  };
}

/** Only what is absent, or may be in a corpus that is closed to the caller, is waited for. */
function mayWait({ verdict, reason }: CheckResult): boolean {
  return verdict === 'absent' || reason === 'corpora_closed';
}

function answered(result: CheckResult | undefined): RegistryError {
  const { verdict = 'undecided', reason = null } = result ?? {};
  const told = reason === null ? verdict : `${verdict}, ${reason}`;
  return new RegistryError('watch_answered', `POST /v1/check answers \`${told}\` now.`);
}

function at(code: 'watch_target' | 'watch_expires', pointer: string, detail: string) {
  return new RegistryError(code, detail, [{ pointer, detail }]);
}

/** A watch as it waits. */
export interface Waiting {
  readonly id: string;
  readonly caller: string;
  readonly fingerprint: Fingerprint;
}

/** One record under a feature is enough to look closer. */
const ANY = 1;

/**
 * Which watches a check would answer `match` now. A match takes an equal digest, so those of which
 * nothing is registered by digest are not looked at any closer: one query for all.
 */
export async function matchesNow(
  store: Store,
  now: Date,
  watches: readonly Waiting[],
): Promise<{ readonly id: string; readonly result: CheckResult; readonly answer: CheckAnswer }[]> {
  const features = watches.map(({ fingerprint }) => recordTags(fingerprint));
  const tags = await store.tags([...new Set(features.flat())], ANY);
  const found = [];
  for (const [i, { id, caller, fingerprint }] of watches.entries()) {
    if (!features[i]?.some((feature) => tags.has(feature))) continue;
    const answer = await check(store, now, { items: [{ fingerprint }] }, caller);
    const [result] = answer.results;
    if (result?.verdict === 'match') found.push({ id, result, answer });
  }
  return found;
}
