import { formatFor } from './format.ts';
import type { ReceiptWords } from './fr-receipt.ts';

const format = formatFor('en');

export const receipt: ReceiptWords = {
  path: '/en/receipt',
  title: 'A receipt of the registry',
  heading: 'This receipt is tied to no file',
  lead: 'The registry signed an answer about a fingerprint that it was sent. Without the file nobody can tell here which document that is, so no verdict is shown.',
  gone: 'No receipt is kept at this address',
  goneWhy:
    'The address is wrong, or its time is over. A receipt that is no longer kept can still be verified with the report that it came in.',

  proven: 'Proven by the signature',
  signed: (registry, when) =>
    `${registry} signed this answer, and dates it ${when}. Nobody can have changed it since.`,
  key: 'Key of the signature',
  keyHint:
    'It must be the one that you have pinned or read elsewhere: a site that imitates the registry would show another.',

  stated: 'Only stated by the registry',
  answer: (compared) =>
    compared
      ? 'Where a fingerprint that it was sent departs from a record. Reading that answer takes the file.'
      : 'What it knows of a fingerprint that it was sent. Reading that answer takes the file.',
  consulted: (id, n) =>
    `Corpus consulted: ${id}, ${format.plural(n, { one: '# document', other: '# documents' })}.`,
  closed: (list) => `Corpora not consulted: ${list}.`,
  log: (origin, size) =>
    `The log ${origin} had ${format.plural(size, { one: '# entry', other: '# entries' })} then.`,

  open: 'Not proven',
  notTied: 'That a file you are shown is the one that this receipt speaks of.',
  notTrue: 'That what a document says is true.',
  notAll: 'That the fingerprint was that of a real file.',

  verify: 'Verify with the file',
  verifyHint: {
    withSalt:
      'The whole address holds what ties the receipt to the file. Choose the file in the verify view: it is not sent.',
    without:
      'This address does not hold what ties the receipt to the file. That takes the report, or the whole address with what follows “#”.',
  },
  address: 'Address of this receipt',
  qr: 'QR code of the address of this receipt',
  kept: (since, until) =>
    `Kept since ${since} because whoever got it asked for that; forgotten on ${until}.`,
  print: 'This page can be printed: the code leads to the same address.',
  raw: 'The receipt itself (JSON)',
  id: 'Receipt',
};
