import * as z from 'zod';

/** Characters of a receipt that is kept: one of 1,000 parts has some 150,000. */
export const MAX_KEPT_CHARS = 256 * 1024;

/** Ids of receipts: 128 random bits, drawn when they were signed. */
export const RECEIPT_ID = /^rct_[0-9a-f]{32}$/;

export const KeepRequest = z.strictObject({
  /** A receipt's `receipt`, as this registry signed it; not its salt, which stays with the caller. */
  receipt: z.string().min(1).max(MAX_KEPT_CHARS),
});
export type KeepRequest = z.infer<typeof KeepRequest>;

export const KeptReceipt = z.strictObject({
  id: z.string().regex(RECEIPT_ID),
  /** Compact JWS, byte for byte as it was signed. */
  receipt: z.string(),
  /** UTC instants: since when it is kept, and when it is forgotten. */
  kept_at: z.string(),
  expires_at: z.string(),
  /** Its page in each language, below this origin. */
  pages: z.strictObject({ fr: z.string(), en: z.string() }),
});
export type KeptReceipt = z.infer<typeof KeptReceipt>;
