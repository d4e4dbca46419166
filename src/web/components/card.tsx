/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx';
import type { PartResult } from '../../registry/contract.ts';
import { type Answer, keyOf } from '../answer.ts';
import { isLate } from '../leak.ts';
import type { Catalogue } from '../locales/index.ts';
import { marksLine, wordingOf, wrappedBy } from '../wording.ts';
import { Coverage } from './coverage.tsx';
import { Digests, Evidence, NearList } from './evidence.tsx';
import { Glyph, glyphOf, toneOf } from './glyph.tsx';
import { Parts } from './parts.tsx';
import { Timeline } from './timeline.tsx';

/** What a page adds to the evidence: places where the text differs, headers. */
export type Beside = (answer: Answer) => Child;

/** One suspect's answer: word, sentence, its limits beside it, then the evidence. */
export function Card({
  t,
  answer,
  beside,
  leak = null,
  printed = false,
}: {
  t: Catalogue;
  answer: Answer;
  beside?: Beside | undefined;
  /** When the leak was, as the reader dates it. */
  leak?: string | null;
  /** On paper nothing can be opened. */
  printed?: boolean;
  key?: string;
}) {
  const key = keyOf(answer);
  const words = wordingOf(t, answer);
  const { outcome, id } = answer;
  const result = outcome.kind === 'answered' ? outcome.result : null;
  const context = outcome.kind === 'answered' ? outcome.context : null;
  const marks = answer.fingerprint === null ? null : marksLine(t, answer.fingerprint);
  // What decided for an archive is shown with the member that it speaks of.
  const own = result?.grade === 'members' && result.parts.length > 0 ? null : result;
  const others = own?.near.filter(({ record }) => record !== own.record) ?? [];
  const coverage =
    context !== null &&
    (key === 'absent' || hasAbsent(result?.parts ?? []) || context.closed.length > 0);
  const registeredAt = own?.registered_at ?? null;
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
        {marks !== null && <p class="then">{marks}</p>}
        <FileFacts t={t} answer={answer} />
      </div>
      <div class="limits">
        <div>
          <h3>{t.headings.shows}</h3>
          {words.shows.map((line) => (
            <p key={line}>{line}</p>
          ))}
          {isLate(registeredAt, leak) && (
            <p class="late">
              <b>{t.leak.late}</b>
            </p>
          )}
          {own?.record && (
            <p class="muted">
              {t.facts.record} <span class="mono">{own.record}</span>
            </p>
          )}
          {own?.log && (
            <p class="muted">
              <a href={t.log.path}>{t.facts.entry(own.log.index)}</a>
              {own.log.witnessed ? t.facts.witnessed : t.facts.unwitnessed}
            </p>
          )}
        </div>
        <div>
          <h3>{t.headings.notShown}</h3>
          <p>{words.notShown}</p>
        </div>
      </div>
      <div class="work">
        {beside?.(answer)}
        {registeredAt !== null && leak !== null && context !== null && (
          <Timeline
            t={t}
            registeredAt={registeredAt}
            log={own?.log ?? null}
            leak={leak}
            checkedAt={context.at}
          />
        )}
        {coverage && context !== null && <Coverage t={t} context={context} />}
        {others.length > 0 && (
          <div class="sec">
            <h3>{t.headings.near}</h3>
            <NearList t={t} near={others} />
          </div>
        )}
        {own !== null && hasEvidence(own.evidence) && (
          <div class="sec">
            <h3>{t.headings.evidence}</h3>
            <Evidence
              t={t}
              evidence={own.evidence}
              wrapped={own.grade === 'contains' ? wrappedBy(own) : null}
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
        {answer.fingerprint !== null && !printed && (
          <Digests t={t} fingerprint={answer.fingerprint} />
        )}
      </div>
    </article>
  );
}

function hasAbsent(parts: readonly PartResult[]): boolean {
  return parts.some((part) => part.verdict === 'absent' || hasAbsent(part.parts));
}

function hasEvidence(evidence: { agrees: unknown[]; differs: unknown[]; unverified: unknown[] }) {
  return evidence.agrees.length + evidence.differs.length + evidence.unverified.length > 0;
}

function FileFacts({ t, answer }: { t: Catalogue; answer: Answer }) {
  const { fingerprint, size, name } = answer;
  return (
    <div class="file">
      <p>
        <b>{name}</b>
        {size !== null && <span>{t.format.size(size)}</span>}
        {fingerprint?.content && <span>{t.words(fingerprint.content.words)}</span>}
      </p>
      {answer.copies !== undefined && answer.copies.length > 0 && (
        <p>{t.triage.copies(t.format.list([...answer.copies]))}</p>
      )}
    </div>
  );
}
