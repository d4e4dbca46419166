import type { Layer, VerdictFields } from '../registry/contract.ts';

/** A header of a mail as its reader sees it, under the name that evidence gives it. */
export interface HeaderValue {
  readonly layer: HeaderLayer;
  /** Null where the mail has none. */
  readonly value: string | null;
}

/** In the order in which a mail program shows them. */
export const HEADER_LAYERS = [
  'from',
  'sender',
  'reply_to',
  'to',
  'cc',
  'date',
  'subject',
  'message_id',
  'importance',
] as const satisfies readonly Layer[];
export type HeaderLayer = (typeof HEADER_LAYERS)[number];

export type HeaderSide = 'differs' | 'unverified' | 'agrees' | 'not_compared';

export interface HeaderRow extends HeaderValue {
  readonly side: HeaderSide;
}

/**
 * The headers beside what the registry said of each. One that neither the mail nor the evidence
 * knows is left out.
 *
 * @param values null where the file is not here to be read
 */
export function headerRows(
  evidence: VerdictFields['evidence'],
  values: readonly HeaderValue[] | null,
): HeaderRow[] {
  return HEADER_LAYERS.flatMap((layer) => {
    const value = values?.find((one) => one.layer === layer)?.value ?? null;
    const side = (['differs', 'unverified', 'agrees'] as const).find((one) =>
      evidence[one].includes(layer),
    );
    if (side === undefined && value === null) return [];
    // Where the bytes are equal, no header needed to be compared by itself.
    const otherwise = evidence.agrees.includes('bytes') ? 'agrees' : 'not_compared';
    return [{ layer, value, side: side ?? otherwise }];
  });
}
