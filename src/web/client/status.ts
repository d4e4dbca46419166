import type { Catalogue } from '../locales/index.ts';
import type { State } from './state.ts';

/** Where a run stands, in one line: the heading, and what a screen reader is told. */
export function statusText(t: Catalogue, state: State): string {
  const { phase, done, total, missing } = state;
  switch (phase) {
    case 'empty':
      return state.nothing ? t.front.nothingDropped : '';
    case 'listing':
      return t.run.listing;
    case 'running':
      return t.run.progress(done, total);
    case 'held':
      return t.run.held(done, total);
    case 'cancelled':
      return t.run.cancelled(done, total);
    case 'broken':
      return t.run.workerBroken;
    case 'done':
      if (missing > 0) return t.run.progress(done, total);
      return state.digestsOnly ? t.run.doneDigests(total) : t.run.done(total);
  }
}
