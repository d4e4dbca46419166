/** The goals, each with the cases behind it. */

const ok = ({ result }) => result === 'ok';
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
    return [name, `≥ ${goal}`, list.length, format(hits, list.length), met ? 'met' : 'missed'];
  };
  const atMost = (name, list, goal, bad) => {
    const hits = list.filter(bad).length;
    const met = list.length > 0 && hits / list.length <= goal;
    return [name, `≤ ${goal}`, list.length, format(hits, list.length), met ? 'met' : 'missed'];
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
  ];
}
