import type { ContentPrint, Fingerprint } from '../fingerprint/profile.ts';

/**
 * What the page shows of a fingerprint. The rest, most of it sketches, is 3 kB a mail and more of longer texts,
 * which a run of thousands does not hold in memory (`client/keeper.ts`).
 */
export interface PrintShown {
  readonly profile: string;
  readonly type: string;
  readonly bytes: Pick<Fingerprint['bytes'], 'sha256' | 'ssdeep' | 'tlsh'>;
  readonly content: Pick<ContentPrint, 'extractor' | 'words' | 'body' | 'marks'> | null;
  readonly mail: { readonly alternatives: readonly Pick<ContentPrint, 'marks'>[] } | null;
  readonly parts: readonly PrintShown[];
}

/** A fingerprint as it leaves its reader. */
export interface PrintSent {
  readonly shown: PrintShown;
  /** The whole of it as JSON, as it is kept and asked about: of the objects in it a page of thousands would be garbage. */
  readonly json: string;
}

export function sentOf(fingerprint: Fingerprint): PrintSent {
  return { shown: shownOf(fingerprint), json: JSON.stringify(fingerprint) };
}

/** What is shown of it, with nothing of the rest behind it. */
export function shownOf({ profile, type, bytes, content, mail, parts }: Fingerprint): PrintShown {
  const { sha256, ssdeep, tlsh } = bytes;
  return {
    profile,
    type,
    bytes: { sha256, ssdeep, tlsh },
    content: content && {
      extractor: content.extractor,
      words: content.words,
      body: content.body,
      marks: content.marks,
    },
    mail: mail && { alternatives: mail.alternatives.map(({ marks }) => ({ marks })) },
    parts: parts.map(shownOf),
  };
}
