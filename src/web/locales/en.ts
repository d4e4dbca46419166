import { evidence } from './en-evidence.ts';
import { front } from './en-front.ts';
import { locate } from './en-locate.ts';
import { run } from './en-run.ts';
import { take } from './en-take.ts';
import { triage } from './en-triage.ts';
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
  registryNothing:
    'No document is registered here yet: every answer would be “absent” and say nothing.',
  notice: 'Notice',
  registryEmpty: 'No corpus is open to consultation',
  registrySilent: 'The registry is not answering: nothing can be checked for now',
  verify: {
    path: '/en/verify',
    link: 'Verify a report',
    title: 'What a report proves',
    lead: 'Add a report with signed receipts, and the file that it is about. All is verified on this computer, without a network: nothing is sent.',
    noScript:
      'This is verified in the browser: it needs JavaScript, or the command empreinte verify.',
  },
  /** The rest of its words is for the server only: `en-log.ts`. */
  log: { path: '/en/log', link: 'The public log' },
  nothingElse: 'This page loads nothing from any other site.',
  front,

  run,

  triage,

  ...take,

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
    signed: (who, version, since) =>
      `Statement signed by ${who} (version ${version}), in force since ${since}; nobody else has verified it.`,
    places: (list) => `Covers: ${list}.`,
    dates: (from, to) =>
      from === null ? `Up to ${to}.` : to === null ? `From ${from} on.` : `${from} to ${to}.`,
    registered: (n) =>
      `${format.plural(n, { one: '# document stated as registered', other: '# documents stated as registered' })}.`,
    missing: (list) => `Not covered: ${list}.`,
    counted: (what, n) => `${what} (${format.number(n)})`,
  },

  part: (path) => `Part ${path}`,
  words: (n) => format.plural(n, { one: '# word', other: '# words' }),
  unnamed: 'unnamed',
};
