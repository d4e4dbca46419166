/** @jsxImportSource hono/jsx/dom */
import { useState } from 'hono/jsx/dom';
import { createClient } from '../../client/client.ts';
import { csvReport, jsonReport } from '../exports.ts';
import type { Catalogue } from '../locales/index.ts';
import { NO_FILTER, triaged } from '../triage.ts';
import { forgetOffline } from './offline.ts';
import type { Run } from './run.ts';
import { signedOutcomes } from './signed.ts';
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
    save(t, 'csv', 'text/csv;charset=utf-8', [csvReport(t, answers(), state.leak)]);
  };
  const [withReceipts, setWithReceipts] = useState(false);
  const [fault, setFault] = useState(false);
  const [busy, setBusy] = useState(false);
  const json = async () => {
    setFault(false);
    setBusy(true);
    try {
      const taken = answers();
      const client = createClient({ server: location.origin });
      const signed = withReceipts ? await signedOutcomes(client, taken, run.printsOf) : undefined;
      const about = { registry: location.origin, madeAt: new Date().toISOString() };
      const pieces: Blob[] = [];
      for await (const text of jsonReport(
        taken,
        { ...about, leak: state.leak },
        run.printsOf,
        signed,
      )) {
        pieces.push(new Blob([text]));
      }
      save(t, 'json', 'application/json', pieces);
    } catch (error) {
      // A file without the receipts that were asked for would pass for one with them.
      console.info(error);
      setFault(true);
    }
    setBusy(false);
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
        <button class="btn" type="button" disabled={busy} onClick={() => void json()}>
          {t.take.json}
        </button>
        <button class="btn" type="button" id="report-open" onClick={report}>
          {t.take.report}
        </button>
        <button class="btn" type="button" aria-describedby="forget-h" onClick={() => void forget()}>
          {t.take.forget}
        </button>
      </p>
      <p>
        <label>
          <input
            type="checkbox"
            checked={withReceipts}
            aria-describedby="receipts-h"
            onChange={() => setWithReceipts(!withReceipts)}
          />{' '}
          {t.take.receipts}
        </label>
      </p>
      <p class="hint" id="receipts-h">
        {t.take.receiptsHint} <a href={t.verify.path}>{t.verify.link}</a>
      </p>
      {fault && (
        <p class="fault" role="alert">
          {t.take.receiptsFailed}
        </p>
      )}
      <p class="hint" id="forget-h">
        {t.take.forgetHint}
      </p>
    </section>
  );
}

/** Hands a file to the browser's downloads; it is made here and sent nowhere. */
function save(t: Catalogue, ending: string, type: string, pieces: readonly BlobPart[]): void {
  const url = URL.createObjectURL(new Blob([...pieces], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${t.take.file}-${new Date().toISOString().slice(0, 10)}.${ending}`;
  link.click();
  // Browsers read it after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
