/** @jsxImportSource hono/jsx/dom */
import { useLayoutEffect } from 'hono/jsx/dom';
import type { Answer } from '../answer.ts';
import { type Beside, Card } from '../components/card.tsx';
import type { Catalogue } from '../locales/index.ts';
import { focusLater } from './focus.ts';

/** One document of many, with the way back and on to the next. */
export function DocumentView({
  t,
  answer,
  order,
  leak,
  beside,
  open,
}: {
  t: Catalogue;
  answer: Answer;
  /** Ids of the list that it was opened from. */
  order: readonly string[];
  leak: string | null;
  beside: Beside;
  /** Shows another document by its id, or the list. */
  open: (id: string) => void;
}) {
  const at = order.indexOf(answer.id);
  const before = at > 0 ? order[at - 1] : undefined;
  const after = at >= 0 ? order[at + 1] : undefined;
  useLayoutEffect(() => {
    scrollTo(0, 0);
    document.getElementById(answer.id)?.focus({ preventScroll: true });
    return () => focusLater(`.triaged a[href="#${answer.id}"]`);
  }, [answer.id]);
  return (
    <div class="one">
      <nav class="around" aria-label={t.triage.around}>
        <button class="btn" type="button" onClick={() => open('')}>
          {t.triage.back}
        </button>
        <span class="num">{at >= 0 && t.triage.place(at + 1, order.length)}</span>
        <button
          class="btn"
          type="button"
          disabled={before === undefined}
          onClick={() => before !== undefined && open(before)}
        >
          {t.triage.previousDocument}
        </button>
        <button
          class="btn"
          type="button"
          disabled={after === undefined}
          onClick={() => after !== undefined && open(after)}
        >
          {t.triage.nextDocument}
        </button>
      </nav>
      <Card key={answer.id} t={t} answer={answer} beside={beside} leak={leak} />
    </div>
  );
}
