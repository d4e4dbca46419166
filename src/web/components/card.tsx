/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx';
import { type Answer, keyOf } from '../answer.ts';
import type { Catalogue } from '../locales/index.ts';
import { marksLine, wordingOf } from '../wording.ts';
import { Coverage } from './coverage.tsx';
import { Digests, Evidence, NearList } from './evidence.tsx';
import { Glyph, glyphOf, toneOf } from './glyph.tsx';
import { Parts } from './parts.tsx';

/** What a page shows of the places where a suspect differs. */
export type Located = (answer: Answer) => Child;

/** One suspect's answer: word, sentence, its limits beside it, then the evidence. */
export function Card({
  t,
  answer,
  located,
}: {
  t: Catalogue;
  answer: Answer;
  /** Where the text differs, on a page that can find out. */
  located?: Located | undefined;
  key?: string;
}) {
  const key = keyOf(answer);
  const words = wordingOf(t, answer);
  const { outcome, id } = answer;
  const result = outcome.kind === 'answered' ? outcome.result : null;
  const context = outcome.kind === 'answered' ? outcome.context : null;
  const coverage = context !== null && (key === 'absent' || context.closed.length > 0);
  return (
    <article class="case" id={id} tabindex={-1} aria-labelledby={`${id}-t`}>
      <div class={`verdict ${toneOf(key)}`}>
        <p class="tag">
          <Glyph name={glyphOf(key)} />
          <span>{words.label}</span>
        </p>
        <h2 class="sentence" id={`${id}-t`}>
          {words.sentence}
        </h2>
        {words.notes.map((note) => (
          <p class="then" key={note}>
            {note}
          </p>
        ))}
        <FileFacts t={t} answer={answer} />
      </div>
      <div class="limits">
        <div>
          <h3>{t.headings.shows}</h3>
          {words.shows.map((line) => (
            <p key={line}>{line}</p>
          ))}
          {result?.record && (
            <p class="muted">
              {t.facts.record} <span class="mono">{result.record}</span>
            </p>
          )}
        </div>
        <div>
          <h3>{t.headings.notShown}</h3>
          <p>{words.notShown}</p>
        </div>
      </div>
      <div class="work">
        {located?.(answer)}
        {coverage && context !== null && <Coverage t={t} context={context} />}
        {result?.near.some(({ record }) => record !== result.record) && (
          <div class="sec">
            <h3>{t.headings.near}</h3>
            <NearList t={t} near={result.near} />
          </div>
        )}
        {result !== null && hasEvidence(result.evidence) && (
          <div class="sec">
            <h3>{t.headings.evidence}</h3>
            <Evidence
              t={t}
              evidence={result.evidence}
              caption={`${t.headings.evidence}, ${answer.name}`}
            />
          </div>
        )}
        {result !== null && result.parts.length > 0 && (
          <div class="sec">
            <h3>{t.headings.parts}</h3>
            <Parts t={t} parts={result.parts} names={answer.partNames} whole={answer.fingerprint} />
          </div>
        )}
        {answer.fingerprint !== null && <Digests t={t} fingerprint={answer.fingerprint} />}
      </div>
    </article>
  );
}

function hasEvidence(evidence: { agrees: unknown[]; differs: unknown[]; unverified: unknown[] }) {
  return evidence.agrees.length + evidence.differs.length + evidence.unverified.length > 0;
}

function FileFacts({ t, answer }: { t: Catalogue; answer: Answer }) {
  const { fingerprint, size, name } = answer;
  const marks = fingerprint === null ? null : marksLine(t, fingerprint);
  return (
    <div class="file">
      <p>
        <b>{name}</b>
        {size !== null && <span>{t.format.size(size)}</span>}
        {fingerprint?.content && <span>{t.words(fingerprint.content.words)}</span>}
      </p>
      {marks !== null && <p>{marks}</p>}
    </div>
  );
}
