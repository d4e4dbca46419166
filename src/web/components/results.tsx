/** @jsxImportSource hono/jsx */
import { type Answer, countKeys, keyOf } from '../answer.ts';
import type { Catalogue } from '../locales/index.ts';
import { Card } from './card.tsx';
import { Verdict } from './glyph.tsx';

/** Cards on one page: updating 2,000 rows costs nine times more than 100 (measured). */
export const PAGE_SIZE = 100;

/** Counts by word, the list of files, then one card each. */
export function Results({
  t,
  answers,
  first = 0,
}: {
  t: Catalogue;
  answers: readonly Answer[];
  /** Index of the first card shown. */
  first?: number;
}) {
  const shown = answers.slice(first, first + PAGE_SIZE);
  return (
    <div class="results">
      {answers.length > 1 && <Summary t={t} answers={answers} shown={shown} />}
      {shown.map((answer) => (
        <Card key={answer.id} t={t} answer={answer} />
      ))}
    </div>
  );
}

function Summary({
  t,
  answers,
  shown,
}: {
  t: Catalogue;
  answers: readonly Answer[];
  shown: readonly Answer[];
}) {
  return (
    <div class="summary">
      <section aria-labelledby="counts-t">
        <h2 id="counts-t" class="vh">
          {t.run.counts}
        </h2>
        <ul class="counts">
          {countKeys(answers.map(keyOf)).map(([key, count]) => (
            <li key={key}>
              <Verdict of={key} label={t.labels[key]} />{' '}
              <span class="num">{t.format.number(count)}</span>
            </li>
          ))}
        </ul>
      </section>
      <nav aria-labelledby="index-t">
        <h2 id="index-t">{t.run.index}</h2>
        <ol class="index">
          {shown.map((answer) => {
            const key = keyOf(answer);
            return (
              <li key={answer.id}>
                <a href={`#${answer.id}`}>
                  <span class="name">{answer.name}</span>
                  <Verdict of={key} label={t.labels[key]} />
                </a>
              </li>
            );
          })}
        </ol>
      </nav>
    </div>
  );
}
