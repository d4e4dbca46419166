import * as z from 'zod';
import { LogEntry } from './contract-log.ts';
import { sha256 } from './contract-print.ts';

/** A layer of a registered document shown, equal to the suspect's. */
export const LayerOpening = z.strictObject({
  path: z.string(),
  value: z.string(),
  /** Hex. */
  salt: sha256,
  index: z.int().min(0),
  size: z.int().min(1),
  /** Hex, from the layer's sibling up to the record's commitment. */
  proof: z.array(sha256),
});
export type LayerOpening = z.infer<typeof LayerOpening>;

/** A receipt with all that is needed to verify it offline; to be kept with the report. */
export const Receipt = z.strictObject({
  /** Compact JWS whose payload is described in `schema/receipt.md`. */
  receipt: z.string(),
  /** Ties the receipt to the file; who has the receipt without it cannot. */
  salt: sha256,
  /** For a match: the record's entry in the log, its proof (C2SP tlog-proof), and layers that are equal. */
  entry: LogEntry.nullable(),
  proof: z.string().nullable(),
  openings: z.array(LayerOpening),
});
export type Receipt = z.infer<typeof Receipt>;
