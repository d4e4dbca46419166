/** @jsxImportSource hono/jsx/dom */
import { useEffect, useLayoutEffect, useRef, useState } from 'hono/jsx/dom';
import { type Answer, countKeys, keyOf } from '../answer.ts';
import { Card } from '../components/card.tsx';
import { FileTable } from '../components/file-table.tsx';
import { Verdict } from '../components/glyph.tsx';
import type { Catalogue } from '../locales/index.ts';
import { type Filter, triaged } from '../triage.ts';
import { focusLater } from './focus.ts';
import { Located } from './located.tsx';
import type { State } from './state.ts';

/** Documents with a page of their own; the others stand in the list with their digests. */
const MAX_DETAILED = 200;
/** Drawn between two frames, so that a report of thousands does not freeze the page. */
const CARDS_A_FRAME = 5;
const LINES_A_FRAME = 100;

/** What was asked and answered, to be printed: summary, every file, then one page a document. */
export function Report({
  t,
  state,
  filter,
  back,
}: {
  t: Catalogue;
  state: State;
  filter: Filter;
  back: () => void;
}) {
  const heading = useRef<HTMLElement>(null);
  const answers = triaged(state.answers, filter);
  const detailed = Math.min(answers.length, MAX_DETAILED);
  const drawn = useGrowing(Math.max(detailed / CARDS_A_FRAME, answers.length / LINES_A_FRAME));
  const cards = Math.min(detailed, drawn * CARDS_A_FRAME);
  const lines = Math.min(answers.length, drawn * LINES_A_FRAME);
  const complete = cards === detailed && lines === answers.length;
  useLayoutEffect(() => {
    heading.current?.focus();
    return () => focusLater('#report-open');
  }, []);
  return (
    <div class="report" data-complete={complete ? 'true' : 'false'}>
      <nav class="around" aria-label={t.triage.around}>
        <button class="btn" type="button" onClick={back}>
          {t.triage.back}
        </button>
        <button
          class="btn primary"
          type="button"
          aria-disabled={complete ? 'false' : 'true'}
          onClick={() => complete && print()}
        >
          {t.take.print}
        </button>
      </nav>
      <header>
        <h2 tabindex={-1} ref={heading}>
          {t.report.title}
        </h2>
        <p>{t.report.made(t.format.instant(new Date().toISOString()), location.origin)}</p>
        {state.leak !== null && <p>{t.leak.dated(t.format.local(state.leak))}</p>}
        <p>{t.report.unsigned}</p>
        <ul class="counts">
          {countKeys(answers.map(keyOf)).map(([key, count]) => (
            <li key={key}>
              <Verdict of={key} label={t.labels[key]} />{' '}
              <span class="num">{t.format.number(count)}</span>
            </li>
          ))}
        </ul>
        <p>
          {t.report.documents(answers.length)}{' '}
          {detailed < answers.length && t.report.detailed(detailed, answers.length)}
        </p>
      </header>
      <AllFiles t={t} answers={answers.slice(0, lines)} />
      {answers.slice(0, cards).map((answer) => (
        <Card
          key={answer.id}
          t={t}
          answer={answer}
          leak={state.leak}
          beside={(one) => (
            <>
              {one.located?.kind === 'told' && <Located t={t} answer={one} locate={() => {}} />}
              <FileTable t={t} answer={one} />
            </>
          )}
          printed
        />
      ))}
    </div>
  );
}

function AllFiles({ t, answers }: { t: Catalogue; answers: readonly Answer[] }) {
  return (
    <div class="sec">
      <h3>{t.report.all}</h3>
      <table class="all-files">
        <caption class="vh">{t.report.all}</caption>
        <thead>
          <tr>
            <th scope="col">{t.triage.answer}</th>
            <th scope="col">{t.report.name}</th>
            <th scope="col">{t.report.bytes}</th>
          </tr>
        </thead>
        <tbody>
          {answers.map((answer) => (
            <tr key={answer.id}>
              <td>
                <Verdict of={keyOf(answer)} label={t.labels[keyOf(answer)]} />
              </td>
              <th scope="row">
                {answer.name}
                {(answer.copies ?? []).map((copy) => (
                  <span class="why" key={copy}>
                    {copy}
                  </span>
                ))}
              </th>
              <td class="mono">{answer.fingerprint?.bytes.sha256 ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Counts up to `steps`, one a frame. */
function useGrowing(steps: number): number {
  const [drawn, setDrawn] = useState(1);
  useEffect(() => {
    if (drawn >= steps) return;
    const timer = setTimeout(() => setDrawn(drawn + 1), 16);
    return () => clearTimeout(timer);
  }, [drawn, steps]);
  return drawn;
}
