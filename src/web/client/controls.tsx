/** @jsxImportSource hono/jsx/dom */
import type { Catalogue } from '../locales/index.ts';
import { pick } from './drop-target.ts';
import type { Chosen } from './intake.ts';
import type { Run } from './run.ts';
import type { State } from './state.ts';

/** How far the run is and what can be done about it. */
export function Controls({
  t,
  run,
  state,
  check,
}: {
  t: Catalogue;
  run: Run;
  state: State;
  check: (listing: Promise<Chosen[]>) => void;
}) {
  const { phase } = state;
  const busy = phase === 'listing' || phase === 'running' || phase === 'held';
  return (
    <>
      {(phase === 'running' || phase === 'held') && (
        <progress aria-label={t.run.progressLabel} value={state.done} max={state.total} />
      )}
      {busy && (
        <div class="run-row">
          <Pace t={t} state={state} />
          <p class="run-buttons">
            {phase !== 'listing' && (
              <button
                class="btn"
                type="button"
                onClick={() => (phase === 'held' ? void run.resume() : run.pause())}
              >
                {phase === 'held' ? t.run.resume : t.run.pause}
              </button>
            )}
            <button class="btn" type="button" onClick={() => run.cancel()}>
              {t.run.cancel}
            </button>
          </p>
        </div>
      )}
      {!busy && (
        <div class="run-row end">
          <p class="facts">
            {state.restored && <span>{t.run.restored}</span>}
            {state.copies > 0 && <span>{t.run.copies(state.copies)}</span>}
          </p>
          <p class="run-buttons">
            {phase === 'cancelled' && state.done + state.missing < state.total && (
              <button class="btn primary" type="button" onClick={() => void run.resume()}>
                {t.run.resume}
              </button>
            )}
            <button class="btn" type="button" onClick={() => void run.reset()}>
              {t.run.again}
            </button>
          </p>
        </div>
      )}
      {!busy && state.failed > 0 && (
        <p class="fault">
          {t.run.failures(state.failed)}{' '}
          <button class="btn" type="button" onClick={() => void run.retry()}>
            {t.run.retry}
          </button>
        </p>
      )}
      {!busy && state.missing > 0 && (
        <div class="fault">
          <p>{t.run.missing(state.missing)}</p>
          <p class="run-buttons">
            <button class="btn" type="button" onClick={() => pick(false, check)}>
              {t.front.chooseFiles}
            </button>
            <button class="btn" type="button" onClick={() => pick(true, check)}>
              {t.front.chooseFolder}
            </button>
          </p>
        </div>
      )}
    </>
  );
}

function Pace({ t, state }: { t: Catalogue; state: State }) {
  const { perSecond, secondsLeft, queued, reading } = state;
  const rate = perSecond === null ? null : Math.round(perSecond * 10) / 10;
  const waiting =
    reading === null && state.phase === 'running' && state.pausedUntil === null && !state.offline;
  return (
    <div class="facts">
      {state.offline && <p class="away">{t.run.offline}</p>}
      {state.pausedUntil !== null && <p class="away">{t.run.paused(state.pausedUntil)}</p>}
      <p>
        {secondsLeft !== null && <b>{t.run.eta(secondsLeft)}</b>}
        {rate !== null && <span class="num">{t.run.rate(rate)}</span>}
        {state.copies > 0 && <span>{t.run.copies(state.copies)}</span>}
        {queued > 0 && <span class="num">{t.run.queued(queued)}</span>}
      </p>
      <p class="now">
        {state.phase === 'held'
          ? ''
          : reading !== null
            ? t.run.reading(reading)
            : waiting
              ? t.run.sending
              : ''}
      </p>
    </div>
  );
}
