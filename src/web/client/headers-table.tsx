/** @jsxImportSource hono/jsx/dom */
import { useEffect, useLayoutEffect, useRef, useState } from 'hono/jsx/dom';
import type { Answer } from '../answer.ts';
import { Glyph } from '../components/glyph.tsx';
import { type HeaderRow, type HeaderValue, headerRows } from '../headers-shown.ts';
import type { Catalogue } from '../locales/index.ts';
import { holdFocus } from './focus.ts';
import type { Readable } from './member-files.ts';
import { FileReaderPool } from './reader.ts';

/** The headers of a mail one by one, each with what the registry said of it. */
export function HeadersTable({
  t,
  answer,
  file,
}: {
  t: Catalogue;
  answer: Answer;
  file: Readable | undefined;
}) {
  const { outcome, fingerprint, id } = answer;
  const isMail = fingerprint?.mail != null && outcome.kind === 'answered';
  const values = useHeaders(isMail ? file : undefined, id, fingerprint?.bytes.sha256);
  if (!isMail || outcome.kind !== 'answered' || outcome.result.record === null) return null;
  const rows = headerRows(outcome.result.evidence, values);
  if (rows.length === 0) return null;
  return (
    <div class="sec">
      <h3>{t.headers.heading}</h3>
      <p class="hint">{file === undefined ? t.headers.gone : t.headers.hint}</p>
      <table class="headers">
        <caption class="vh">{t.headers.heading}</caption>
        <thead>
          <tr>
            <th scope="col">{t.headers.field}</th>
            <th scope="col">{t.headers.value}</th>
            <th scope="col">{t.headers.answer}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.layer} t={t} row={row} read={values !== null} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const SIDES = {
  differs: { glyph: 'differs', tone: 'is-differs' },
  unverified: { glyph: 'undecided', tone: 'is-undecided' },
  agrees: { glyph: 'identical', tone: 'is-identical' },
} as const;

function Row({ t, row, read }: { t: Catalogue; row: HeaderRow; read: boolean; key?: string }) {
  const { layer, side } = row;
  const value = layer === 'date' && row.value !== null ? t.format.instant(row.value) : row.value;
  return (
    <tr class={side === 'differs' ? 'hit' : ''}>
      <th scope="row">{t.layers[layer]}</th>
      <td>
        {value !== null ? (
          // Its language and direction are those of a text nobody knows.
          <span class="value" lang="" dir="auto">
            {value}
          </span>
        ) : (
          read && <span class="muted">{t.headers.none}</span>
        )}
        {side === 'differs' && <span class="why">{t.headers.forged}</span>}
      </td>
      <td>
        {side === 'not_compared' ? (
          <span class="muted">{t.headers.notCompared}</span>
        ) : (
          <span class={`v ${SIDES[side].tone}`}>
            <Glyph name={SIDES[side].glyph} />
            <span>{t.evidence[side]}</span>
          </span>
        )}
      </td>
    </tr>
  );
}

/** Reads the headers once more from the file; they are kept nowhere. */
function useHeaders(
  file: Readable | undefined,
  id: string,
  sha256: string | undefined,
): readonly HeaderValue[] | null {
  const [read, setRead] = useState<{ id: string; headers: readonly HeaderValue[] } | null>(null);
  const putBack = useRef<() => void>(() => {});
  useLayoutEffect(() => putBack.current?.(), [read]);
  useEffect(() => {
    if (file === undefined) return;
    const pool = new FileReaderPool();
    let gone = false;
    pool
      .ask({ kind: 'headers', file, path: '' })
      .then((reply) => {
        // A file that changed meanwhile is not the one that was checked.
        const same = reply.kind === 'headers' && reply.sha256 === sha256;
        if (gone || !same) return;
        putBack.current = holdFocus();
        setRead({ id, headers: reply.headers });
      })
      .catch((error) => console.warn(error))
      .finally(() => pool.stop());
    return () => {
      gone = true;
      pool.stop();
    };
  }, [id, file]);
  return read?.id === id ? read.headers : null;
}
