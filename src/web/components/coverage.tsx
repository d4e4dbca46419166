/** @jsxImportSource hono/jsx */

import type { Coverage as Statement } from '../../registry/contract.ts';
import type { AnswerContext } from '../answer.ts';
import type { Catalogue } from '../locales/index.ts';

/** What the corpora consulted declare that they cover, and which were not consulted. */
export function Coverage({ t, context }: { t: Catalogue; context: AnswerContext }) {
  return (
    <div class="cover">
      <h3>{t.headings.coverage}</h3>
      {context.consulted.length === 0 && <p>{t.coverage.none}</p>}
      <ul>
        {context.consulted.map((corpus) => (
          <li key={corpus.id}>
            <b>{corpus.title}</b>{' '}
            <span class="muted">{t.coverage.records(corpus.records, corpus.registrant)}</span>
            {corpus.coverage !== '' && <p>{corpus.coverage}</p>}
            {corpus.statement && <Stated t={t} stated={corpus.statement} />}
          </li>
        ))}
      </ul>
      {context.closed.length > 0 && <p>{t.coverage.closed(t.format.list([...context.closed]))}</p>}
      <p class="muted">{t.coverage.at(t.format.instant(context.at))}</p>
    </div>
  );
}

/** What was signed of it: stated by whoever signed, and verified by nobody. */
export function Stated({ t, stated }: { t: Catalogue; stated: Statement }) {
  const { mailboxes, folders, from, to, registered, not_covered, signed_by, version, since } =
    stated;
  const missing = not_covered.map(({ what, count }) =>
    count === null ? what : t.coverage.counted(what, count),
  );
  const places = [...mailboxes, ...folders];
  return (
    <>
      <p>{t.coverage.signed(t.format.list([...signed_by]), version, t.format.instant(since))}</p>
      {places.length > 0 && <p>{t.coverage.places(t.format.list(places))}</p>}
      {(from !== null || to !== null) && (
        <p>{t.coverage.dates(from && t.format.day(from), to && t.format.day(to))}</p>
      )}
      <p>{t.coverage.registered(registered)}</p>
      {missing.length > 0 && <p>{t.coverage.missing(t.format.list(missing))}</p>}
    </>
  );
}
