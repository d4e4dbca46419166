import { formatFor } from './format.ts';
import type { Catalogue, Noun } from './fr.ts';

const format = formatFor('en');

const NOUN: Record<Noun, string> = { file: 'file', mail: 'email' };

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

  labels: {
    identical: 'Identical',
    same_content: 'Same content',
    same_text: 'Same text, appearance not verified',
    altered: 'Differs slightly',
    altered_heavy: 'Altered',
    part_of: 'Excerpt',
    contains: 'Contains',
    near: 'Resembles',
    absent: 'Not in the registry',
    undecided: 'Undecided',
  },

  sentences: {
    identical: (noun) =>
      `This ${NOUN[noun]} is identical, byte for byte, to a registered document.`,
    same_content: () =>
      'Not the same file, but the content of a registered document: every word, number, sign and attachment is accounted for.',
    same_text: () =>
      'Every word, number and sign of the text is that of a registered document; how it looks could not be compared.',
    altered: (noun, differing) =>
      differing === null
        ? `Most of this ${NOUN[noun]} follows a registered document, but it differs from it.`
        : `Most of this ${NOUN[noun]} follows a registered document, but this differs: ${differing}.`,
    part_of: (noun) => `This ${NOUN[noun]} is an excerpt of a registered document.`,
    contains: (noun) =>
      `This ${NOUN[noun]} contains a registered document, with something else around it.`,
    near: (noun) =>
      `This ${NOUN[noun]} resembles a registered document; what differs has not been located.`,
    near_located: (noun, n) =>
      `This ${NOUN[noun]} resembles a registered document; ${n === 0 ? 'no word difference was found' : format.plural(n, { one: '# passage differs', other: '# passages differ' })}.`,
    near_partly: (noun) =>
      `This ${NOUN[noun]} resembles a registered document; what differs could not be located for certain.`,
    altered_located: (noun, n) =>
      `Most of this ${NOUN[noun]} follows a registered document, but ${format.plural(n, { one: 'one passage differs', other: '# passages differ' })}.`,
    absent: (noun) => `Nothing registered as authentic matches or resembles this ${NOUN[noun]}.`,
    undecided: (reason) => `Cannot tell: ${reason}.`,
    members: (total, counts) =>
      `${format.plural(total, { one: 'This archive holds # file', other: 'This archive holds # files' })}: ${counts}. The answer is that of the least certain.`,
  },
  countOf: (label, n) => `${label}, ${format.number(n)}`,

  headings: {
    shows: 'What this shows',
    notShown: 'What this does not show',
    coverage: 'What the registry covers',
    evidence: 'What was compared',
    parts: 'Parts',
    near: 'Close documents',
    digests: 'Digests of the file',
  },
  shows: {
    identical: (who, when) => `${who} declared this very file authentic on ${when}.`,
    same_content: (who, when) =>
      `${who} declared this content authentic on ${when}. Only the file changed.`,
    same_text: (who, when, list) =>
      `${who} declared this text authentic on ${when}.${list === null ? '' : ` Not verified: ${list}.`}`,
    altered: (who, when) =>
      `${who} declared a very similar document authentic on ${when}. This file is not that document.`,
    part_of: (who, when) =>
      `These passages are in a document that ${who} declared authentic on ${when}.`,
    contains: (who, when) => `${who} declared a part of this file authentic on ${when}.`,
    near: (who, when) => `${who} declared a document close to this one authentic on ${when}.`,
    absent: (count, who, when) =>
      count === 1
        ? `The one document registered by ${who} as of ${when} does not resemble it.`
        : `Among the ${format.number(count)} documents registered by ${who} as of ${when}, none resembles it.`,
    absentEmpty: 'Nothing: the corpora consulted hold no document.',
    undecided: 'Nothing, either way.',
    members: 'Each file of the archive has its own answer, below.',
    part: 'It stands there as a part of another document, an attachment for instance.',
    decoy: (who, when) => `${who} had registered this document as a decoy, on ${when}.`,
    someone: 'The registrant',
    someDay: 'an unknown date',
  },
  notShown: {
    identical: 'That what the document says is true, or who leaked it.',
    same_content: 'That what the document says is true, or why the file was made again.',
    same_text:
      'That what you see on screen is this text: an image, a cover or hidden text may lie over it. Nor that the document tells the truth.',
    altered: 'What was written instead, who made the changes, or whether the rest is true.',
    part_of: 'That the excerpt keeps the meaning of the whole.',
    contains: 'Anything about what is around it.',
    near: 'How it differs, nor whether the difference is innocent.',
    absent:
      'That the document is false: it may be true and never have been registered. Nor that it is true.',
    undecided: '“Undecided” is not “absent”: the document may be in the registry.',
    members: 'That the files of the archive circulated together, or that what they say is true.',
    decoy: 'That what the document says is true: a decoy is made to deceive.',
  },
  facts: {
    registrant: 'Declared by',
    date: 'Registered on',
    record: 'Record',
    corpus: 'Corpus',
    asPart: 'Registered as a part of a document',
  },

  reasons: {
    too_short: (words, min) =>
      words === null
        ? `the text is too short, about ${format.number(min)} words are needed`
        : `the text has ${format.plural(words, { one: '# word', other: '# words' })}, about ${format.number(min)} are needed`,
    unreadable: 'the file is damaged or of an unknown type',
    encrypted: 'the file is encrypted',
    no_text_layer: 'this PDF is an image, with no text layer',
    over_limit: 'the file is over a limit of size, depth or time',
    too_many_variants:
      'too many close variants of the same document were submitted from here today',
    corpora_closed: (list) =>
      list === null
        ? 'part of the registry is not open to you'
        : `part of the registry is not open to you: ${list}`,
    registry_unhealthy: 'the registry is not answering as it should; try again',
    quota: (minutes) =>
      minutes === null
        ? 'too many requests came from here; try again later'
        : `too many requests came from here; try again in ${format.plural(minutes, { one: '# minute', other: '# minutes' })}`,
    refused: 'the registry refused these fingerprints',
    unknown: 'the registry’s answer is not one that this page knows',
  },

  notes: {
    may_be_sibling:
      'Differs only in the fields of a series: another document of the series or a doctored one, fingerprints cannot tell.',
    layout_only:
      'The words are those of the registered document, each as often; their order or layout is not, as after a conversion. Their order was not verified.',
    same_template: (n) =>
      `Same template as ${format.plural(n, { one: '# registered document', other: '# registered documents' })}. A template can be copied: it does not count.`,
    withdrawn: (who, when) => `${who} withdrew this record on ${when}.`,
    decoy: (who, when) =>
      `${who} had registered this document as a decoy, beforehand, and said so on ${when}.`,
    bytes_only:
      'Only the bytes were compared, because a bare digest was given. The same document made into another file would not have been recognised.',
  },

  locate: {
    heading: 'Where the text differs',
    warning:
      'Locate the passages: digests of groups of words go to the registry; its operator could rebuild part of the text from them.',
    button: 'Locate the passages',
    asking: 'Comparing with the registered document…',
    count: (n) =>
      n === 0
        ? 'No word differs'
        : format.plural(n, { one: '# passage differs', other: '# passages differ' }),
    onlyMarks: 'No word difference found; punctuation, case or spacing differ.',
    nothing: 'No word difference found.',
    cutOff:
      'The comparison was cut off: what is marked may be in the registered document and only not have been found.',
    little: 'Little of this text is in the registered document, or little of that in this text.',
    first: (n) => `Only the first ${format.number(n)} passages are shown.`,
    noOriginal:
      'The registry does not hold the original text: it can show where this file departs from it, not what was written.',
    precision: 'Marks are right to within a few words.',
    gap: (n) =>
      `Passage removed, about ${format.plural(n, { one: '# word', other: '# words' })}. The registered document goes on here.`,
    difference: 'Difference',
    kinds: {
      changed: 'passage changed',
      added: 'passage added',
      moved: 'passage moved or repeated',
      removed_here: 'passage removed',
    },
    colon: ': ',
    steps: 'From passage to passage',
    position: (n, total) => `Passage ${format.number(n)} of ${format.number(total)}`,
    previous: 'Previous passage',
    next: 'Next passage',
    failures: {
      off: 'The registrant does not allow passages of the documents of this corpus to be located.',
      quota: 'Too many requests came from here; try again later.',
      refused: 'The registry refused this comparison.',
      unhealthy: 'The registry is not answering as it should; try again.',
      changed: 'The file has changed since it was checked; drop it again.',
      no_text: 'This file has no text to compare.',
      unfit: 'The registry’s answer does not fit this text.',
      unread: 'The file could not be read again; drop it again.',
      reason: (reason) => `The passages could not be located: ${reason}.`,
    },
  },

  layers: {
    bytes: 'Bytes of the file',
    body: 'Text',
    labels: 'List numbers and bullets',
    hyphens: 'Hyphens',
    furniture: 'Page headers and footers',
    appearance: 'Appearance',
    comments: 'Comments',
    numbering: 'Numbers of lists and headings',
    equations: 'Equations',
    charts: 'Charts and diagrams',
    form: 'Form fields',
    cells: 'Places of cells in tables',
    layout: 'Tabs and gaps between columns',
    message_id: 'Message-ID',
    from: 'Sender',
    to: 'Recipients',
    cc: 'Copied to',
    reply_to: 'Reply address',
    sender: 'Sent on behalf by',
    importance: 'Importance',
    date: 'Date sent',
    subject: 'Subject',
    names: 'Display names',
    alternatives: 'Other versions of the body',
    quoted: 'Quoted thread',
    signature: 'Signature',
    footer: 'Mailing list footer',
    filenames: 'Names of attachments',
    parts: 'Parts and attachments',
  },
  layersInText: {
    bytes: 'the bytes of the file',
    body: 'the text',
    labels: 'list numbers and bullets',
    hyphens: 'hyphens',
    furniture: 'page headers and footers',
    appearance: 'how it looks',
    comments: 'the comments',
    numbering: 'the numbers of lists and headings',
    equations: 'the equations',
    charts: 'the charts and diagrams',
    form: 'the form fields',
    cells: 'the places of cells in tables',
    layout: 'tabs and gaps between columns',
    message_id: 'the Message-ID',
    from: 'the sender',
    to: 'the recipients',
    cc: 'those copied',
    reply_to: 'the reply address',
    sender: 'who sent it on behalf of the sender',
    importance: 'the mark of importance',
    date: 'the date sent',
    subject: 'the subject',
    names: 'display names',
    alternatives: 'other versions of the body',
    quoted: 'the quoted thread',
    signature: 'the signature',
    footer: 'the footer of a mailing list',
    filenames: 'the names of attachments',
    parts: 'attached or embedded parts',
  },
  evidence: {
    layer: 'Layer',
    answer: 'Answer',
    agrees: 'Equal',
    differs: 'Differs',
    unverified: 'Not verified',
  },
  bands: { most: 'For the most part', part: 'In part', little: 'A little' },
  nearRecord: 'Record',
  nearShare: 'What is shared',

  marks: {
    hidden_text: 'hidden text',
    covered_text: 'covered text',
    clipped_text: 'clipped text',
    annotations: 'annotations',
    comments: 'comments',
    tracked_changes: 'tracked changes',
    hidden_sheet: 'a hidden sheet',
    literal_format: 'a cell format that shows something else than its value',
    struck_text: 'text struck out',
    generated_text: 'text that a style sheet writes',
    macros: 'macros or scripts',
  },

  coverage: {
    records: (n, who) =>
      `${format.plural(n, { one: '# document', other: '# documents' })}, declared by ${who}`,
    closed: (list) => `Not consulted, because not open to you: ${list}.`,
    none: 'No corpus was consulted.',
    at: (when) => `State of the registry on ${when}.`,
  },
  marksLine: (list) => `Look for in this file: ${list}.`,
  part: (path) => `Part ${path}`,
  words: (n) => format.plural(n, { one: '# word', other: '# words' }),
  unnamed: 'unnamed',
};
