/** @jsxImportSource hono/jsx/dom */
import { useState } from 'hono/jsx/dom';
import type { Excerpt, Passage } from '../excerpts.ts';
import type { Anchor } from '../gutter.ts';
import type { Catalogue } from '../locales/index.ts';
import { MAX_PASSAGES, type Told } from '../located.ts';
import { whereText } from '../where-text.ts';
import { GutterMap } from './gutter-map.tsx';

/** The suspect's own text around each altered passage; the registry holds no other. */
export function Passages({ t, id, told }: { t: Catalogue; id: string; told: Told }) {
  const [current, setCurrent] = useState(0);
  const shown = Math.min(told.passages, MAX_PASSAGES);
  const go = (number: number) => {
    setCurrent(number);
    document.getElementById(placeOf(id, number))?.scrollIntoView({ block: 'center' });
  };
  return (
    <div class="passages">
      {remarksOf(t, told).map((remark) => (
        <p class="remark" key={remark}>
          {remark}
        </p>
      ))}
      {shown > 1 && (
        <fieldset class="steps">
          <legend class="vh">{t.locate.steps}</legend>
          <span class="num" aria-live="polite">
            {current > 0 && t.locate.position(current, shown)}
            {whereOf(t, told, current)}
          </span>
          <button class="btn" type="button" onClick={() => go(current > 1 ? current - 1 : shown)}>
            {t.locate.previous}
          </button>
          <button class="btn" type="button" onClick={() => go((current % shown) + 1)}>
            {t.locate.next}
          </button>
        </fieldset>
      )}
      <div class={shown > 0 ? 'with-map' : ''}>
        {shown > 0 && (
          <GutterMap
            t={t}
            places={told.places}
            pages={told.pages}
            current={current}
            go={go}
            anchors={() => anchorsOf(id, told)}
          />
        )}
        <div class="quotes">
          {told.excerpts.map((excerpt, index) => (
            <Quoted key={index} t={t} id={id} at={index} excerpt={excerpt} current={current} />
          ))}
        </div>
      </div>
      {told.passages > 0 && (
        <p class="limit">
          {t.locate.noOriginal} {t.locate.precision}
        </p>
      )}
    </div>
  );
}

/** Where the passage that is stepped to stands, after its number. */
function whereOf(t: Catalogue, { excerpts }: Told, number: number): string {
  const pieces = excerpts.flatMap((excerpt) => excerpt.pieces);
  const passage = pieces.find((piece) => piece.kind !== 'text' && piece.number === number);
  const where = passage?.kind === 'text' ? null : (passage?.where ?? null);
  return where === null ? '' : `, ${whereText(t, where)}`;
}

/** Beginning and end of each excerpt, and each passage between them. */
function anchorsOf(id: string, { excerpts, places }: Told): Anchor[] {
  return excerpts.flatMap(({ from, to, pieces }, index) => {
    const box = document.getElementById(`${id}-x${index}`)?.getBoundingClientRect();
    if (box === undefined) return [];
    const passages = pieces.flatMap((piece) => {
      if (piece.kind === 'text') return [];
      const at = document.getElementById(placeOf(id, piece.number))?.getBoundingClientRect().top;
      const place = places[piece.number - 1];
      return at === undefined || place === undefined ? [] : [{ y: at, place }];
    });
    return [{ y: box.top, place: from }, ...passages, { y: box.bottom, place: to }];
  });
}

const placeOf = (id: string, number: number) => `${id}-p${number}`;

function remarksOf(t: Catalogue, told: Told): string[] {
  const remarks: string[] = [];
  if (told.onlyMarks) remarks.push(t.locate.onlyMarks);
  else if (!told.complete) remarks.push(t.locate.cutOff);
  else if (told.passages === 0) remarks.push(t.locate.nothing);
  else if (told.grade === null) remarks.push(t.locate.little);
  if (told.passages > MAX_PASSAGES) remarks.push(t.locate.first(MAX_PASSAGES));
  return remarks;
}

/** Its language and direction are those of a text nobody knows. */
function Quoted({
  t,
  id,
  at,
  excerpt,
  current,
}: {
  t: Catalogue;
  id: string;
  /** Which of the excerpts. */
  at: number;
  excerpt: Excerpt;
  current: number;
  key?: number;
}) {
  return (
    <div class="prose" id={`${id}-x${at}`} lang="" dir="auto">
      {excerpt.cutBefore && '… '}
      {excerpt.pieces.map((piece, index) =>
        piece.kind === 'text' ? (
          <span key={index}>{piece.text}</span>
        ) : (
          <Marked key={index} t={t} id={id} passage={piece} now={piece.number === current} />
        ),
      )}
      {excerpt.cutAfter && ' …'}
    </div>
  );
}

function Marked({
  t,
  id,
  passage,
  now,
}: {
  t: Catalogue;
  id: string;
  passage: Passage;
  now: boolean;
  key?: number;
}) {
  const { kind, number, text, tail, missing, where } = passage;
  const chip = (
    <span class="n" lang={t.lang}>
      <span class="vh">{t.locate.difference} </span>
      {t.format.number(number)}
      <span class="vh">
        , {t.locate.kinds[kind]}
        {where !== null && `, ${whereText(t, where)}`}
        {kind !== 'removed_here' && t.locate.colon}
      </span>
      {where !== null && (
        <span class="where" aria-hidden="true">
          {' '}
          {whereText(t, where)}
        </span>
      )}
    </span>
  );
  if (kind === 'removed_here') {
    return (
      <span class={now ? 'gap now' : 'gap'} id={placeOf(id, number)} lang={t.lang} dir="ltr">
        {chip}
        <span>{t.locate.gap(missing)}</span>
      </span>
    );
  }
  return (
    <span class={`passage ${kind}`} id={placeOf(id, number)}>
      {chip}
      <mark class={now ? 'now' : ''}>{text}</mark>
      {tail !== null && ' […] '}
      {tail !== null && <mark class={now ? 'now' : ''}>{tail}</mark>}
    </span>
  );
}
