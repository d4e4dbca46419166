/** @jsxImportSource hono/jsx */
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
          </li>
        ))}
      </ul>
      {context.closed.length > 0 && <p>{t.coverage.closed(t.format.list([...context.closed]))}</p>}
      <p class="muted">{t.coverage.at(t.format.instant(context.at))}</p>
    </div>
  );
}
