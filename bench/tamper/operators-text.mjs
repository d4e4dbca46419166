/** Operators that change what is written, in the format of the document. */
import { EDITS } from './edits.mjs';
import { amount, forgedSentence } from './facts.mjs';
import { changeOf } from './located.mjs';
import { open, put } from './opened.mjs';

const EDITABLE = ['docx', 'odt', 'xlsx', 'html', 'txt', 'eml', 'pdf'];
const PROSE = ['docx', 'odt', 'html', 'txt', 'eml', 'pdf'];
const words = (text) => text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;

/** One edit in one run of text. */
function singleEdit(edit) {
  return (base, random) => {
    const opened = open(base);
    if (!opened) return null;
    for (const segment of random.shuffle(opened.segments).slice(0, 400)) {
      const raw = opened.source.slice(segment.start, segment.end);
      const before = opened.unescape(raw);
      const after = edit(before, random, base.lang);
      if (after === null) continue;
      return {
        bytes: opened.save(put(opened.source, segment, opened.escape(after))),
        change: changeOf(before, after),
        note: `${before.slice(0, 300)}\n→ ${after.slice(0, 300)}`,
      };
    }
    return null;
  };
}

const edits = Object.entries(EDITS).map(([name, edit]) => ({
  name,
  group: name === 'hyphen' ? 'hyphens' : 'single edit',
  truth: name === 'hyphen' ? 'hyphens' : 'altered',
  // LibreOffice leaves characters without a glyph out of a pdf.
  kinds: name === 'zero_width' ? PROSE.filter((kind) => kind !== 'pdf') : EDITABLE,
  make: singleEdit(edit),
}));

/** Some single edit, whichever the document has room for. */
export async function editAny(base, random) {
  for (const name of random.shuffle([
    'one_digit',
    'digits_transposed',
    'name',
    'negation',
    'letter',
  ])) {
    const found = singleEdit(EDITS[name])(base, random);
    const bytes = await found?.bytes;
    if (bytes) return { bytes, note: `${name}: ${found.note}` };
  }
  return null;
}

/** Text in place of words until a share of them is replaced, run by run from a random one. */
function replaced(share) {
  return (base, random, { foreign }) => {
    const opened = open(base);
    if (!opened) return null;
    const runs = opened.segments.map((segment) => ({
      ...segment,
      words: words(opened.source.slice(segment.start, segment.end)),
    }));
    const total = runs.reduce((sum, run) => sum + run.words, 0);
    if (total < 60) return null;
    const chosen = [];
    let done = 0;
    for (const run of random.shuffle(runs)) {
      if (done >= share * total) break;
      if (run.words === 0 || done + run.words > (share + 0.08) * total) continue;
      chosen.push(run);
      done += run.words;
    }
    if (done < share * total * 0.7) return null;
    const other = foreign(base.lang, random).split(' ');
    let at = 0;
    let source = opened.source;
    for (const run of chosen.sort((a, b) => b.start - a.start)) {
      const taken = Array.from({ length: run.words }, () => other[at++ % other.length]);
      source = put(source, run, opened.escape(taken.join(' ')));
    }
    return { bytes: opened.save(source), note: `${done} of ${total} words` };
  };
}

function sentenceInserted(base, random) {
  const opened = open(base);
  if (!opened) return null;
  const long = opened.segments.filter(
    ({ start, end }) => words(opened.source.slice(start, end)) >= 4,
  );
  if (long.length === 0) return null;
  const segment = random.pick(long);
  const before = opened.unescape(opened.source.slice(segment.start, segment.end));
  const sentence = forgedSentence(random, base.lang);
  return {
    bytes: opened.save(put(opened.source, segment, opened.escape(`${before} ${sentence}`))),
    note: sentence,
  };
}

function paragraphRemoved(base, random) {
  const opened = open(base);
  if (!opened) return null;
  const plain = ({ start, end }) => words(opened.source.slice(start, end).replace(/<[^>]*>/g, ' '));
  const long = opened.paragraphs.filter((one) => plain(one) >= 8);
  const total = opened.paragraphs.reduce((sum, one) => sum + plain(one), 0);
  const fit = long.filter((one) => plain(one) < total / 3);
  if (fit.length === 0) return null;
  const paragraph = random.pick(fit);
  return {
    bytes: opened.save(put(opened.source, paragraph, '')),
    note: opened.source
      .slice(paragraph.start, paragraph.end)
      .replace(/<[^>]*>/g, ' ')
      .slice(0, 200),
  };
}

