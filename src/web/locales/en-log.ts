import { formatFor } from './format.ts';
import type { LogWords } from './fr-log.ts';

const format = formatFor('en');

export const log: LogWords = {
  title: 'The public log',
  heading: 'The log, for those who would rather check than believe us',
  lead: 'Every registration, withdrawal, statement of coverage and key is entered here in order, for good. An entry says nothing about the document: it commits to it, under a salt.',
  silent: 'The log is not answering for now. Nothing below can be verified here.',

  growth: 'Growth of the log',
  entries: (n) => format.plural(n, { one: '# entry', other: '# entries' }),
  chart: (from, to, n) =>
    `Entries of the log, from ${from} to ${to}: from 0 to ${format.number(n)}.`,
  empty: 'The log is still empty.',
  asTable: 'The same figures as a table',
  at: 'Time (UTC)',
  size: 'Entries, at least',
  clock:
    'Times are those of the registry’s own clock, read from the entries; only witnesses prove any of them. Entries of one batch have one time.',

  witnesses: 'Witnesses',
  witness: 'Witness',
  cosigned: 'Cosigned this checkpoint',
  notYet: 'not yet',
  key: 'Key',
  witnessed: 'Witnessed',
  witnessedWhy:
    'Enough witnesses have cosigned this checkpoint: each has verified that the log continues what it saw before, with nothing erased or changed. The registry can no longer show somebody else another log without being found out.',
  unwitnessed: 'Unwitnessed',
  unwitnessedWhy:
    'This checkpoint is signed by the registry alone, or by too few witnesses. The registry could show one log to some and another to others, or make it anew: nothing here rules that out. The times of entries rest on its word.',
  noWitness: 'The operator of the registry has named no witness. Anyone can be one, see below.',
  seen: (n, of) => `${format.number(n)} of ${format.number(of)}, by the operator’s rule below.`,
  policy: 'Rule for witnesses (C2SP tlog-policy)',

  coverage: 'Statements of coverage',
  nothingSigned: 'No signed statement: the sentence above binds only whoever wrote it.',
  nothingSaid: 'Nothing is said of what is covered.',
  inLog: (index) => `Entry ${format.number(index)} of the log`,
  read: 'Read the signed statement',
  noCorpus: 'No corpus is open.',

  checkpoint: 'Checkpoint',
  checkpointText: 'Checkpoint, exact text',
  origin: 'Origin',
  count: 'Size',
  root: 'Root',
  last: 'Last entry',
  open: 'Open /log/checkpoint',

  keys: 'Key fingerprints',
  keysHint:
    'Whoever could forge this page could forge these lines: compare them with those that the registry has published elsewhere, in print for example, and keep them.',
  logKey: 'Log',
  receiptKey: 'Receipts',
  noReceipts: 'This registry signs no receipts.',
  holders: (required, of) =>
    `Signatures of keyholders that a withdrawal or a new registrar needs: ${format.number(required)} of ${format.number(of)}.`,
  holder: 'Keyholder',
  frozen: (when) => `Registration is frozen since ${when}.`,

  how: 'Check for yourself',
  byTool: 'With our tool, offline',
  byToolHint:
    'Only the first line needs the network. The second prints the fingerprints to compare.',
  byGo: 'With Go and nothing of ours',
  byGoHint:
    'Save this program as verify.go. It verifies the signature, reads the tiles and computes the root again with Go’s own code (golang.org/x/mod/sumdb), which knows nothing of us.',
  byGoCommands: 'Then, in the same folder',
  asWitness: 'By becoming a witness',
  asWitnessHint:
    'A witness remembers what it saw and cosigns only what continues it. Send the operator the line that the command prints.',
  formats:
    'Formats: C2SP tlog-tiles, tlog-checkpoint, tlog-cosignature, tlog-proof. Any existing client will do.',
};
