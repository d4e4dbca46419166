import { formatFor } from './format.ts';
import type { verdict as french, Noun } from './fr-verdict.ts';

const format = formatFor('en');

const NOUN: Record<Noun, string> = { file: 'file', mail: 'email' };

/** The words of the answers, in English. */
export const verdict: typeof french = {
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
    contains: (noun, how) => {
      if (how === 'footer') {
        return `This ${NOUN[noun]} is a registered one, with the footer of a mailing list added below.`;
      }
      if (how === 'quoted') {
        return `This ${NOUN[noun]} quotes a registered email word for word; what is written above the quotation was not compared.`;
      }
      return how === 'part'
        ? `This ${NOUN[noun]} holds a registered document among its attachments; the rest was not found.`
        : `This ${NOUN[noun]} contains a registered document, with something else around it.`;
    },
    near: (noun) =>
      `This ${NOUN[noun]} resembles a registered document; what differs has not been located.`,
    near_located: (noun, n) =>
      `This ${NOUN[noun]} resembles a registered document; ${n === 0 ? 'no word difference was found' : format.plural(n, { one: '# passage differs', other: '# passages differ' })}.`,
    near_partly: (noun) =>
      `This ${NOUN[noun]} resembles a registered document; what differs could not be located for certain.`,
    altered_located: (noun, n) =>
      `Most of this ${NOUN[noun]} follows a registered document, but ${format.plural(n, { one: 'one passage differs', other: '# passages differ' })}.`,
    absent: (noun) => `Nothing registered as authentic matches or resembles this ${NOUN[noun]}.`,
    absent_empty: 'The registry holds no document yet: nothing could be compared.',
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
    absent_empty: 'Anything about the document: where nothing is registered, everything is absent.',
    undecided: '“Undecided” is not “absent”: the document may be in the registry.',
    members: 'That the files of the archive circulated together, or that what they say is true.',
    decoy: 'That what the document says is true: a decoy is made to deceive.',
  },

  facts: {
    registrant: 'Declared by',
    date: 'Registered on',
    record: 'Record',
    entry: (index) => `Entry ${format.number(index)} of the log`,
    witnessed: ', witnessed',
    unwitnessed: ', unwitnessed',
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
    no_text_layer: 'this file is an image, or its text layer cannot be read',
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
    refused:
      'the registry refused this fingerprint; reload the page, which may be older than the registry',
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
};
