/** The goals, each with the cases behind it. */

const ok = ({ result }) => result === 'ok';
const said = (list, met) => (list.length === 0 ? 'not measured' : met ? 'met' : 'missed');
const hard = ({ result }) => result === 'hard';

/** Rows of the table of goals; `format` prints hits of n. */
export function goals(rows, format) {
  const cases = (fits) =>
    rows.filter(fits).flatMap((row) => row.cases.filter(({ half }) => half === 'report'));
  const group = (...names) => cases((row) => names.includes(row.group));
  const operator = (...names) => cases((row) => names.includes(row.operator));
  const atLeast = (name, list, goal, good = ok) => {
    const hits = list.filter(good).length;
    const met = list.length > 0 && hits / list.length >= goal;
    return [name, `≥ ${goal}`, list.length, format(hits, list.length), said(list, met)];
  };
  const atMost = (name, list, goal, bad) => {
    const hits = list.filter(bad).length;
    const met = list.length > 0 && hits / list.length <= goal;
    return [name, `≤ ${goal}`, list.length, format(hits, list.length), said(list, met)];
  };
  const altered = (row) =>
    ['altered', 'contains', 'part_of', 'excerpt', 'parts'].includes(row.truth);
  // Both halves: what must never happen was not tuned on either.
  const everywhere = (fits) => rows.filter(fits).flatMap((row) => row.cases);
  const never = (name, list) => {
    const hits = list.filter(hard).length;
    return [name, '0', list.length, format(hits, list.length), hits === 0 ? 'met' : 'missed'];
  };
  const copies = group('resave', 'ghostscript', 'pdf to txt', 'to pdf', 'same content');
  const located = (list) => list.filter((one) => one.located);
  /** Shares of words over all cases whose place is known. */
  const words = (list) => {
    const known = located(list).filter((one) => one.located.truth > 0);
    const sum = (key) => known.reduce((total, one) => total + one.located[key], 0);
    return { n: known.length, hit: sum('hit'), flagged: sum('flagged'), truth: sum('truth') };
  };
  const share = (name, part, whole, n, goal) => [
    name,
    `≥ ${goal}`,
    n,
    whole === 0 ? 'no case' : `${((100 * part) / whole).toFixed(1)} % of ${whole} words`,
    whole === 0 ? 'not measured' : part / whole >= goal ? 'met' : 'missed',
  ];
  // What has no word of its own is told as `marks_only`, without a place.
  const MARKS = ['case', 'comma', 'zero_width'];
  const same = words(cases((row) => row.group === 'single edit' && !MARKS.includes(row.operator)));
  const converted = words(group('edited, converted'));
  // Nothing to say of copies where no pair was located.
  const anywhere = rows.some((row) => row.cases.some((one) => one.located));
  const copiesOf = (...names) => (anywhere ? group(...names) : []);
  const calledAltered = (one) => one.located?.grade === 'altered';
  return [
    never('altered text called `match` or `same_text` (both halves)', everywhere(altered)),
    never(
      'altered appearance called `match` (both halves)',
      everywhere((row) => ['appearance', 'hyphens'].includes(row.truth)),
    ),
    [
      'crashes (both halves)',
      '0',
      everywhere(() => true).length,
      String(everywhere(() => true).filter(({ result }) => result === 'crash').length),
      '',
    ],
    atLeast('exact, renamed → identical', group('exact'), 1),
    atLeast(
      'metadata, packed again, linearised, re-encoded, redelivered → same_content',
      group('same content'),
      1,
    ),
    atLeast(
      'LibreOffice re-save → same_text or better',
      operator('lo_resaved', 'lo_resaved_other_author'),
      0.95,
    ),
    atLeast('docx ↔ odt → same_text or better', operator('docx_odt_swapped'), 0.95),
    atLeast('ghostscript → same_text or better', group('ghostscript'), 0.75),
    atLeast('pdf → txt → same_text or better', group('pdf to txt'), 0.7),
    atLeast('docx, odt → pdf → same_text or better', group('to pdf'), 0.5),
    atMost('honest copies called absent', copies, 0, ({ label }) => label === 'absent'),
    atMost(
      'honest copies called altered with `--locate`, to LibreOffice re-save',
      copiesOf('same content', 'resave'),
      0.05,
      calledAltered,
    ),
    atMost(
      'honest copies called altered with `--locate`: ghostscript, pdf → txt, → pdf',
      copiesOf('ghostscript', 'pdf to txt', 'to pdf'),
      0.15,
      calledAltered,
    ),
    atLeast(
      'single edits and forged headers → differs, right record',
      group('single edit', 'header forged'),
      0.99,
    ),
    atLeast('10 to 50 % replaced, paragraphs or pages in or out', group('replaced'), 0.99),
    atLeast('edited, then converted', group('edited, converted'), 0.97),
    atLeast(
      'forward, two pages, pasted passage, true first page',
      [
        ...group('excerpt'),
        ...operator('forwarded_quoted', 'forwarded_inline', 'forwarded_attached'),
      ],
      0.97,
    ),
    atLeast('attachment alone', group('attachment alone'), 0.98),
    atLeast(
      'attachment swapped, edited, added',
      operator('attachment_swapped', 'attachment_edited', 'attachment_added'),
      1,
    ),
    atLeast('attachment removed', operator('attachment_removed'), 1),
    atLeast('every member of an archive', group('parts'), 0.98),
    atLeast('typed again, 1 % of letters wrong → found', operator('retyped_1_percent'), 0.99),
    atLeast('typed again, 5 % of letters wrong → found', operator('retyped_5_percent'), 0.95),
    atMost(
      '`may_be_sibling` on edits of documents without siblings',
      group('single edit', 'replaced'),
      0.01,
      ({ sibling }) => sibling,
    ),
    atMost(
      'false accusation per look-up',
      cases((row) => row.truth === 'negative'),
      0.001,
      ({ result }) => result === 'accused' || result === 'hard',
    ),
    share('altered words located, same container: precision', same.hit, same.flagged, same.n, 0.95),
    share('altered words located, same container: recall', same.hit, same.truth, same.n, 0.99),
    atLeast(
      'case, comma or invisible sign alone: told as such',
      located(operator(...MARKS)),
      0.99,
      (one) => one.located.marks,
    ),
    atLeast(
      'removed paragraphs located',
      located(operator('paragraph_removed')),
      0.95,
      (one) => one.located.missing > 0,
    ),
    share('… after a conversion: precision', converted.hit, converted.flagged, converted.n, 0.8),
  ];
}
