/** Curves over the number of documents as small SVGs, readable on light and dark pages. */
import { mkdirSync, writeFileSync } from 'node:fs';

const FOLDER = 'docs/curves';
const [WIDTH, HEIGHT] = [560, 280];
const PLOT = { left: 52, right: 410, top: 54, bottom: 236 };
/** Distance of two labels at the right end, so that both can be read. */
const LABEL = 15;

/** In the order of the lines; the second of each pair is for dark pages. */
const COLOURS = [
  ['#1b6ca8', '#6cb6f0'],
  ['#b4530a', '#f0a35e'],
  ['#3d7a3a', '#86c983'],
  ['#7a3d8a', '#cf9be0'],
];

const STYLE = `text{font:12px system-ui,sans-serif;fill:#222}.t{font-weight:600;font-size:13px}
.g{stroke:#ddd}.m{fill:#666}path{fill:none;stroke-width:2}
${COLOURS.map(([light], i) => `.s${i}{stroke:${light}}.c${i}{fill:${light}}`).join('')}
@media(prefers-color-scheme:dark){text{fill:#eee}.g{stroke:#444}.m{fill:#aaa}
${COLOURS.map(([, dark], i) => `.s${i}{stroke:${dark}}.c${i}{fill:${dark}}`).join('')}}`;

/** A round step that gives about four lines. */
function stepOf(most) {
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((n) => n * power).find((step) => step >= rough);
}

/**
 * @param lines `{ name, points: [documents, value][] }`
 * @returns SVG with a logarithmic axis of documents and one from 0
 */
export function chart(title, unit, lines) {
  const all = lines.flatMap(({ points }) => points);
  const powers = all.map(([documents]) => Math.log10(documents));
  const [least, most] = [Math.min(...powers), Math.max(...powers)];
  const step = stepOf(Math.max(...all.map(([, value]) => value)));
  const top = step * Math.ceil(Math.max(...all.map(([, value]) => value)) / step);
  const x = (documents) =>
    PLOT.left + ((PLOT.right - PLOT.left) * (Math.log10(documents) - least)) / (most - least || 1);
  const y = (value) => PLOT.bottom - ((PLOT.bottom - PLOT.top) * value) / top;
  const parts = [`<text class="t" x="8" y="20">${title}</text>`];
  parts.push(`<text class="m" x="8" y="36">${unit}</text>`);
  for (let value = 0; value <= top; value += step) {
    const at = y(value).toFixed(1);
    parts.push(`<line class="g" x1="${PLOT.left}" x2="${PLOT.right}" y1="${at}" y2="${at}"/>`);
    parts.push(
      `<text class="m" text-anchor="end" x="${PLOT.left - 6}" y="${Number(at) + 4}">${value}</text>`,
    );
  }
  for (const documents of new Set(all.map(([one]) => one))) {
    const at = x(documents).toFixed(1);
    parts.push(
      `<text class="m" text-anchor="middle" x="${at}" y="${PLOT.bottom + 18}">${documents.toLocaleString('en')}</text>`,
    );
  }
  parts.push(`<text class="m" x="${PLOT.left}" y="${HEIGHT - 6}">documents</text>`);
  const ends = lines
    .map(({ points }, i) => ({ i, at: y(points.at(-1)[1]) }))
    .sort((a, b) => a.at - b.at);
  for (const [n, end] of ends.entries()) {
    if (n > 0) end.at = Math.max(end.at, ends[n - 1].at + LABEL);
  }
  for (const [i, { name, points }] of lines.entries()) {
    const places = points.map(([documents, value]) => [
      x(documents).toFixed(1),
      y(value).toFixed(1),
    ]);
    parts.push(`<path class="s${i}" d="M${places.map((place) => place.join(' ')).join('L')}"/>`);
    for (const [cx, cy] of places)
      parts.push(`<circle class="c${i}" cx="${cx}" cy="${cy}" r="3"/>`);
    const at = ends.find((end) => end.i === i).at;
    parts.push(
      `<text class="c${i}" x="${PLOT.right + 10}" y="${(at + 4).toFixed(1)}">${name}</text>`,
    );
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">
<style>${STYLE}</style>
${parts.join('\n')}
</svg>
`;
}

/** Writes the curves of the sizes in packed form. */
export function writeCurves(measured) {
  const sizes = measured.filter(({ name }) => name !== 'unfolded');
  const line = (name, value) => ({
    name,
    points: sizes.map((size) => [size.documents, value(size)]),
  });
  const kinds = ['exact', 'edit', 'excerpt', 'absent'];
  mkdirSync(FOLDER, { recursive: true });
  const write = (file, ...rest) => writeFileSync(`${FOLDER}/${file}`, chart(...rest));
  write('registry-cpu.svg', 'CPU time of a check', 'look-ups by key in the same run, mean', [
    ...kinds.map((kind) => line(`check, ${kind}`, ({ kinds }) => kinds[kind].ratio)),
  ]);
  write('registry-rows.svg', 'Rows read by a check', 'rows, 99th percentile', [
    ...kinds.map((kind) => line(`check, ${kind}`, ({ kinds }) => kinds[kind].read.p99)),
  ]);
}
