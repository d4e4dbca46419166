import { en } from '../locales/en.ts';
import type { Values, VerifyWords } from './verify-words.ts';

const { format } = en;
const grade = ({ grade: of = '' }: Values) => (of === '' ? '' : ` (${of})`);
const compared = (of: Values) =>
  `Compared with record ${of.record}${grade(of)}: ${of.grade === '' ? 'little in common, ' : ''}` +
  format.plural(Number(of.places), { one: '# place differs', other: '# places differ' });

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
  headings: {
    proven: 'Proven here, whatever anyone says',
    stated: 'Only stated by the registry',
    open: 'Not proven',
  },
  conclusions: {
    proven: 'Proven: the registered document has what this file has, see below.',
    stated: 'Genuine answer about this file; what it says is the word of the registry.',
    retracted: 'Genuine answer about this file; its registrant no longer stands by the record.',
    untied: 'No verdict: this receipt is not tied to a file.',
  },
  refusals: {
    malformed: 'Refused: this is no receipt, or a damaged one.',
    unknown_key:
      'Refused: signed by none of these keys. A look-alike site, or a key newer than those that were pinned.',
    bad_signature: 'Refused: the receipt was changed after it was signed.',
    bad_proof: 'Refused: the proof is of something else than the receipt says.',
    unwitnessed: 'Refused: the pinned witnesses did not cosign the log.',
    missing: 'Refused: the proof lacks something.',
  },
  findings: {
    signed: ({ registry }) => `${registry} signed this answer, with one of the keys below.`,
    tied_bytes: () =>
      'The answer is about this file: its SHA-256 is the one that the receipt covers.',
    tied_fingerprint: () =>
      'The answer is about this file: its SHA-256 and its whole fingerprint, computed here, are those that the receipt covers.',
    tied_text: () =>
      'It is about this text: its fingerprint and its ordered entries, computed here, are those that the receipt covers.',
    equal_layer: ({ record }) => `A layer of record ${record} has the digest that this text has.`,
    equal_bytes: ({ record }) => `Record ${record} was made of these very bytes.`,
    equal_part_bytes: ({ record }) =>
      `Record ${record} is of a document that holds these very bytes as a part.`,
    equal_text: ({ record }) =>
      `The text of this file has the digest of the text in record ${record}.`,
    equal_look: ({ record }) =>
      `What this file draws has the digest that record ${record} has of it.`,
    logged: ({ record, index, log }) => `Record ${record} is entry ${index} of the log ${log}.`,
    witnessed: ({ log, at }) =>
      `The pinned witnesses had cosigned the log ${log} with it by ${at}, by their own clocks: it was registered by then.`,
    match: (of) => `It matches record ${of.record}${grade(of)}.`,
    differs: (of) => `It differs from record ${of.record}${grade(of)}.`,
    absent: () => 'Nothing registered matches or resembles it.',
    undecided: ({ reason }) => `Nothing can be said of it (${reason}).`,
    registered: ({ record, registrant, corpus, at }) =>
      `Record ${record} was registered by ${registrant} in corpus ${corpus}, at ${at}.`,
    consulted: ({ corpus, records, coverage }) =>
      `Consulted: corpus ${corpus}, ${records} documents, said to cover: ${coverage}`,
    closed: ({ corpus }) => `Not consulted: corpus ${corpus}, closed to whoever asked.`,
    withdrawn: () => 'Its registrant withdrew this record.',
    decoy: () => 'Its registrant planted this document as a decoy: it is known to be false.',
    bytes_only: () => 'Only the bytes were compared, not the content.',
    as_of: ({ at, size }) => `The answer was given at ${at}, when the log had ${size} entries.`,
    compared: (of) => `${compared(of)}.`,
    compared_in_part: (of) => `${compared(of)}, as far as it was compared.`,
    compared_at: ({ at }) => `The answer was given at ${at}.`,
    no_file: () => 'This receipt is not tied to a file: add the file.',
    other_file: () => 'This receipt is about another file.',
    other_reading: () =>
      'The bytes are those of this file, but the registry was sent another fingerprint than it has here: an invented one, or one of another version of this program.',
    unwitnessed: () => 'No quorum of witnesses cosigned the log: others may be shown another log.',
    no_proof: () =>
      'This match is the word of the registry: the receipt shows no digest of the record that this file has too.',
    registered_words: () =>
      'What stands in the registered document instead: nobody is shown its words.',
    not_true: () => 'Whether what the document says is true.',
    not_forged: () => 'That it is forged: originals that nobody registered are absent too.',
    report_differs: () =>
      'The report says something else than the receipt that it holds: the report was changed.',
  },
};
