import type { PartResult, VerdictFields } from './contract.ts';
import { CANARY_PERIOD_MS, CANARY_RETRY_MS, CANARY_STALE_MS } from './thresholds.ts';
import { nothing } from './verdict.ts';

/**
 * Whether what the registry does not find is absent. A canary that is not found, or that nobody
 * has looked for lately, means that other records may not be found either.
 */

/**
 * `exact`: registered texts by their bytes; `near`: variants by their likeness; `absent`: a text
 * that was never registered; `run`: the canary could not be asked, or its answer not be kept.
 */
export type CanaryCheck = 'exact' | 'near' | 'absent' | 'run';

export interface Failing {
  readonly check: CanaryCheck | 'stale';
  /** UTC instant of the first run that failed or, for `stale`, of the last that passed. */
  readonly since: string | null;
}

/** What the last run found. */
export interface CanaryState {
  /** UTC instants. */
  readonly ranAt: string;
  readonly passedAt: string | null;
  readonly failing: readonly Failing[];
}

/** The state after a run; a check that failed before keeps the time since when it does. */
export function stateAfter(
  before: CanaryState | null,
  now: Date,
  failing: readonly CanaryCheck[],
): CanaryState {
  const ranAt = now.toISOString();
  const since = new Map(before?.failing.map((one) => [one.check, one.since]));
  return {
    ranAt,
    passedAt: failing.length === 0 ? ranAt : (before?.passedAt ?? null),
    failing: failing.map((check) => ({ check, since: since.get(check) ?? ranAt })),
  };
}

/** What fails now; empty when an absence may be told. */
export function failingNow(state: CanaryState | null, now: Date): readonly Failing[] {
  if (state !== null && state.failing.length > 0) return state.failing;
  const passedAt = state?.passedAt ?? null;
  // A run that lies ahead, by a clock that was wrong then or is now, is as far away as one behind.
  const age =
    passedAt === null ? Number.POSITIVE_INFINITY : Math.abs(now.getTime() - Date.parse(passedAt));
  // Written so that a time that cannot be read is too old.
  return age <= CANARY_STALE_MS ? [] : [{ check: 'stale', since: passedAt }];
}

/** Whether whoever reads the state should have the canary run: no alarm did when it was due. */
export function isDue(state: CanaryState | null, now: Date): boolean {
  if (state === null) return true;
  const limit = state.failing.length > 0 ? 2 * CANARY_RETRY_MS : CANARY_STALE_MS - CANARY_PERIOD_MS;
  return !(Math.abs(now.getTime() - Date.parse(state.ranAt)) <= limit);
}

/**
 * A result of a registry that may have lost records: what was found stands, what was not is
 * `undecided`. Of an archive the worst member still decides, since both rank alike.
 */
export function doubtAbsence<T extends VerdictFields & { parts: PartResult[] }>(result: T): T {
  const parts = result.parts.map((part) => doubtAbsence(part));
  if (result.verdict !== 'absent') return { ...result, parts };
  const { grade, notes } = result;
  return {
    ...result,
    ...nothing('undecided'),
    grade,
    reason: 'registry_unhealthy',
    notes: notes.filter((note) => note === 'bytes_only'),
    parts,
  };
}
