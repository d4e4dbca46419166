/** @jsxImportSource hono/jsx/dom */
import { useLayoutEffect, useRef } from 'hono/jsx/dom';
import type { Answer } from '../answer.ts';
import type { Catalogue } from '../locales/index.ts';
import { type LocateFailure, type Locating, openIn } from '../located.ts';
import { reasonText } from '../wording.ts';
import { Passages } from './passages.tsx';

/** The offer to locate passages, with what it costs; then what came of it. */
export function Located({
  t,
  answer,
  locate,
}: {
  t: Catalogue;
  answer: Answer;
  locate: () => void;
}) {
  const heading = useFocusWhenTold(answer.located);
  const { outcome, located, id } = answer;
  const open = outcome.kind === 'answered' ? openIn(outcome.result) : null;
  if (outcome.kind !== 'answered' || open === null) return null;
  const part = open.path === '' ? null : partName(t, answer, open.path);
  if (located?.kind === 'told') {
    return (
      <div class="sec located">
        <h3 tabindex={-1} ref={heading}>
          {t.locate.count(located.told.passages)}
        </h3>
        {part !== null && <p class="hint">{t.locate.inPart(part)}</p>}
        <Passages t={t} id={id} told={located.told} />
      </div>
    );
  }
  const { corpus } = open;
  const off = outcome.context.consulted.some((one) => one.id === corpus && one.locate === 'off');
  const asking = located?.kind === 'asking';
  return (
    <div class="sec located">
      <h3>{t.locate.heading}</h3>
      {part !== null && <p class="hint">{t.locate.inPart(part)}</p>}
      {off ? (
        <p class="hint">{t.locate.failures.off}</p>
      ) : (
        <div class="offer">
          <p class="hint" id={`${id}-w`}>
            {t.locate.warning}
          </p>
          {located?.kind === 'failed' && <p class="fault">{failureText(t, located.failure)}</p>}
          <button
            class="btn"
            type="button"
            // Not `disabled`, which would take the focus from whoever pressed it.
            aria-disabled={asking ? 'true' : 'false'}
            aria-describedby={`${id}-w`}
            onClick={locate}
          >
            {asking ? t.locate.asking : t.locate.button}
          </button>
        </div>
      )}
    </div>
  );
}

/** The part's own name, else its place in the file. */
function partName(t: Catalogue, { partNames }: Answer, path: string): string {
  const place = path.split('/').map((step) => Number(step) + 1);
  return partNames[path] ?? t.part(place.join('.'));
}

/** What a screen reader is told of an answer whose passages were asked for. */
export function locateStatus(t: Catalogue, answer: Answer | undefined): string | null {
  switch (answer?.located?.kind) {
    case 'asking':
      return t.locate.asking;
    case 'told':
      return t.locate.count(answer.located.told.passages);
    case 'failed':
      return failureText(t, answer.located.failure);
    default:
      return null;
  }
}

function failureText(t: Catalogue, failure: LocateFailure): string {
  if (failure.code === 'unread') return t.locate.failures.unread;
  if (failure.code === 'reason') return t.locate.failures.reason(reasonText(t, failure.reason));
  return t.locate.failures[failure.code];
}

/**
 * Moves focus to the heading of what was asked for, unless the reader has gone elsewhere; before
 * the browser paints, so that nothing is shown with the focus lost.
 */
function useFocusWhenTold(located: Locating | undefined) {
  const heading = useRef<HTMLElement>(null);
  const before = useRef<Locating['kind'] | undefined>(located?.kind);
  useLayoutEffect(() => {
    const wasAsking = before.current === 'asking';
    before.current = located?.kind;
    if (!wasAsking || located?.kind !== 'told') return;
    const focused = document.activeElement;
    if (focused === null || focused === document.body) heading.current?.focus();
  }, [located?.kind]);
  return heading;
}
