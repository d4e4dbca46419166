import type { Conclusion, Finding, FindingCode, Found } from '../client/finding.ts';
import type { LogErrorCode } from '../tlog/error.ts';
import { safeText } from './escape.ts';
import { gradeText, reasonText } from './words.ts';

/** The words of `verify`: what is proven, what is only stated, and what is not known. */
const HEADINGS: Readonly<Record<Finding['kind'], string>> = {
  proven: 'Proven here, whatever anyone says',
  stated: 'Only stated by the registry',
  open: 'Not proven',
};

const CONCLUSIONS: Readonly<Record<Conclusion, string>> = {
  proven: 'Proven: the registered document has what this file has, see below',
  stated: 'Genuine answer about this file; what it says is the word of the registry',
  retracted: 'Genuine answer about this file; its registrant no longer stands by the record',
  untied: 'No verdict: this receipt is not tied to a file',
};

type Values = Readonly<Record<string, string>>;

const compared = ({ record, grade = '', places }: Values) =>
  `Against record ${record}: ${grade === '' ? 'little in common' : gradeText(grade)}, ${places} places of this page differ`;

const FINDINGS: Readonly<Record<FindingCode, (of: Values) => string>> = {
  signed: ({ registry }) => `${registry} signed this answer, with a key that you have pinned.`,
  tied_bytes: () =>
    'The answer is about this file: its SHA-256 is the one that the receipt covers.',
  tied_fingerprint: () =>
    'The answer is about this file: its SHA-256 and its whole fingerprint, computed here, are those that the receipt covers.',
  tied_text: () =>
    'It is about this text: its fingerprint and its ordered entries are those covered.',
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
    `The witnesses that you have pinned had cosigned the log ${log} with it by ${at}, by their own clocks: it was registered by then.`,
  match: ({ grade, record }) => `It matches record ${record} (${gradeText(grade ?? '')}).`,
  differs: ({ grade, record }) => `It differs from record ${record} (${gradeText(grade ?? '')}).`,
  absent: () => 'Nothing registered matches or resembles it.',
  undecided: ({ reason }) => `Nothing can be said of it: ${reasonText(reason ?? '')}.`,
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
  no_file: () => 'This receipt is not tied to a file: give the file with --file.',
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
};

export function findingText({ code, values }: Finding): string {
  return FINDINGS[code](values);
}

/** Lines under the name of what was verified, fit for a terminal. */
export function foundLines({ conclusion, findings }: Found): string[] {
  const lines = [`  ${CONCLUSIONS[conclusion]}.`];
  for (const kind of ['proven', 'stated', 'open'] as const) {
    const told = findings.filter((finding) => finding.kind === kind);
    if (told.length > 0) lines.push(`  ${HEADINGS[kind]}:`);
    for (const finding of told) lines.push(`    ${safeText(findingText(finding))}`);
  }
  return lines;
}

/** Why a receipt is not believed. */
export const REFUSALS: Readonly<Record<LogErrorCode, string>> = {
  malformed: 'Refused: this is no receipt, or a damaged one',
  unknown_key:
    'Refused: signed by no key that you have pinned for this registry. A look-alike site, or a key newer than your pin file',
  bad_signature: 'Refused: the receipt was changed after it was signed',
  bad_proof: 'Refused: the proof is of something else than the receipt says',
  unwitnessed: 'Refused: the witnesses that you have pinned did not cosign the log',
  missing: 'Refused: the proof lacks something',
};
