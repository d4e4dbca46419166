import type { LogErrorCode } from '../tlog/error.ts';
import type { Conclusion, Finding, FindingCode } from './finding.ts';

/**
 * The English of what a verified receipt comes to, the same at a terminal and on the page. A surface
 * replaces what is said otherwise there.
 */

export type Values = Readonly<Record<string, string>>;

/** How a surface writes what comes as a code or as an instant (ISO 8601). */
export interface Writing {
  readonly grade: (code: string) => string;
  readonly reason: (code: string) => string;
  readonly instant: (iso: string) => string;
}

export type FindingWords = Readonly<Record<FindingCode, (of: Values) => string>>;

/** What is proven, what is only stated, and what is not known. */
export const HEADINGS: Readonly<Record<Finding['kind'], string>> = {
  proven: 'Proven here, whatever anyone says',
  stated: 'Only stated by the registry',
  open: 'Not proven',
};

export const CONCLUSIONS: Readonly<Record<Conclusion, string>> = {
  proven: 'Proven: the registered document has what this file has, see below.',
  stated: 'Genuine answer about this file; what it says is the word of the registry.',
  retracted: 'Genuine answer about this file; its registrant no longer stands by the record.',
  untied: 'No verdict: this receipt is not tied to a file.',
};

/** Why a receipt is not believed. */
export const REFUSALS: Readonly<Record<LogErrorCode, string>> = {
  malformed: 'Refused: this is no receipt, or a damaged one.',
  unknown_key:
    'Refused: signed by none of these keys. A look-alike site, or a key newer than those that were pinned.',
  bad_signature: 'Refused: the receipt was changed after it was signed.',
  bad_proof: 'Refused: the proof is of something else than the receipt says.',
  unwitnessed: 'Refused: the pinned witnesses did not cosign the log.',
  missing: 'Refused: the proof lacks something.',
};

export function findingWords({ grade, reason, instant }: Writing): FindingWords {
  const graded = (code = '') => (code === '' ? '' : ` (${grade(code)})`);
  const compared = ({ record, grade: code, places }: Values) =>
    `Compared with record ${record}${graded(code)}: ${code === '' ? 'little in common, ' : ''}` +
    (places === '1' ? '1 place differs' : `${places} places differ`);
  return {
    signed: ({ registry }) => `${registry} signed this answer, with one of the pinned keys.`,
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
    witnessed: ({ log, at = '' }) =>
      `The pinned witnesses had cosigned the log ${log} with it by ${instant(at)}, by their own clocks: it was registered by then.`,
    match: (of) => `It matches record ${of.record}${graded(of.grade)}.`,
    differs: (of) => `It differs from record ${of.record}${graded(of.grade)}.`,
    absent: () => 'Nothing registered matches or resembles it.',
    undecided: (of) => `Nothing can be said of it: ${reason(of.reason ?? '')}.`,
    registered: ({ record, registrant, corpus, at = '' }) =>
      `Record ${record} was registered by ${registrant} in corpus ${corpus}, at ${instant(at)}.`,
    consulted: ({ corpus, records, coverage }) =>
      `Consulted: corpus ${corpus}, ${records} documents, said to cover: ${coverage}`,
    closed: ({ corpus }) => `Not consulted: corpus ${corpus}, closed to whoever asked.`,
    withdrawn: () => 'Its registrant withdrew this record.',
    decoy: () => 'Its registrant planted this document as a decoy: it is known to be false.',
    bytes_only: () => 'Only the bytes were compared, not the content.',
    as_of: ({ at = '', size }) =>
      `The answer was given at ${instant(at)}, when the log had ${size} entries.`,
    compared: (of) => `${compared(of)}.`,
    compared_in_part: (of) => `${compared(of)}, as far as it was compared.`,
    compared_at: ({ at = '' }) => `The answer was given at ${instant(at)}.`,
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
  };
}
