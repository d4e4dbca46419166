import { formatFor } from './format.ts';
import type { locate as french } from './fr-locate.ts';

const format = formatFor('en');

/** The words for the places where a text differs, in English. */
export const locate: typeof french = {
  heading: 'Where the text differs',
  warning:
    'Locate the passages: digests of groups of words go to the registry; its operator could rebuild part of the text from them.',
  inPart: (name) => `In the part: ${name}`,
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
    gone: 'The file is no longer open in this page; drop it again.',
    no_text: 'This file has no text to compare.',
    unfit: 'The registry’s answer does not fit this text.',
    unread: 'The file could not be read again; drop it again.',
    reason: (reason) => `The passages could not be located: ${reason}.`,
  },
};