const ROW = {
  docx: /<w:tr[ >].*?<\/w:tr>/gs,
  odt: /<table:table-row[ >].*?<\/table:table-row>/gs,
  html: /<tr>.*?<\/tr>/gs,
};

/** A row among the others of a table, its amount added to no total. */
function rowInserted(base, random) {
  const opened = open(base);
  const rows = opened
    ? [...opened.source.matchAll(ROW[base.kind === 'pdf' ? 'html' : base.kind])]
    : [];
  if (rows.length < 4) return null;
  const row = random.pick(rows.slice(1, -1));
  let cell = 0;
  const copy = row[0].replace(/>([^<]+)</g, (_, text) =>
    text.trim() === ''
      ? `>${text}<`
      : `>${cell++ === 0 ? 'Honoraires divers / Sundry fees' : amount(random, base.lang)}<`,
  );
  if (cell === 0) return null;
  return {
    bytes: opened.save(put(opened.source, { start: row.index, end: row.index }, copy)),
    note: copy.replace(/<[^>]*>/g, ' ').trim(),
  };
}

/** A whole series of list labels counted from another number. */
function labelsShifted(base) {
  const opened = open(base);
  if (!opened || !base.model) return null;
  let source = opened.source;
  const first = base.model.list.first;
  const found = [];
  for (const segment of [...opened.segments].reverse()) {
    const raw = opened.source.slice(segment.start, segment.end);
    const label = /^(\d+)\. /.exec(raw);
    if (!label || Number(label[1]) < first || Number(label[1]) > first + 3) continue;
    found.push(label[1]);
    source = put(
      source,
      segment,
      raw.replace(/^\d+/, (n) => String(Number(n) + 1)),
    );
  }
  return found.length === 4
    ? { bytes: opened.save(source), note: `labels from ${first} on` }
    : null;
}

/** One list label only. */
function labelChanged(base, random) {
  const opened = open(base);
  if (!opened || !base.model) return null;
  const labelled = opened.segments.filter(({ start, end }) =>
    /^\d\. /.test(opened.source.slice(start, end)),
  );
  if (labelled.length === 0) return null;
  const segment = random.pick(labelled);
  const raw = opened.source.slice(segment.start, segment.end);
  const after = raw.replace(/^\d/, (n) => String((Number(n) % 9) + 1 + 10));
  return { bytes: opened.save(put(opened.source, segment, after)), note: `${raw} → ${after}` };
}

const operators = [
  ...edits,
  {
    name: 'sentence_inserted',
    group: 'single edit',
    truth: 'altered',
    kinds: PROSE,
    make: sentenceInserted,
  },
  {
    name: 'paragraph_removed',
    group: 'replaced',
    truth: 'altered',
    kinds: PROSE,
    make: paragraphRemoved,
  },
  {
    name: 'row_inserted',
    group: 'single edit',
    truth: 'altered',
    kinds: ['docx', 'odt', 'html', 'pdf'],
    make: rowInserted,
  },
  {
    name: 'list_labels_shifted',
    group: 'single edit',
    truth: 'altered',
    kinds: ['docx', 'odt', 'html', 'txt', 'pdf'],
    make: labelsShifted,
    composed: true,
  },
  {
    name: 'list_label_changed',
    group: 'single edit',
    truth: 'altered',
    kinds: ['docx', 'odt', 'html', 'txt', 'pdf'],
    make: labelChanged,
    composed: true,
  },
  { name: 'replaced_10', group: 'replaced', truth: 'altered', kinds: PROSE, make: replaced(0.1) },
  { name: 'replaced_30', group: 'replaced', truth: 'altered', kinds: PROSE, make: replaced(0.3) },
  { name: 'replaced_50', group: 'replaced', truth: 'altered', kinds: PROSE, make: replaced(0.5) },
];

/** Some of these make a pdf again from its source, which goes many at a time. */
export const textOperators = operators.map((one) => ({ ...one, batch: true }));
