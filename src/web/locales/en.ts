import { evidence } from './en-evidence.ts';
import { locate } from './en-locate.ts';
import { verdict } from './en-verdict.ts';
import { formatFor } from './format.ts';
import type { Catalogue } from './fr.ts';

const format = formatFor('en');

export const en: Catalogue = {
  lang: 'en',
  format,
  other: { lang: 'fr', name: 'Français' },
  title: 'Check a leaked document',
  resultsTitle: 'Answers of the registry',
  skip: 'Skip to content',
  site: 'Empreinte',
  registryOf: (registrants) => `Registry: ${registrants}`,
  declared: (n) =>
    format.plural(n, {
      one: '# document declared authentic',
      other: '# documents declared authentic',
    }),
  registryEmpty: 'No corpus is open to consultation',
  registrySilent: 'The registry is not answering: nothing can be checked for now',
  nothingElse: 'This page loads nothing from any other site.',
  front: {
    question: 'Is this leaked document in the registry?',
    lead: 'Drop what you received. The page computes its fingerprints on your computer and compares them with those of the documents declared authentic.',
    leadStays: 'The file does not leave your computer.',
    drop: 'Drop files or a folder here',
    over: 'Release to check',
    chooseFiles: 'Choose files…',
    chooseFolder: 'Choose a folder…',
    kinds:
      'Email (eml, msg), PDF, Word, Excel, PowerPoint, LibreOffice, RTF, HTML, text; mailboxes and archives (mbox, zip, tar, gzip). Other types are compared by their bytes.',
    stays: 'The file stays on your computer.',
    noScript:
      'Without JavaScript the page cannot read a file. Compute its digests yourself (sha256sum, ssdeep) and paste them below.',
    nothingDropped: 'Nothing to check: there is no file in what was dropped.',
    paste: 'Paste digests',
    pasteHint: (max) =>
      `SHA-256 or ssdeep, one per line, at most ${format.number(max)}. This field is sent as it is.`,
    pasteButton: 'Check these digests',
    leaves: 'What leaves your computer',
    sent: 'Sent',
    sentWhat:
      'Fingerprints of the file, its text, its headers and its parts; type, size, number of words, presence of hidden text.',
    never: 'Never',
    neverWhat: 'The file, its name, its path, its text.',
    kept: 'Kept',
    keptWhat: 'Nothing in this browser: the answers go when the page goes.',
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
  },

  run: {
    progress: (done, total) =>
      `${format.number(done)} of ${format.plural(total, { one: '# file', other: '# files' })}`,
    progressLabel: 'Files checked',
    reading: (name) => `Reading ${name}`,
    listing: 'Reading the folder…',
    sending: 'Waiting for the registry’s answer',
    paused: (until) =>
      `Too many requests came from here: the registry asks to wait. The check goes on by itself at ${format.clock(until)}.`,
    cancel: 'Cancel',
    cancelled: (done, total) =>
      `Cancelled: ${format.number(done)} of ${format.plural(total, { one: '# file checked', other: '# files checked' })}`,
    done: (n) => format.plural(n, { one: '# file checked', other: '# files checked' }),
    doneDigests: (n) => format.plural(n, { one: '# digest checked', other: '# digests checked' }),
    again: 'Check something else',
    retry: 'Try again',
    failures: (n) =>
      format.plural(n, {
        one: '# file got no answer from the registry.',
        other: '# files got no answer from the registry.',
      }),
    counts: 'Answers, by kind',
    index: 'List',
    page: (from, to, total) =>
      `Answers ${format.number(from)} to ${format.number(to)} of ${format.number(total)}`,
    pages: 'Pages of answers',
    previous: 'Previous',
    next: 'Next',
    workerBroken:
      'The page could not start computing fingerprints in this browser. Reload it, or paste digests computed some other way.',
  },

  form: {
    faults: (n) =>
      format.plural(n, {
        one: '# line is neither a SHA-256 nor an ssdeep; it was not sent.',
        other: '# lines are neither a SHA-256 nor an ssdeep; they were not sent.',
      }),
    line: (n) => `Line ${format.number(n)}`,
    nothing: 'Paste at least one digest, one per line.',
    tooMany: (max) => `At most ${format.number(max)} lines at a time.`,
    failed: 'The registry did not answer as it should. Nothing is established; try again.',
  },

  ...verdict,
  locate,
  ...evidence,
  coverage: {
    records: (n, who) =>
      `${format.plural(n, { one: '# document', other: '# documents' })}, declared by ${who}`,
    closed: (list) => `Not consulted, because not open to you: ${list}.`,
    none: 'No corpus was consulted.',
    at: (when) => `State of the registry on ${when}.`,
  },

  part: (path) => `Part ${path}`,
  words: (n) => format.plural(n, { one: '# word', other: '# words' }),
  unnamed: 'unnamed',
};
