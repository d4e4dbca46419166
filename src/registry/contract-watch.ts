import * as z from 'zod';
import type { Fingerprint as FingerprintValue } from '../fingerprint/profile.ts';
import { Fingerprint } from './contract-print.ts';

/** To be told once when a document that is absent now is registered. */
export const WatchRequest = z.strictObject({
  fingerprint: Fingerprint,
  /** Where to tell it: https, a public host name, no user name. */
  url: z.string().min(9).max(2000),
  /** UTC instant; 180 days from now when left out, at most 400 days. */
  expires: z.iso.datetime().optional(),
});
export type WatchRequest = Omit<z.infer<typeof WatchRequest>, 'fingerprint'> & {
  fingerprint: FingerprintValue;
};

/** One message to a watch's address, and what became of it. */
export const Delivery = z.strictObject({
  /** Its `webhook-id`, the same in every attempt. */
  id: z.string(),
  watch: z.string(),
  /** `dead`: given up; the message was not taken. */
  state: z.enum(['pending', 'delivered', 'dead']),
  attempts: z.int().min(0),
  /** UTC instant of the next attempt; null when there is none. */
  next_at: z.string().nullable(),
  /** The last attempt: its time, the status that it was answered, and why it failed. */
  last: z
    .strictObject({
      at: z.string(),
      status: z.int().nullable(),
      error: z
        .enum(['status', 'redirect', 'unreachable', 'target_private', 'unresolved', 'token'])
        .nullable(),
    })
    .nullable(),
});
export type Delivery = z.infer<typeof Delivery>;

export const WatchInfo = z.strictObject({
  /** `wat_` and 16 hex digits. */
  id: z.string(),
  created_at: z.string(),
  expires_at: z.string(),
  /** `matched`: told, or being told. `ended`: expired, or its token is not known any more. */
  state: z.enum(['waiting', 'matched', 'ended']),
});
export type WatchInfo = z.infer<typeof WatchInfo>;

export const WatchAnswer = z.strictObject({
  ...WatchInfo.shape,
  /** `whsec_…`, with the first watch only: it verifies every message to this token's watches. */
  secret: z.string().nullable(),
});
export type WatchAnswer = z.infer<typeof WatchAnswer>;

export const WatchesAnswer = z.strictObject({
  watches: z.array(WatchInfo),
  /** Watches that may wait at a time. */
  limit: z.int(),
});
export type WatchesAnswer = z.infer<typeof WatchesAnswer>;

export const DeliveriesAnswer = z.strictObject({ deliveries: z.array(Delivery) });
export type DeliveriesAnswer = z.infer<typeof DeliveriesAnswer>;

export const WatchSecretAnswer = z.strictObject({
  secret: z.string(),
  /** UTC instant until which messages are signed with the one before too; null for the first. */
  previous_until: z.string().nullable(),
});
export type WatchSecretAnswer = z.infer<typeof WatchSecretAnswer>;

/** jsonfeed.org 1.1: what was signed of the coverage of corpora, newest first. */
export const Feed = z.strictObject({
  version: z.literal('https://jsonfeed.org/version/1.1'),
  title: z.string(),
  home_page_url: z.string(),
  feed_url: z.string(),
  language: z.string(),
  items: z.array(
    z.strictObject({
      id: z.string(),
      url: z.string(),
      title: z.string(),
      content_text: z.string(),
      date_published: z.string(),
      authors: z.array(z.strictObject({ name: z.string() })),
    }),
  ),
});
export type Feed = z.infer<typeof Feed>;
