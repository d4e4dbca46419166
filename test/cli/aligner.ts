import { align } from '../../src/fingerprint/align.ts';
import { shingles } from '../../src/fingerprint/shingle.ts';
import * as contract from '../../src/registry/contract.ts';

/** Answers `POST /v1/compare` by the real alignment with a text of `registered` words. */
export function compareAnswer(
  body: unknown,
  registered: string[],
  told: Partial<contract.CompareAnswer> = {},
): contract.CompareAnswer {
  const request = contract.CompareRequest.parse(body);
  const bytes = Buffer.from(request.entries, 'base64');
  const suspect = Uint16Array.from({ length: bytes.length / 2 }, (_, i) =>
    bytes.readUInt16LE(2 * i),
  );
  const alignment = align(suspect, shingles(registered).entries);
  return contract.CompareAnswer.parse({
    record: request.record,
    path: '',
    grade: 'altered',
    reason: null,
    marks_only: false,
    notes: [],
    running_lines: false,
    suspect_words: alignment.suspectTokens,
    registered_words: alignment.genuineTokens,
    complete: alignment.complete,
    segments: alignment.segments.map(({ kind, start, end, missing }) => ({
      kind,
      start,
      end,
      missing,
    })),
    cursor: null,
    at: '2026-05-01T00:00:00Z',
    ...told,
  });
}
