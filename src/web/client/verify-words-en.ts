import { CONCLUSIONS, findingWords, HEADINGS, REFUSALS } from '../../client/verify-words.ts';
import { en } from '../locales/en.ts';
import { type VerifyWords, writingOf } from './verify-words.ts';

const { format } = en;

export const words: VerifyWords = {
  over: 'Drop the report, the file or pinned keys',
  chooseReport: 'Choose a report…',
  chooseFile: 'Choose the file…',
  choosePins: 'Choose pinned keys…',
  report: (name, receipts, without) =>
    `Report: ${name}, ${format.plural(receipts, { one: '# receipt', other: '# receipts' })}` +
    (without === 0 ? '.' : `, and ${format.number(without)} answers without one.`),
  noReport: 'No report yet.',
  file: (name) => `File: ${name}, read on this computer.`,
  noFile: 'No file yet: without it, no verdict is shown.',
  reading: 'Reading…',
  keys: 'Keys',
  keysHere:
    'These are the keys that this page brought. Whoever can forge this page can forge them: compare them with a printed copy, or choose keys that you pinned earlier.',
  keysOfPage: 'Keys that this page brought.',
  keysFrom: (name) => `Keys that you pinned, from ${name}.`,
  noKeys: 'This registry shows no keys for receipts: choose pinned keys.',
  receiptKey: 'Receipts',
  logKey: 'Log',
  registry: 'Registry',
  result: 'What the report proves',
  unnamed: 'A receipt',
  others: (n) =>
    `${format.plural(n, { one: '# receipt of the report is', other: '# receipts of the report are' })} not about this file.`,
  nothingTied: 'No receipt of the report is tied to this file.',
  fault: {
    report: 'This is no report that can be read here.',
    receipts: 'This report holds no receipts. Export it again with signed receipts.',
    kept: 'No receipt is kept at the address given, or the registry did not answer.',
    file: 'This file could not be read here.',
    pins: 'This is no file of pinned keys.',
    browser: 'This browser cannot verify Ed25519 signatures.',
  },
  headings: HEADINGS,
  conclusions: CONCLUSIONS,
  refusals: REFUSALS,
  findings: {
    ...findingWords(writingOf(en)),
    signed: ({ registry }) => `${registry} signed this answer, with one of the keys shown here.`,
  },
};
