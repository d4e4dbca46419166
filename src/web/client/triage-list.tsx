/** @jsxImportSource hono/jsx/dom */
import { useEffect, useRef, useState } from 'hono/jsx/dom';
import type { Answer } from '../answer.ts';
import { PAGE_SIZE } from '../components/results.tsx';
import type { Catalogue } from '../locales/index.ts';
import { countGroups, type Filter, triaged } from '../triage.ts';
import { Filters } from './filters.tsx';
import type { State } from './state.ts';
import { TriageTable } from './triage-table.tsx';

interface TriageProps {
  t: Catalogue;
  state: State;
  filter: Filter;
  setFilter: (filter: Filter) => void;
  /** Index of the first row shown. */
  first: number;
  setFirst: (first: number) => void;
  /** Receives the ids of the list as the reader sees it. */
  order: { current: readonly string[] | null };
  setFresh: (fresh: number) => void;
}

/** The answers as a list to be worked through, which never moves under the reader's hands. */
export function Triage(props: TriageProps) {
  const { t, state, filter, setFilter, first, setFirst, order, setFresh } = props;
  const region = useRef<HTMLElement>(null);
  const { ids, fresh, refresh } = useOrder(props, region);
  order.current = ids;
  useEffect(() => setFresh(fresh), [fresh]);
  const shown = ids.slice(first, first + PAGE_SIZE);
  // Of the few that are shown: a table of twenty thousand takes milliseconds at every redraw.
  const wanted = new Set(shown);
  const byId = new Map<string, Answer>();
  for (const answer of state.answers) if (wanted.has(answer.id)) byId.set(answer.id, answer);
  const rows = shown.flatMap((id) => byId.get(id) ?? []);
  const change = (next: Filter) => {
    setFilter(next);
    setFirst(0);
  };
  const turn = (to: number) => {
    setFirst(to);
    region.current?.scrollIntoView({ block: 'start' });
  };
  return (
    <section class="triage" aria-label={t.triage.caption}>
      <Filters t={t} counts={countGroups(state.answers)} filter={filter} change={change} />
      <p class="list-head">
        <span>
          {t.triage.order} {state.leak !== null && t.leak.dated(t.format.local(state.leak))}
        </span>
        {fresh > 0 && (
          <button class="btn" type="button" onClick={refresh}>
            {t.triage.refresh(t.triage.fresh(fresh))}
          </button>
        )}
        {(filter.query !== '' || filter.group !== 'all') && (
          <span class="num">{t.triage.found(ids.length)}</span>
        )}
      </p>
      <div ref={region} class="list">
        {rows.length === 0 ? (
          <p>{t.triage.none}</p>
        ) : (
          <TriageTable t={t} rows={rows} leak={state.leak} />
        )}
      </div>
      {ids.length > PAGE_SIZE && <Pager t={t} first={first} total={ids.length} turn={turn} />}
    </section>
  );
}

/**
 * The order of the list. While the reader is in it, by focus or pointer or on a later page, what
 * is new waits outside and is counted.
 */
function useOrder(
  { state, filter, first }: TriageProps,
  region: { current: HTMLElement | null },
): { ids: readonly string[]; fresh: number; refresh: () => void } {
  const shown = useRef<{ ids: readonly string[]; filter: Filter } | null>(null);
  const pointed = usePointedAt(region);
  const [, redraw] = useState(0);
  const now = triaged(state.answers, filter).map(({ id }) => id);
  const held =
    shown.current !== null &&
    shown.current.filter === filter &&
    (first > 0 || pointed.current === true || hasFocus(region.current)) &&
    // Answers of another run are not those being read.
    shown.current.ids.length <= now.length;
  if (!held || shown.current === null) shown.current = { ids: now, filter };
  const { ids } = shown.current;
  const known = held ? new Set(ids) : null;
  return {
    ids,
    fresh: known === null ? 0 : now.filter((id) => !known.has(id)).length,
    refresh: () => {
      shown.current = { ids: now, filter };
      redraw((n) => n + 1);
    },
  };
}

const hasFocus = (region: HTMLElement | null): boolean =>
  region?.contains(document.activeElement) ?? false;

/** Whether the pointer was moved into the list: one that only happens to lie there reads nothing. */
function usePointedAt(region: { current: HTMLElement | null }): { current: boolean | null } {
  const pointed = useRef(false);
  useEffect(() => {
    const list = region.current;
    const onMove = ({ movementX, movementY }: PointerEvent) => {
      if (movementX !== 0 || movementY !== 0) pointed.current = true;
    };
    const onLeave = () => {
      pointed.current = false;
    };
    list?.addEventListener('pointermove', onMove);
    list?.addEventListener('pointerleave', onLeave);
    return () => {
      list?.removeEventListener('pointermove', onMove);
      list?.removeEventListener('pointerleave', onLeave);
    };
  }, []);
  return pointed;
}

function Pager({
  t,
  first,
  total,
  turn,
}: {
  t: Catalogue;
  first: number;
  total: number;
  turn: (first: number) => void;
}) {
  const to = Math.min(first + PAGE_SIZE, total);
  return (
    <nav class="pager" aria-label={t.triage.pages}>
      <span class="num">{t.triage.rows(first + 1, to, total)}</span>
      <button
        class="btn"
        type="button"
        disabled={first === 0}
        onClick={() => turn(first - PAGE_SIZE)}
      >
        {t.triage.previous}
      </button>
      <button class="btn" type="button" disabled={to >= total} onClick={() => turn(to)}>
        {t.triage.next}
      </button>
    </nav>
  );
}
