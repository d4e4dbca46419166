/** Operators over formats: edited then converted, excerpts, pasted passages, typed again. */
import { zipSync } from 'fflate';
import { EDITS } from './edits.mjs';
import { changeOf } from './located.mjs';
import { open, put } from './opened.mjs';
import { editAny } from './operators-text.mjs';
import { plainOf, words } from './plain.mjs';
import { convert } from './tools.mjs';

const encoder = new TextEncoder();
const NUMERIC = [
  'one_digit',
  'digits_transposed',
  'sign',
  'decimal_point',
  'name',
  'negation',
  'date',
  'letter',
];

/** References whose words LibreOffice writes anew: the edit is not all that changed then. */
const WRITTEN_ANEW = /<text:(?:bookmark|reference|sequence|note)-ref\b|instr[^>]*>?[^<]*\bREF\b/;

/** One edit, then LibreOffice to another format. */
function editedThen(formats) {
  return async (base, random) => {
    const opened = open(base);
    if (!opened) return null;
    const to = random.pick(formats.filter((format) => format !== base.kind));
    for (const name of random.shuffle(NUMERIC)) {
      for (const segment of random.shuffle(opened.segments).slice(0, 100)) {
        const before = opened.unescape(opened.source.slice(segment.start, segment.end));
        const after = EDITS[name](before, random, base.lang);
        if (after === null) continue;
        const bytes = await opened.save(put(opened.source, segment, opened.escape(after)));
        const out = await convert(bytes, base.kind, to);
        return (
          out && {
            bytes: out,
            kind: to,
            change: WRITTEN_ANEW.test(opened.source) ? null : changeOf(before, after),
            note: `${name}: ${before.slice(0, 200)}\n→ ${after.slice(0, 200)}`,
          }
        );
      }
    }
    return null;
  };
}

/** Letters read wrongly, as recognition of print does. */
const CONFUSED = {
  e: 'c',
  c: 'e',
  i: 'l',
  l: '1',
  o: '0',
  a: 'o',
  n: 'u',
  u: 'n',
  m: 'rn',
  s: '5',
  t: 'f',
  r: 'v',
  h: 'b',
};

function retyped(share) {
  return (base, random) => {
    const text = plainOf(base);
    if (!text || words(text) < 120) return null;
    const out = [...text]
      .map((c) =>
        /\p{L}/u.test(c) && random.next() < share ? (CONFUSED[c] ?? random.pick([...'aeinrt'])) : c,
      )
      .join('');
    // In a short text of few letters, none may be read wrongly: that is a copy.
    return out === text ? null : { bytes: encoder.encode(out), kind: 'txt' };
  };
}

/** Words of a passage at least; the dots and rules of a table of contents are none. */
const PASSAGE_WORDS = 60;

/** A passage within a text of somebody else's. */
function passagePasted(base, random, { foreign }) {
  const text = plainOf(base)?.replace(/\s+/g, ' ');
  const all = text?.split(' ') ?? [];
  const length = PASSAGE_WORDS + random.int(60);
  if (all.length < length * 2) return null;
  const start = random.int(all.length - length);
  const passage = all.slice(start, start + length).join(' ');
  if (words(passage) < PASSAGE_WORDS) return null;
  const own = () => foreign(base.lang, random);
  return {
    bytes: encoder.encode(`${own()}\n\n${own()}\n\n${passage}\n\n${own()}\n`),
    kind: 'txt',
    note: `${length} of ${all.length} words`,
  };
}

/** A stretch of a quarter to six tenths. */
function excerptOf(base, random) {
  const text = plainOf(base);
  const lines = text?.split('\n') ?? [];
  if (!text || words(text) < 200 || lines.length < 8) return null;
  const length = Math.floor(lines.length * (0.25 + 0.35 * random.next()));
  const start = random.int(lines.length - length);
  const passage = lines.slice(start, start + length).join('\n');
  return words(passage) < 60
    ? null
    : { bytes: encoder.encode(passage), kind: 'txt', note: `${length} of ${lines.length} lines` };
}

/** A zip of one file as registered, one edited and one never registered: each has its verdict. */
async function archived(base, random, { stranger }) {
  const edited = await editAny(base, random);
  if (!edited) return null;
  const members = {
    [`a.${base.kind}`]: base.bytes,
    [`b.${base.kind}`]: edited.bytes,
    'c.txt': stranger(random).bytes,
  };
  return {
    bytes: zipSync(members, { mtime: '2027-04-19T12:00:00Z' }),
    kind: 'zip',
    note: edited.note,
    parts: ['identical', 'altered', 'negative'],
  };
}

const PROSE = ['docx', 'odt', 'html', 'txt', 'pdf', 'eml'];

export const mixedOperators = [
  {
    name: 'edited_then_converted',
    group: 'edited, converted',
    truth: 'altered',
    kinds: ['docx', 'odt', 'html'],
    // Printed, what is tracked as deleted comes back, which is not the forger's edit.
    only: ({ tracked }) => !tracked,
    make: editedThen(['pdf', 'odt', 'docx']),
    batch: true,
  },
  {
    name: 'retyped_1_percent',
    group: 'retyped',
    truth: 'altered',
    kinds: PROSE,
    make: retyped(0.01),
  },
  {
    name: 'retyped_5_percent',
    group: 'retyped',
    truth: 'altered',
    kinds: PROSE,
    make: retyped(0.05),
  },
  {
    name: 'archive_of_three',
    group: 'parts',
    truth: 'parts',
    kinds: ['docx', 'odt', 'xlsx', 'html', 'txt', 'eml', 'pdf'],
    make: archived,
    batch: true,
  },
  { name: 'passage_pasted', group: 'excerpt', truth: 'excerpt', kinds: PROSE, make: passagePasted },
  { name: 'excerpt_25_60', group: 'excerpt', truth: 'part_of', kinds: PROSE, make: excerptOf },
];
