import type { Commitment } from '../tlog/receipt.ts';

/** The claims that are read here; `schema/receipt.md` has them all. */
export interface Claims {
  readonly v: 1;
  readonly iss: string;
  readonly at: string;
  readonly covers: readonly Commitment[];
  readonly verdict: 'match' | 'differs' | 'absent' | 'undecided';
  readonly grade: string | null;
  readonly record: string | null;
  readonly log: { readonly origin: string; readonly size: number; readonly root: string };
  readonly [other: string]: unknown;
}
