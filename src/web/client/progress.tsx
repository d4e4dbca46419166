/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom';
import { PAGE_SIZE, Results } from '../components/results.tsx';
import type { Catalogue } from '../locales/index.ts';
import { Located } from './located.tsx';
import type { Run, State } from './run.ts';
import { statusText } from './view.tsx';

/** A run under way or done: how far, what to do, and the answers so far. */
export function Progress({
  t,
  run,
  state,
  heading,
}: {
  t: Catalogue;
  run: Run;
  state: State;
  heading: { current: HTMLElement | null };
}) {
  const [first, setFirst] = useState(0);
  useEffect(() => {
    if (state.phase === 'listing') setFirst(0);
  }, [state.phase]);
  const busy = state.phase === 'listing' || state.phase === 'running';
  const failures = state.answers.filter(({ outcome }) => outcome.kind === 'failed').length;
  return (
    <div class="run">
      <h1 tabindex={-1} ref={heading}>
        {statusText(t, state)}
      </h1>
      {state.phase === 'running' && (
        <progress aria-label={t.run.progressLabel} value={state.answers.length} max={state.total} />
      )}
      {busy && (
        <p class="run-row">
          {state.pausedUntil !== null && <span>{t.run.paused(state.pausedUntil)}</span>}
          <span class="now">
            {state.reading !== null
              ? t.run.reading(state.reading)
              : state.phase === 'running' && state.pausedUntil === null
                ? t.run.sending
                : ''}
          </span>
          <button class="btn" type="button" onClick={() => run.cancel()}>
            {t.run.cancel}
          </button>
        </p>
      )}
      {!busy && (
        <p class="run-row">
          <button class="btn" type="button" onClick={() => run.reset()}>
            {t.run.again}
          </button>
        </p>
      )}
      {!busy && failures > 0 && (
        <p class="fault">
          {t.run.failures(failures)}{' '}
          <button class="btn" type="button" onClick={() => void run.retry()}>
            {t.run.retry}
          </button>
        </p>
      )}
      {state.answers.length > 0 && (
        <Results
          t={t}
          answers={state.answers}
          first={first}
          located={(answer) => (
            <Located t={t} answer={answer} locate={() => void run.locate(answer.id)} />
          )}
        />
      )}
      {state.answers.length > PAGE_SIZE && (
        <Pager t={t} first={first} total={state.answers.length} go={setFirst} />
      )}
    </div>
  );
}

function Pager({
  t,
  first,
  total,
  go,
}: {
  t: Catalogue;
  first: number;
  total: number;
  go: (first: number) => void;
}) {
  const to = Math.min(first + PAGE_SIZE, total);
  const turn = (next: number) => {
    go(next);
    scrollTo(0, 0);
  };
  return (
    <nav class="pager" aria-label={t.run.pages}>
      <span class="num">{t.run.page(first + 1, to, total)}</span>
      <button
        class="btn"
        type="button"
        disabled={first === 0}
        onClick={() => turn(first - PAGE_SIZE)}
      >
        {t.run.previous}
      </button>
      <button class="btn" type="button" disabled={to >= total} onClick={() => turn(to)}>
        {t.run.next}
      </button>
    </nav>
  );
}
