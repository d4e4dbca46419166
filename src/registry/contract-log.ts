import * as z from 'zod';

/** Where something stands in the public log. */
export const LogPlace = z.strictObject({
  index: z.int().min(0),
  /**
   * Whether a quorum of the registry's witnesses has cosigned a checkpoint that holds it. False is
   * unwitnessed: the registry could show others another log.
   */
  witnessed: z.boolean(),
  /**
   * UTC instant by which that quorum had cosigned, by the witnesses' own clocks: the entry was there at
   * that time at the latest. Left out of what is unwitnessed.
   */
  witnessed_at: z.string().optional(),
});
export type LogPlace = z.infer<typeof LogPlace>;

/** An entry of the log opened: `schema/log.md` says how to check it against the log. */
export const LogEntry = z.strictObject({
  ...LogPlace.shape,
  /** JSON text, byte for byte as it was committed. */
  statement: z.string(),
  /** Salt of the commitment, hex. */
  salt: z.string().regex(/^[0-9a-f]{64}$/),
});
export type LogEntry = z.infer<typeof LogEntry>;

/** What a client needs to check the log; to be pinned by whoever uses it. */
export const KeysAnswer = z.strictObject({
  log: z.strictObject({
    /** Origin line of the log's checkpoints. */
    origin: z.string(),
    /** Verifier keys that sign checkpoints (C2SP signed-note), newest first. */
    keys: z.array(z.string()).min(1),
    /** Witnesses and quorum that the operator asks for (C2SP tlog-policy); empty for none. */
    policy: z.string(),
  }),
  /** Public keys that sign receipts, as JWK; newest first. */
  receipts: z.array(
    z.strictObject({
      kty: z.literal('OKP'),
      crv: z.literal('Ed25519'),
      x: z.string(),
      kid: z.string(),
    }),
  ),
});
export type KeysAnswer = z.infer<typeof KeysAnswer>;

/** Checkpoints that a timestamping authority (RFC 3161) has seen, newest first. */
export const TimestampsAnswer = z.strictObject({
  timestamps: z.array(
    z.strictObject({
      /** Size of the checkpoint; `GET /log/timestamps/{size}` has the authority's response. */
      size: z.int().min(1),
      /** UTC instant that the authority states. */
      time: z.iso.datetime(),
    }),
  ),
});
export type TimestampsAnswer = z.infer<typeof TimestampsAnswer>;

/** Where a batch's registrations stand. */
export const BatchLog = z.strictObject({
  /** Origin line of the log's checkpoints. */
  origin: z.string(),
  /** Size of a checkpoint that holds them all. */
  size: z.int().min(0),
  /** Entry of the first new record, and how many follow each other; null and 0 for none. */
  first: z.int().min(0).nullable(),
  count: z.int().min(0),
  /** Whether the quorum had cosigned when the batch was answered. */
  witnessed: z.boolean(),
});
export type BatchLog = z.infer<typeof BatchLog>;
