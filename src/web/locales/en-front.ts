import { formatFor } from './format.ts';
import type { front as french } from './fr-front.ts';

const format = formatFor('en');

/** The words for the page before a file is chosen, in English. */
export const front: typeof french = {
  question: 'Is this leaked document in the registry?',
  lead: 'Drop what you received. The page computes its fingerprints on your computer and compares them with those of the documents declared authentic.',
  leadStays: 'The file does not leave your computer.',
  drop: 'Drop files, a folder or an archive here',
  over: 'Release to check',
  chooseFiles: 'Choose files…',
  chooseFolder: 'Choose a folder…',
  kinds:
    'Email (eml, msg), PDF, Word, Excel, PowerPoint, LibreOffice, RTF, HTML, text; mailboxes and archives (mbox, zip, tar, gzip). Other types are compared by their bytes. Thousands at a time.',
  stays: 'The file stays on your computer.',
  airplane:
    'You may switch the network off before dropping it: the page computes without it, and asks the registry only once it is back.',
  noScript:
    'Without JavaScript the page cannot read a file. Compute its digests yourself (sha256sum, ssdeep) and paste them below.',
  nothingDropped: 'Nothing to check: there is no file in what was dropped.',
  pasteText: 'Paste a text',
  pasteTextHint: (min) =>
    `From about ${format.number(min)} words on. The text is not sent: the page computes its fingerprints.`,
  pasteTextButton: 'Check this text',
  pastedName: 'pasted text.txt',
  paste: 'Paste digests',
  pasteHint: (max, asTyped) =>
    `SHA-256 or ssdeep, one per line, at most ${format.number(max)}. ${asTyped ? 'This field is sent as it is.' : 'Only the digests are sent, not the names.'}`,
  pasteButton: 'Check these digests',
  leaves: 'What leaves your computer',
  sent: 'Sent',
  sentWhat:
    'Fingerprints of the file, its text, its headers and its parts; type, size, number of words, presence of hidden text.',
  never: 'Never',
  neverWhat: 'The file, its name, its path, its text.',
  kept: 'Kept',
  keptWhat:
    'In this browser only, until you erase them: names, fingerprints and answers. Never the content of a file.',
  known: 'Be aware',
  knownWhat:
    'The operator of the registry recognises in the fingerprints what it already holds, and can guess a short text or an address by trial. Locating passages, if you ask for it, sends more: the page says so first.',
  answers: 'The possible answers',
  explained: {
    identical: 'The same bytes as a registered document.',
    same_content: 'Another file, but every word, number, sign and attachment is accounted for.',
    altered: 'Most of a registered document, with differences.',
    absent: 'Nothing registered resembles it. That does not say it is false.',
    undecided: 'Cannot tell, and why: unreadable, encrypted, too short.',
  },
};
