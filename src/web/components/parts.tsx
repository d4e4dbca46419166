/** @jsxImportSource hono/jsx */
import { partAt } from '../../fingerprint/part-at.ts';
import type { PartResult } from '../../registry/contract.ts';
import { answerKey } from '../answer.ts';
import type { Catalogue } from '../locales/index.ts';
import type { PrintShown } from '../print-shown.ts';
import { marksLine, notesOf, partReason, wrappedBy } from '../wording.ts';
import { Evidence, RecordFacts } from './evidence.tsx';
import { Glyph, glyphOf, toneOf } from './glyph.tsx';

interface PartsProps {
  t: Catalogue;
  parts: readonly PartResult[];
  /** Local names by path. */
  names: Readonly<Record<string, string>>;
  /** The whole file's fingerprint, for what is known here of each part. */
  whole: PrintShown | null;
}

/** Every part with its own verdict, nested as in the file. */
export function Parts({ t, parts, names, whole }: PartsProps) {
  return (
    <ul class="parts">
      {parts.map((part) => (
        <Part key={part.path} t={t} part={part} names={names} whole={whole} />
      ))}
    </ul>
  );
}

function Part({
  t,
  part,
  names,
  whole,
}: Omit<PartsProps, 'parts'> & { part: PartResult; key?: string }) {
  const key = answerKey(part);
  const name = names[part.path] ?? t.part(humanPath(part.path));
  const print = whole === null ? undefined : partAt(whole, part.path);
  const reason = partReason(t, part, print?.content?.words ?? null);
  const marks = print ? marksLine(t, print) : null;
  const notes = notesOf(t, part);
  const { agrees, differs, unverified } = part.evidence;
  const detailed =
    part.record !== null ||
    marks !== null ||
    agrees.length + differs.length + unverified.length + notes.length > 0;
  const line = (
    <span class="line">
      <Glyph name={glyphOf(key)} />
      <span class="name">{name}</span>
      <span class="word">{t.labels[key]}</span>
      {reason !== null && <span class="why">{capital(reason)}.</span>}
    </span>
  );
  return (
    <li class={toneOf(key)}>
      {detailed ? (
        <details>
          <summary>{line}</summary>
          <div class="inner">
            {notes.map((note) => (
              <p key={note}>{note}</p>
            ))}
            {marks !== null && <p>{marks}</p>}
            <RecordFacts t={t} result={part} />
            <Evidence
              t={t}
              evidence={part.evidence}
              wrapped={part.grade === 'contains' ? wrappedBy(part) : null}
              caption={`${t.headings.evidence}, ${name}`}
            />
          </div>
        </details>
      ) : (
        line
      )}
      {part.parts.length > 0 && <Parts t={t} parts={part.parts} names={names} whole={whole} />}
    </li>
  );
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** `0/2` as people count: `1.3`. */
function humanPath(path: string): string {
  return path
    .split('/')
    .map((step) => Number(step) + 1)
    .join('.');
}
