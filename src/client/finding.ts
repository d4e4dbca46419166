/**
 * What a verified receipt comes to, as codes for which each surface has its words. Three kinds: shown by
 * signature and digests whatever anyone says, said by the registry and not shown, and not known.
 */
export interface Finding {
  readonly kind: 'proven' | 'stated' | 'open';
  readonly code: FindingCode;
  readonly values: Readonly<Record<string, string>>;
}

export type FindingCode =
  /** proven: `registry`, `at`, `key` is pinned */
  | 'signed'
  /** proven: of the digests that decided */
  | 'tied_bytes'
  | 'tied_fingerprint'
  /** proven: of a comparison, fingerprint and ordered entries of one part */
  | 'tied_text'
  /** proven: equal layers of `record` */
  | 'equal_bytes'
  | 'equal_part_bytes'
  | 'equal_text'
  | 'equal_look'
  /** proven: of a comparison, whichever layer */
  | 'equal_layer'
  /** proven: `record` is entry `index` of `log` */
  | 'logged'
  | 'witnessed'
  /** stated: the registry's verdict, where it is not proven by an equal layer */
  | 'match'
  | 'differs'
  | 'absent'
  | 'undecided'
  | 'registered'
  | 'consulted'
  | 'closed'
  | 'withdrawn'
  | 'decoy'
  | 'bytes_only'
  | 'as_of'
  /** stated: `places` of this page differ from `record`, `grade` empty for little in common */
  | 'compared'
  | 'compared_in_part'
  | 'compared_at'
  /** open */
  | 'no_file'
  | 'other_file'
  | 'other_reading'
  | 'unwitnessed'
  | 'no_proof'
  | 'registered_words'
  | 'not_true'
  | 'not_forged'
  | 'report_differs';

/** What may be said of the file, in one word. */
export type Conclusion =
  /** The registered document has a digest of this file: bytes, or text. */
  | 'proven'
  /** About this file, on the registry's word. */
  | 'stated'
  /** About this file, and the registry says that nothing is to be built on it. */
  | 'retracted'
  /** Tied to no file, or to another: no verdict is to be shown. */
  | 'untied';

export interface Found {
  readonly conclusion: Conclusion;
  readonly findings: readonly Finding[];
}

export function finding(
  kind: Finding['kind'],
  code: FindingCode,
  values: Finding['values'] = {},
): Finding {
  return { kind, code, values };
}
