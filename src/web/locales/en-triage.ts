import { formatFor } from './format.ts';
import type { triage as french } from './fr-triage.ts';

const format = formatFor('en');

/** The words for a list of many answers, and for going from one to the next, in English. */
export const triage: typeof french = {
  filter: 'Filter by answer',
  groups: {
    all: 'All',
    differs: 'Different',
    undecided: 'Undecided',
    absent: 'Not found',
    same_content: 'Same content',
    identical: 'Identical',
  },
  search: 'Search in names',
  order: 'Most worrying first.',
  caption: 'Answers, most worrying first',
  answer: 'Answer',
  document: 'Document and reason',
  parts: 'Parts',
  registered: 'Registered',
  members: (n) => format.plural(n, { one: '# file', other: '# files' }),
  noParts: 'none',
  late: (day) => `${day}, after the leak`,
  copies: (names) => `Also: ${names}`,
  moreCopies: (n) => format.plural(n, { one: '# more copy', other: '# more copies' }),
  fresh: (n) => format.plural(n, { one: '# new result', other: '# new results' }),
  refresh: (fresh) => `${fresh}: refresh the list`,
  none: 'No document fits this filter.',
  found: (n) => format.plural(n, { one: '# document shown', other: '# documents shown' }),
  rows: (from, to, total) =>
    `Rows ${format.number(from)} to ${format.number(to)} of ${format.number(total)}`,
  pages: 'Pages of the list',
  previous: 'Previous',
  next: 'Next',
  back: 'Back to the list',
  place: (n, total) => `Document ${format.number(n)} of ${format.number(total)}`,
  previousDocument: 'Previous document',
  nextDocument: 'Next document',
  around: 'From document to document',
  differ: (list) => `Differs: ${list}`,
  passages: (n) => format.plural(n, { one: '# passage differs', other: '# passages differ' }),
};
