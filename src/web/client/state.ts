import type { Answer } from '../answer.ts';
import type { Pace } from './pace.ts';
import type { Counts, Slots } from './slots.ts';

export type Phase = 'empty' | 'listing' | 'running' | 'held' | 'done' | 'cancelled' | 'broken';

/** All that the page shows; made anew when asked for after a change. */
export interface State extends Counts {
  readonly phase: Phase;
  readonly total: number;
  /** What has an outcome, copies under the first of them, in the order of the files. */
  readonly answers: readonly Answer[];
  /** Only pasted digests are checked, no file. */
  readonly digestsOnly: boolean;
  /** Name of a file being read. */
  readonly reading: string | null;
  /** The last drop held no file. */
  readonly nothing: boolean;
  /** When asking goes on (ms since 1970), while the registry asked to wait. */
  readonly pausedUntil: number | null;
  readonly offline: boolean;
  /** Files a second and seconds left; null as long as nobody can tell. */
  readonly perSecond: number | null;
  readonly secondsLeft: number | null;
  /** Answer whose passages were last asked for, to be announced. */
  readonly asked: string | null;
  /** Kept from before a reload. */
  readonly restored: boolean;
  /** When the leak was, as the reader dates it; an instant, or null. */
  readonly leak: string | null;
}

/** What changes from moment to moment; the rest follows from the slots. */
export type Moving = Pick<
  State,
  'phase' | 'reading' | 'nothing' | 'pausedUntil' | 'offline' | 'asked' | 'restored'
>;

export const STILL: Moving = {
  phase: 'empty',
  reading: null,
  nothing: false,
  pausedUntil: null,
  offline: false,
  asked: null,
  restored: false,
};

/** A look at a run: what moves, and what its slots add up to. */
export function stateOf(moving: Moving, slots: Slots, pace: Pace, leak: string | null): State {
  const counts = slots.counts();
  const total = slots.length;
  if (moving.phase === 'running') pace.note(counts.done, performance.now());
  const running = moving.phase === 'running' && !moving.offline;
  return {
    ...moving,
    ...counts,
    total,
    digestsOnly: !slots.hasFiles,
    answers: slots.answers(),
    leak,
    perSecond: running ? pace.perSecond() : null,
    secondsLeft: running ? pace.secondsLeft(total - counts.missing - counts.done) : null,
  };
}
