/** @jsxImportSource hono/jsx */
import type { Grown } from '../../registry/log-summary.ts';
import { type Frame, stepPath, ticks } from '../chart.ts';
import type { Catalogue } from '../locales/index.ts';
import type { LogWords } from '../locales/log.ts';

/** Drawn twice, for one size of letters at every width; the style shows one. */
const SIZES = [
  { name: 'wide', width: 780, height: 260 },
  { name: 'narrow', width: 340, height: 230 },
] as const;

/** How the log grew, drawn and as a table. */
export function Growth({
  t,
  words,
  growth,
  until,
}: {
  t: Catalogue;
  words: LogWords;
  growth: readonly Grown[];
  /** UTC instant of the reading, where the line ends. */
  until: string;
}) {
  const last = growth.at(-1);
  return (
    <section class="sec" aria-labelledby="growth-t">
      <h2 id="growth-t">
        {words.growth} {last && <small class="num">{words.entries(last.size)}</small>}
      </h2>
      {last === undefined ? (
        <p>{words.empty}</p>
      ) : (
        <>
          {SIZES.map((size) => (
            <Chart key={size.name} t={t} words={words} growth={growth} until={until} of={size} />
          ))}
          <p class="hint">{words.clock}</p>
          <details>
            <summary>{words.asTable}</summary>
            <table>
              <caption class="vh">{words.growth}</caption>
              <thead>
                <tr>
                  <th scope="col">{words.at}</th>
                  <th scope="col">{words.size}</th>
                </tr>
              </thead>
              <tbody class="num">
                {growth.map(({ at, size }) => (
                  <tr key={at}>
                    <td>{t.format.instant(at)}</td>
                    <td>{t.format.number(size)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        </>
      )}
    </section>
  );
}

function Chart({
  t,
  words,
  growth,
  until,
  of: { name, width, height },
}: {
  t: Catalogue;
  words: LogWords;
  growth: readonly Grown[];
  until: string;
  of: (typeof SIZES)[number];
  key?: string;
}) {
  const [first = { at: until, size: 0 }] = growth;
  const most = growth.at(-1)?.size ?? 1;
  const lines = ticks(most);
  const top = lines.at(-1) ?? most;
  const frame: Frame = { left: 60, right: width - 8, top: 14, bottom: height - 34 };
  const steps = growth.map(({ at, size }) => ({ at: Date.parse(at), size }));
  const y = (size: number) => frame.bottom - ((frame.bottom - frame.top) * size) / top;
  // Of a log of one day the hours tell more; two whole instants would meet on a narrow screen.
  const { day, time, instant } = t.format;
  const isOneDay = first.at.slice(0, 10) === until.slice(0, 10);
  const said = words.chart(t.format.instant(first.at), t.format.instant(until), most);
  return (
    <svg class={`chart ${name}`} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={said}>
      {lines.map((size) => (
        <g key={size}>
          <path class="axis" d={`M${frame.left} ${y(size).toFixed(1)}H${frame.right}`} />
          <text x={frame.left - 8} y={y(size) + 4} text-anchor="end">
            {t.format.number(size)}
          </text>
        </g>
      ))}
      <path class="base" d={`M${frame.left} ${frame.bottom}H${frame.right}`} />
      <text x={frame.left} y={height - 12}>
        {isOneDay ? time(first.at) : day(first.at)}
      </text>
      <text x={frame.right} y={height - 12} text-anchor="end">
        {isOneDay ? instant(until) : day(until)}
      </text>
      <path class="line" d={stepPath(steps, Date.parse(until), top, frame)} />
    </svg>
  );
}
