/** @jsxImportSource hono/jsx/dom */
import { useState } from 'hono/jsx/dom';
import type { Excerpt, Passage } from '../excerpts.ts';
import type { Catalogue } from '../locales/index.ts';
import { MAX_PASSAGES, type Told } from '../located.ts';

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
      {shown > 1 && <PlaceMap places={told.places} />}
      {shown > 1 && (
        <fieldset class="steps">
          <legend class="vh">{t.locate.steps}</legend>
          <span class="num" aria-live="polite">
            {current > 0 && t.locate.position(current, shown)}
          </span>
          <button class="btn" type="button" onClick={() => go(current > 1 ? current - 1 : shown)}>
            {t.locate.previous}
          </button>
          <button class="btn" type="button" onClick={() => go((current % shown) + 1)}>
            {t.locate.next}
          </button>
        </fieldset>
      )}
      {told.excerpts.map((excerpt, index) => (
        <Quoted key={index} t={t} id={id} excerpt={excerpt} current={current} />
      ))}
      {told.passages > 0 && (
        <p class="limit">
          {t.locate.noOriginal} {t.locate.precision}
        </p>
      )}
    </div>
  );
}

/** Where in the whole text the passages lie; steps and numbers tell the same in words. */
function PlaceMap({ places }: { places: readonly number[] }) {
  return (
    <svg class="map" width="100%" height="10" viewBox="0 0 1000 10" aria-hidden="true">
      <rect x="0" y="4" width="1000" height="2" fill="currentColor" opacity="0.3" />
      {places.map((place, index) => (
        <rect
          key={index}
          x={String(Math.round(place * 994))}
          y="0"
          width="6"
          height="10"
          fill="currentColor"
        />
      ))}
    </svg>
  );
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
  excerpt,
  current,
}: {
  t: Catalogue;
  id: string;
  excerpt: Excerpt;
  current: number;
  key?: number;
}) {
  return (
    <div class="prose" lang="" dir="auto">
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
  const { kind, number, text, tail, missing } = passage;
  const chip = (
    <span class="n" lang={t.lang}>
      <span class="vh">{t.locate.difference} </span>
      {t.format.number(number)}
      <span class="vh">
        , {t.locate.kinds[kind]}
        {kind !== 'removed_here' && t.locate.colon}
      </span>
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
