import type { CheckResult, Corpus, Reason, VerdictFields } from './contract.ts';

/** The two sentences of every answer, in English: what it shows and what it does not. */
export function wordsFor(
  result: VerdictFields,
  corpora: readonly Corpus[],
  at: string,
): Pick<CheckResult, 'shows' | 'does_not_show'> {
  const who = result.registrant ?? 'The registrant';
  const when = (result.registered_at ?? at).slice(0, 10);
  const as = result.registered_as === 'part' ? ', as part of another document,' : '';
  const since = result.state_since?.slice(0, 10) ?? 'a later day';
  const withdrawn = result.notes.includes('withdrawn') ? ` ${who} withdrew it on ${since}.` : '';
  const say = (shows: string, does_not_show: string) => ({
    shows: shows + withdrawn,
    does_not_show,
  });
  if (result.notes.includes('decoy')) {
    const what = result.verdict === 'match' ? 'This is' : 'This resembles, or holds,';
    return say(
      `${what} a decoy: ${who} registered it as one on ${when} and said so on ${since}.`,
      'That what the document says is true: a decoy is made to deceive.',
    );
  }
  switch (result.verdict) {
    case 'undecided':
      return say(
        `Nothing, either way: ${REASONS[result.reason ?? 'registry_unhealthy']}.`,
        'Undecided is not absent: the document may be in the registry.',
      );
    case 'absent': {
      const count = corpora.reduce((sum, corpus) => sum + corpus.records, 0);
      if (count === 0) {
        return say(
          'Nothing: no document is registered yet in the corpora consulted, so nothing was compared.',
          'Anything about the document: where nothing is registered, everything is absent.',
        );
      }
      const held = `Among the ${count} documents registered as of ${at.slice(0, 10)}`;
      return say(
        result.notes.includes('bytes_only')
          ? `${held}, none was found by the digest that was sent.`
          : `${held}, none matches or resembles it.`,
        'That the document is false: it may be true and never have been registered. Nor that it is true.',
      );
    }
    case 'match':
      return result.grade === 'members'
        ? say(
            'Each member of this archive was declared authentic; every member has its own result.',
            'That the members belong together, or that what they say is true.',
          )
        : result.grade === 'identical'
          ? say(
              `${who} registered this very file${as} on ${when}.`,
              'That what the document says is true, or who leaked it.',
            )
          : say(
              `${who} registered this content${as} on ${when}. Only the file was made again.`,
              'That what the document says is true, or why the file was made again.',
            );
    case 'differs':
      return say(...differs(result, who, when));
  }
}

function differs(result: VerdictFields, who: string, when: string): [string, string] {
  switch (result.grade) {
    case 'same_text':
      return [
        `${who} registered this text on ${when}. Not verified: ${result.evidence.unverified.join(', ')}.`,
        'That what is seen on screen is this text: an image, a cover or hidden text may lie over it. Nor that the document tells the truth.',
      ];
    case 'part_of':
      return [
        `These passages are in a document that ${who} registered on ${when}.`,
        'That the excerpt keeps the meaning of the whole.',
      ];
    case 'contains':
      return [
        `A part of this was registered by ${who} on ${when}.`,
        'Anything about what is around that part.',
      ];
    case 'members':
      return [
        'At least one member of this archive differs from a registered document; every member has its own result.',
        'Anything about the archive as a whole.',
      ];
    case 'altered':
      return [
        `${who} registered a very similar document on ${when}. This file is not that document.`,
        'What was written instead, who made the changes, or whether the rest is true.',
      ];
    default:
      return [
        `${who} registered a document close to this one on ${when}.`,
        'How it differs, nor whether the difference is innocent.',
      ];
  }
}

const REASONS: Record<Reason, string> = {
  too_short: 'the text is too short to be told from any other',
  unreadable: 'the file is damaged or of an unknown type',
  encrypted: 'the file is encrypted',
  no_text_layer: 'the file has no text to compare',
  over_limit: 'the file is over a limit',
  too_many_variants: 'too many close variants of the same document were submitted today',
  corpora_closed: 'part of the registry is not open to you',
  registry_unhealthy: 'the registry is not answering as it should',
};
