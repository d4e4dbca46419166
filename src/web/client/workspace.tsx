/** @jsxImportSource hono/jsx/dom */
import { useEffect, useLayoutEffect, useRef, useState } from 'hono/jsx/dom';
import type { Answer } from '../answer.ts';
import { Card } from '../components/card.tsx';
import type { Catalogue } from '../locales/index.ts';
import { type Filter, NO_FILTER } from '../triage.ts';
import { Controls } from './controls.tsx';
import { DocumentView } from './document-view.tsx';
import { HeadersTable } from './headers-table.tsx';
import type { Chosen } from './intake.ts';
import { KeepReceipt } from './keep-receipt.tsx';
import { LeakDate } from './leak-date.tsx';
import { Located, locateStatus } from './located.tsx';
import { Report } from './report.tsx';
import type { Run } from './run.ts';
import type { State } from './state.ts';
import { TakeAway } from './take-away.tsx';
import { Triage } from './triage-list.tsx';

export interface WorkspaceProps {
  t: Catalogue;
  run: Run;
  state: State;
  /** Has a screen reader told; null gives the floor back to the run's progress. */
  say: (message: string | null) => void;
  check: (listing: Promise<Chosen[]>) => void;
}

/**
 * All that follows once something is checked: the list, one document, or the report, as the
 * address says, so that the browser's own back button works.
 */
export function Workspace({ t, run, state, say, check }: WorkspaceProps) {
  const [hash, go] = useHash();
  const [filter, setFilter] = useState<Filter>(NO_FILTER);
  const [first, setFirst] = useState(0);
  /** The list as it stood when a document was opened, to go through it. */
  const order = useRef<readonly string[]>([]);
  const [fresh, setFresh] = useState(0);
  const { answers } = state;
  const alone = state.total === 1 || (answers.length === 1 && state.phase === 'done');
  const shown = alone ? answers[0] : answers.find(({ id }) => id === hash);
  useAnnouncement(t, state, fresh, say);
  useFreshRun(state, () => {
    setFilter(NO_FILTER);
    setFirst(0);
    if (location.hash !== '') go('');
  });
  const beside = (answer: Answer) => (
    <>
      <Located t={t} answer={answer} locate={() => void run.locate(answer.id)} />
      <HeadersTable t={t} answer={answer} file={run.fileOf(answer.id)} />
      <KeepReceipt key={`keep-${answer.id}`} t={t} answer={answer} printsOf={run.printsOf} />
    </>
  );
  if (hash === 'report' && answers.length > 0) {
    return <Report t={t} state={state} filter={filter} back={() => go('')} />;
  }
  if (shown !== undefined && !alone) {
    return (
      <DocumentView
        t={t}
        answer={shown}
        order={order.current ?? []}
        leak={state.leak}
        beside={beside}
        open={go}
      />
    );
  }
  return (
    <>
      <Controls t={t} run={run} state={state} check={check} />
      {shown !== undefined && alone && (
        <Card t={t} answer={shown} beside={beside} leak={state.leak} />
      )}
      {!alone && answers.length > 0 && (
        <Triage
          t={t}
          state={state}
          filter={filter}
          setFilter={setFilter}
          first={first}
          setFirst={setFirst}
          order={order}
          setFresh={setFresh}
        />
      )}
      {answers.length > 0 && (
        <details class="dating" open={state.leak !== null}>
          <summary>{t.leak.heading}</summary>
          <LeakDate t={t} leak={state.leak} dateLeak={(leak) => run.dateLeak(leak)} />
        </details>
      )}
      {answers.length > 0 && <TakeAway t={t} run={run} state={state} report={() => go('report')} />}
    </>
  );
}

/** What the address names after `#`, and a way to change it that the back button undoes. */
function useHash(): [string, (hash: string) => void] {
  const [hash, setHash] = useState(location.hash.slice(1));
  useEffect(() => {
    const onChange = () => setHash(location.hash.slice(1));
    addEventListener('hashchange', onChange);
    return () => removeEventListener('hashchange', onChange);
  }, []);
  const go = (next: string) => {
    // `location.hash = ''` would leave the `#` and jump to the top.
    history.pushState(null, '', next === '' ? location.pathname : `#${next}`);
    setHash(next);
  };
  return [hash, go];
}

/** What is more urgent to hear than how far the run is. */
function useAnnouncement(
  t: Catalogue,
  state: State,
  fresh: number,
  say: (message: string | null) => void,
): void {
  const asked = state.answers.find(({ id }) => id === state.asked);
  const paused = state.pausedUntil === null ? null : t.run.paused(state.pausedUntil);
  const offline = state.offline ? t.run.offline : null;
  const news = fresh > 0 ? t.triage.fresh(fresh) : null;
  const message = locateStatus(t, asked) ?? offline ?? paused ?? news;
  useEffect(() => say(message), [message]);
  useEffect(() => () => say(null), []);
}

/** Calls back when another run takes the place of the one that was shown. */
function useFreshRun(state: State, begun: () => void): void {
  const listed = useRef(false);
  useLayoutEffect(() => {
    const isListing = state.phase === 'listing';
    if (isListing && listed.current === false) begun();
    listed.current = isListing;
  }, [state.phase]);
}
