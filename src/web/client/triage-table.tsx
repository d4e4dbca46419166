/** @jsxImportSource hono/jsx/dom */
import { useRef } from 'hono/jsx/dom';
import { type Answer, keyOf } from '../answer.ts';
import { Verdict } from '../components/glyph.tsx';
import type { Catalogue } from '../locales/index.ts';
import { partsLine, reasonLine, registeredCell } from '../triage.ts';

/** Names of copies spelt out in a row; the rest is counted. */
const MAX_COPIES = 3;

interface TableProps {
  readonly t: Catalogue;
  readonly rows: readonly Answer[];
  readonly leak: string | null;
}

interface Drawn extends Pick<TableProps, 't' | 'leak'> {
  readonly rows: ReadonlyMap<Answer, ReturnType<typeof Row>>;
}

/**
 * One row a document: answer, name and reason, parts, day of registration. A row is drawn again only where
 * something in it has changed: what each drawing of all leaves behind keeps the browser from giving back memory.
 */
export function TriageTable({ t, rows, leak }: TableProps) {
  const drawn = useRef<Drawn | null>(null);
  const before = drawn.current?.t === t && drawn.current.leak === leak ? drawn.current.rows : null;
  // An element that is the same as before is not gone through again.
  const elements = rows.map(
    (answer) =>
      [
        answer,
        before?.get(answer) ?? <Row key={answer.id} t={t} answer={answer} leak={leak} />,
      ] as const,
  );
  drawn.current = { t, leak, rows: new Map(elements) };
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
      <tbody>{elements.map(([, row]) => row)}</tbody>
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
