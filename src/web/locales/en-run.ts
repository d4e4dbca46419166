import { formatFor } from './format.ts';
import type { run as french } from './fr-run.ts';

const format = formatFor('en');

/** The words for a check under way, in English. */
export const run: typeof french = {
  progress: (done, total) =>
    `${format.number(done)} of ${format.plural(total, { one: '# file', other: '# files' })}`,
  progressLabel: 'Files checked',
  reading: (name) => `Reading ${name}`,
  listing: 'Reading the folder…',
  sending: 'Waiting for the registry’s answer',
  paused: (until) =>
    `Too many requests came from here: the registry asks to wait. The check goes on by itself at ${format.clock(until)}.`,
  pause: 'Pause',
  resume: 'Resume',
  held: (done, total) =>
    `Paused: ${format.number(done)} of ${format.plural(total, { one: '# file', other: '# files' })}`,
  rate: (perSecond) => `${format.plural(perSecond, { one: '# file', other: '# files' })} a second`,
  eta: (seconds) => `About ${format.duration(seconds)} left`,
  queued: (n) =>
    format.plural(n, { one: '# fingerprint to send', other: '# fingerprints to send' }),
  copies: (n) =>
    format.plural(n, { one: '# of them a copy, read once', other: '# of them copies, read once' }),
  offline: 'No network: the fingerprints wait in this browser and leave when it is back.',
  restored: 'These answers were kept in this browser.',
  missing: (n) =>
    `${format.plural(n, { one: '# file was not read', other: '# files were not read' })}. To go on, drop the same files again or choose them: only what is missing will be read.`,
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
};
