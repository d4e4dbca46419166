import { formatFor } from './format.ts';
import type { take as french } from './fr-take.ts';

const format = formatFor('en');

/** The words for the leak's date, for what the reader takes away, and for headers, in English. */
export const take: typeof french = {
  leak: {
    heading: 'Date of the leak',
    hint: 'Optional. The page will point out what was registered after it. This date is not sent.',
    day: 'Day',
    month: 'Month',
    year: 'Year',
    hour: 'Time',
    wrong: 'There is no such date.',
    dated: (when) => `Leak dated ${when}.`,
    timeline: 'Before or after the leak',
    registered: 'Registered, says the registry',
    leaked: 'Leak, as you dated it',
    checked: 'This check',
    late: 'Registered after the leak date you gave.',
    before: (days) =>
      days === 0
        ? 'Registered before the leak, by less than a day.'
        : `Registered before the leak, by ${format.plural(days, { one: '# day', other: '# days' })}.`,
    basis: {
      witness_time: (when) =>
        `Witnesses had cosigned the log with this record by ${when}, by their own clocks: this does not rest on the registry’s word alone. The signed receipt holds the proof.`,
      log_time: (when) =>
        `The time of registration is the one that the registry states; it is not proven here: the witnesses have cosigned this log only since${when === '' ? '' : ` ${when}`}.`,
      unwitnessed: () =>
        'Unwitnessed: the time of registration is the one that the registry states; it is not proven here.',
    },
  },

  take: {
    heading: 'Take these answers away',
    csv: 'Export as CSV',
    json: 'Export as JSON',
    receipts: 'JSON with signed receipts',
    receiptsHint:
      'Asks the registry once more, with the same fingerprints, for answers that it signs.',
    receiptsFailed: 'The registry gave no signed receipts; nothing was exported.',
    report: 'Report to print',
    print: 'Print or save as PDF',
    forget: 'Erase everything from this browser',
    forgetHint: 'Erases the answers that were kept, and the copy of this page used offline.',
    forgotten: 'Everything was erased from this browser.',
    file: 'empreinte',
  },

  report: {
    title: 'Verification report',
    made: (when, where) => `Made on ${when} with the registry ${where}`,
    documents: (n) =>
      format.plural(n, { one: '# distinct document', other: '# distinct documents' }),
    all: 'All files',
    detailed: (n, total) =>
      `Details are given for the ${format.number(n)} most worrying documents of ${format.number(total)}.`,
    submitted: 'Document submitted',
    name: 'Name (not sent)',
    size: 'Size',
    bytes: 'SHA-256, bytes',
    content: 'SHA-256, text',
    profile: 'Profile',
    asked: 'Answered on',
    unsigned:
      'This report repeats what the registry answered at that time. It does not prove it by itself.',
  },

  headers: {
    heading: 'Headers',
    hint: 'Read on your computer; only their digests were sent.',
    field: 'Header',
    value: 'In this email',
    answer: 'Answer',
    forged: 'Not what the registered email has.',
    none: 'not in this email',
    notCompared: 'Not compared',
    gone: 'Drop the file again to read its headers.',
  },

  where: {
    page: (n) => `page ${format.number(n)}`,
    cell: (sheet, cell) => `sheet “${sheet}”, cell ${cell}`,
    sheet: (sheet) => `sheet “${sheet}”`,
    map: 'Map of the text',
    range: (from, to) => `${format.number(from)}\u2013${format.number(to)}`,
    markOne: (n) => `Go to passage ${format.number(n)}`,
    markMany: (from, to) => `Go to passages ${format.number(from)} to ${format.number(to)}`,
  },
};
