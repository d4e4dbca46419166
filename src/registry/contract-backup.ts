import * as z from 'zod';

/**
 * What goes to and from whoever keeps a registry's backup. All of it is JSON text with a mac of the
 * registry's own over its very bytes: it takes back what it gave out, in the order in which it gave it out, and
 * nothing else.
 */
export const Vouched = z.strictObject({
  /** JSON of a `BackupTicket`, `BackupPage` or `BackupManifest`. */
  text: z.string(),
  /** Id of a sealing key, a colon, HMAC-SHA-256 in hex. */
  mac: z.string().regex(/^[A-Za-z0-9_-]{1,16}:[0-9a-f]{64}$/),
});
export type Vouched = z.infer<typeof Vouched>;

export const BACKUP_FORMAT = 'empreinte-backup/1';

/** `d1/TABLE`, `do/BINDING/TABLE`, `r2/BINDING`. */
const part = z.string().regex(/^(?:d1\/\w+|do\/\w+\/\w+|r2\/\w+)$/);
const count = z.int().min(0);

const about = {
  format: z.literal(BACKUP_FORMAT),
  /** UUID. */
  backup: z.uuid(),
  /** UTC instant at which it was begun. */
  at: z.iso.datetime(),
  origin: z.string(),
  environment: z.enum(['production', 'staging', 'local']),
};

/** Opens a backup: what it is to consist of, and how the registry stood. */
export const BackupTicket = z.strictObject({
  kind: z.literal('ticket'),
  ...about,
  /** Digest that changes with every registration and every step of compaction. */
  state: z.string(),
  /** In the order in which they must be copied. */
  parts: z.array(part),
});
export type BackupTicket = z.infer<typeof BackupTicket>;

/** A value of a row: text, number, null; bytes as upper-case hex, an object's as base64. */
const Value = z.union([z.string(), z.number(), z.null()]);

export const BackupPage = z.strictObject({
  kind: z.literal('page'),
  backup: z.uuid(),
  part,
  /** From 0. */
  number: count,
  /** Mac of the page before it in its part; null for the first. */
  previous: z.string().nullable(),
  /** `next` of the page before it. */
  after: z.string().nullable(),
  /** Names of the values; of an object its name and its bytes. */
  columns: z.array(z.string()),
  rows: z.array(z.array(Value)),
  /** Where the next page begins; null for the last. */
  next: z.string().nullable(),
});
export type BackupPage = z.infer<typeof BackupPage>;

const Copied = z.strictObject({
  part,
  pages: z.int().min(1),
  rows: count,
  /** Mac of the last page. */
  last: Vouched.shape.mac,
});

/** Closes a backup: the registry had not changed since the ticket. */
export const BackupManifest = z.strictObject({
  kind: z.literal('manifest'),
  ...about,
  /** Names of the migrations that had been applied. */
  migrations: z.array(z.string()),
  /** Ids of the look-up keys, each with a digest that tells whether another is the same. */
  lookup_keys: z.array(z.strictObject({ id: z.string(), check: z.string() })),
  seal_keys: z.array(z.string()),
  log: z.strictObject({
    size: count,
    /** Base64. */
    root: z.string(),
    /** Signed note. */
    checkpoint: z.string(),
  }),
  parts: z.array(Copied),
});
export type BackupManifest = z.infer<typeof BackupManifest>;

export const BackupPageRequest = z.strictObject({
  ticket: Vouched,
  part,
  number: count,
  previous: Vouched.shape.mac.nullable(),
  after: z.string().max(4000).nullable(),
});
export type BackupPageRequest = z.infer<typeof BackupPageRequest>;

export const BackupManifestRequest = z.strictObject({
  ticket: Vouched,
  parts: z.array(Copied).max(500),
});
export type BackupManifestRequest = z.infer<typeof BackupManifestRequest>;

/** How far a restore has come. */
export const RestoreAnswer = z.strictObject({
  backup: z.uuid(),
  parts: z.array(z.strictObject({ part, pages: count, rows: count, done: z.boolean() })),
  /** The log as it stands once everything is there; null before. */
  log: z.strictObject({ size: count, root: z.string() }).nullable(),
});
export type RestoreAnswer = z.infer<typeof RestoreAnswer>;
