/** @jsxImportSource hono/jsx/dom */
import { type Answer, keyOf } from '../answer.ts';
import { Verdict } from '../components/glyph.tsx';
import type { Catalogue } from '../locales/index.ts';
import { partsLine, reasonLine, registeredCell } from '../triage.ts';

/** Names of copies spelt out in a row; the rest is counted. */
const MAX_COPIES = 3;

/** One row a document: answer, name and reason, parts, day of registration. */
export function TriageTable({
  t,
  rows,
  leak,
}: {
  t: Catalogue;
  rows: readonly Answer[];
  leak: string | null;
}) {
  return (
    <table class="triaged">
      <caption class="vh">{t.triage.caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t.triage.answer}</th>
          <th scope="col">{t.triage.document}</th>
          <th scope="col" class="wide">
            {t.triage.parts}
          </th>
          <th scope="col" class="middle">
            {t.triage.registered}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((answer) => (
          <Row key={answer.id} t={t} answer={answer} leak={leak} />
        ))}
      </tbody>
    </table>
  );
}

function Row({
  t,
  answer,
  leak,
}: {
  t: Catalogue;
  answer: Answer;
  leak: string | null;
  key?: string;
}) {
  const key = keyOf(answer);
  const reason = reasonLine(t, answer);
  const parts = partsLine(t, answer);
  const registered = registeredCell(t, answer, leak);
  const cut = answer.name.lastIndexOf('/') + 1;
  return (
    <tr>
      <td>
        <Verdict of={key} label={t.labels[key]} />
      </td>
      <th scope="row">
        <a href={`#${answer.id}`}>{answer.name.slice(cut)}</a>{' '}
        {cut > 0 && <span class="muted">{answer.name.slice(0, cut - 1)}</span>}
        {reason !== null && <span class="why">{reason}</span>}
        {registered?.late && <span class="why narrow-late">{registered.text}</span>}
        {answer.copies !== undefined && answer.copies.length > 0 && (
          <span class="why">{copiesLine(t, answer.copies)}</span>
        )}
      </th>
      <td class="wide">{parts ?? <span class="muted">{t.triage.noParts}</span>}</td>
      <td class="middle">
        {registered === null ? '–' : registered.late ? <b>{registered.text}</b> : registered.text}
      </td>
    </tr>
  );
}

export function copiesLine(t: Catalogue, copies: readonly string[]): string {
  const named = copies.slice(0, MAX_COPIES);
  const more = copies.length - named.length;
  return t.triage.copies(
    t.format.list(more === 0 ? [...named] : [...named, t.triage.moreCopies(more)]),
  );
}
