/** @jsxImportSource hono/jsx/dom */
import { csvReport, jsonReport } from '../exports.ts';
import type { Catalogue } from '../locales/index.ts';
import { NO_FILTER, triaged } from '../triage.ts';
import { forgetOffline } from './offline.ts';
import type { Run } from './run.ts';
import type { State } from './state.ts';

/** What the reader takes along, and how to leave nothing behind. */
export function TakeAway({
  t,
  run,
  state,
  report,
}: {
  t: Catalogue;
  run: Run;
  state: State;
  report: () => void;
}) {
  const answers = () => triaged(state.answers, NO_FILTER);
  const csv = () => {
    save(t, 'csv', 'text/csv;charset=utf-8', csvReport(t, answers(), state.leak));
  };
  const json = () => {
    const about = { registry: location.origin, madeAt: new Date().toISOString() };
    const text = jsonReport(answers(), { ...about, leak: state.leak });
    save(t, 'json', 'application/json', text);
  };
  const forget = async () => {
    await run.reset();
    await forgetOffline();
  };
  return (
    <section class="take" aria-labelledby="take-t">
      <h2 id="take-t">{t.take.heading}</h2>
      <p class="run-buttons">
        <button class="btn" type="button" onClick={csv}>
          {t.take.csv}
        </button>
        <button class="btn" type="button" onClick={json}>
          {t.take.json}
        </button>
        <button class="btn" type="button" id="report-open" onClick={report}>
          {t.take.report}
        </button>
        <button class="btn" type="button" aria-describedby="forget-h" onClick={() => void forget()}>
          {t.take.forget}
        </button>
      </p>
      <p class="hint" id="forget-h">
        {t.take.forgetHint}
      </p>
    </section>
  );
}

/** Hands a file to the browser's downloads; it is made here and sent nowhere. */
function save(t: Catalogue, ending: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${t.take.file}-${new Date().toISOString().slice(0, 10)}.${ending}`;
  link.click();
  // Browsers read it after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
