/** Operators that leave every word in its order and change which belong together. */
import { inMember } from './members.mjs';
import { open, put } from './opened.mjs';

/** Edits one match of a pattern in the source of a document. */
function once(base, random, pattern, edit) {
  const opened = open(base);
  const found = opened ? [...opened.source.matchAll(pattern)] : [];
  if (found.length === 0) return null;
  const match = random.pick(found);
  const at = { start: match.index, end: match.index + match[0].length };
  return { bytes: opened.save(put(opened.source, at, edit(match))) };
}

/** Two cells become one and an empty one. */
const cellsJoined = (base, random) =>
  once(
    base,
    random,
    /<td>([^<]+)<\/td>(\s*)<td>([^<]+)<\/td>/g,
    ([, a, space, b]) => `<td>${a} ${b}</td>${space}<td></td>`,
  );

/** A figure written in groups becomes two that stand apart. */
const figureSpread = (base, random) =>
  once(base, random, /(\d)([ \u00a0\u202f])(\d{3})(?!\d)/g, ([, a, , b]) => {
    const gap = base.kind === 'html' ? '\u00a0' : ' ';
    return `${a}${gap.repeat(6)}${b}`;
  });

/** Plain numbers are shown as amounts of money. */
const formatPrintsCurrency = inMember('xl/styles.xml', (xml) => {
  const after = xml.replace('formatCode="General"', () => 'formatCode="0.## &quot;$&quot;"');
  return after === xml ? null : after;
});

const altered = { group: 'single edit', truth: 'altered', composed: true };

export const placeOperators = [
  { name: 'cells_joined', ...altered, kinds: ['html'], make: cellsJoined },
  { name: 'figure_spread', ...altered, kinds: ['html', 'txt'], make: figureSpread },
  { name: 'xlsx_format_prints_currency', ...altered, kinds: ['xlsx'], make: formatPrintsCurrency },
];
