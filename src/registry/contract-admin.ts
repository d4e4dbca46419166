import * as z from 'zod';
import { LogPlace } from './contract-log.ts';
import { sha256 } from './contract-print.ts';

/** The ids of corpora and registrars, as manifests and answers carry them. */
export const NamedId = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,62}$/,
    'expected lower-case letters, digits and hyphens, at most 63',
  );

/** One line without controls, line ends and signs that turn the direction of writing. */
export const oneLine = (length: number) =>
  z
    .string()
    .regex(
      new RegExp(`^[^\\p{C}\\p{Zl}\\p{Zp}]{1,${length}}$`, 'u'),
      `expected one line of at most ${length} characters`,
    );

/** OpenSSH public key line, `ssh-ed25519 AAAA…`. */
const sshKey = z.string().regex(/^ssh-ed25519 [A-Za-z0-9+/]{68}(?: [^\p{C}]{0,200})?$/u);

/** Keyholders a registry may have. */
const MAX_KEYS = 20;

/** What every statement says, so that it is worth nothing elsewhere, later or twice. */
const head = {
  /** Origin of the registry it is meant for. */
  origin: z.string().min(1).max(200),
  environment: z.enum(['production', 'staging', 'local']),
  /** 32 random bytes, hex. */
  nonce: sha256,
  /** UTC instant after which nobody need take it. */
  expires: z.iso.datetime(),
};

export const Keyholder = z.strictObject({ name: oneLine(100), ssh_key: sshKey });
export type Keyholder = z.infer<typeof Keyholder>;

/** Who decides together: of `keys`, `required` must sign what needs the threshold. */
const Keyholders = z.strictObject({
  kind: z.literal('keyholders'),
  ...head,
  required: z.int().min(1).max(MAX_KEYS),
  keys: z.array(Keyholder).min(1).max(MAX_KEYS),
  /** SHA-256 of the paper code that freezes; null for none. */
  freeze_code_sha256: sha256.nullable(),
  /** Id of the statement that it replaces; null for the first. */
  previous: sha256.nullable(),
});

/** A registrar for one corpus, or another name or key for one. */
const RegistrarStatement = z.strictObject({
  kind: z.literal('registrar'),
  ...head,
  id: NamedId,
  corpus: NamedId,
  name: oneLine(200),
  ssh_key: sshKey,
});

const Withdrawal = z.strictObject({
  kind: z.literal('withdrawal'),
  ...head,
  record: z.string().regex(/^rec_[a-z2-7]{26}$/),
  reason: oneLine(200),
});

const Freeze = z.strictObject({ kind: z.literal('freeze'), ...head, reason: oneLine(200) });

const Unfreeze = z.strictObject({
  kind: z.literal('unfreeze'),
  ...head,
  /** Which freeze it ends, as `GET /v1/governance` names it: an old one ends no later freeze. */
  freeze: sha256,
});

const COVERED = 50;

/** What a corpus covers, as whoever signs it states; nobody has verified it. */
const coverage = {
  /** Counts up by one from 1. */
  version: z.int().min(1).max(1_000_000),
  mailboxes: z.array(oneLine(200)).max(COVERED),
  folders: z.array(oneLine(200)).max(COVERED),
  /** First and last day of what is covered; null for no bound. */
  from: z.iso.date().nullable(),
  to: z.iso.date().nullable(),
  /** Documents registered. */
  registered: z.int().min(0),
  /** What was left out of it, and how many documents that are where it is known. */
  not_covered: z
    .array(z.strictObject({ what: oneLine(200), count: z.int().min(0).nullable() }))
    .max(COVERED),
  /** UTC instant since when the corpus is as described. */
  since: z.iso.datetime(),
};

const CoverageStatement = z.strictObject({
  kind: z.literal('coverage'),
  ...head,
  corpus: NamedId,
  ...coverage,
});

/** The statement in force, as it is shown with answers. */
export const Coverage = z.strictObject({
  /** Id of the statement, under `/v1/statements`. */
  id: sha256,
  ...coverage,
  /** UTC instant at which it was handed in. */
  at: z.string(),
  signed_by: z.array(z.string()),
});
export type Coverage = z.infer<typeof Coverage>;

/**
 * What is signed, as JSON text and byte for byte, under the SSH signature namespace
 * `empreinte-statement@v1`.
 */
export const Statement = z.discriminatedUnion('kind', [
  Keyholders,
  RegistrarStatement,
  Withdrawal,
  Freeze,
  Unfreeze,
  CoverageStatement,
]);
export type Statement = z.infer<typeof Statement>;
export type StatementKind = Statement['kind'];

export const StatementRequest = z.strictObject({
  /** JSON text of a `Statement`, the bytes that were signed. */
  statement: z.string().min(2).max(20_000),
  /** OpenSSH armored signatures over `statement`, one a key. */
  signatures: z.array(z.string().max(2000)).max(MAX_KEYS),
});
export type StatementRequest = z.infer<typeof StatementRequest>;

/** Whose signature stands under a statement. */
export const Signatory = z.strictObject({
  name: z.string(),
  /** As `ssh-keygen -l` prints it, `SHA256:…`. */
  key: z.string(),
});
export type Signatory = z.infer<typeof Signatory>;

export const StatementAnswer = z.strictObject({
  /** SHA-256 of the statement's bytes. */
  id: sha256,
  kind: z.string(),
  /** UTC instant at which it took effect. */
  at: z.string(),
  statement: z.string(),
  signatures: z.array(z.string()),
  signed_by: z.array(Signatory),
  /** Signatures that it needed. */
  required: z.int(),
  /**
   * Its entry in the log. The salt of the commitment is the statement's `nonce`; that of a
   * withdrawal is told with the record.
   */
  log: LogPlace,
});
export type StatementAnswer = z.infer<typeof StatementAnswer>;

export const StatementsAnswer = z.strictObject({
  statements: z.array(StatementAnswer),
  /** For the next page; null at the end. */
  cursor: z.string().nullable(),
});
export type StatementsAnswer = z.infer<typeof StatementsAnswer>;

/** How many keys decide, shown with answers. */
export const Threshold = z.strictObject({
  required: z.int(),
  of: z.int(),
  /** UTC instant since when nothing is registered; null while registration is open. */
  frozen_since: z.string().nullable(),
});
export type Threshold = z.infer<typeof Threshold>;

export const GovernanceAnswer = z.strictObject({
  origin: z.string(),
  environment: z.string(),
  /** Id of the statement that named the keyholders. */
  statement: sha256,
  threshold: Threshold,
  keys: z.array(z.strictObject({ ...Keyholder.shape, key: z.string() })),
  freeze: z
    .strictObject({ id: sha256, at: z.string(), by: z.string(), reason: z.string().nullable() })
    .nullable(),
});
export type GovernanceAnswer = z.infer<typeof GovernanceAnswer>;

/** The paper code, in any case, with or without its hyphens. */
export const FreezeRequest = z.strictObject({ code: z.string().min(1).max(100) });
export type FreezeRequest = z.infer<typeof FreezeRequest>;

export const TokenScope = z.enum(['admin', 'registrar', 'accredited']);

export const TokenRequest = z.strictObject({
  scope: TokenScope,
  /** For whom, shown in the list of tokens. */
  name: oneLine(200),
  /** Of a registrar token: whose it is. */
  registrar: NamedId.optional(),
  /** UTC instant; a year from now when left out, at most two. */
  expires: z.iso.datetime().optional(),
});
export type TokenRequest = z.infer<typeof TokenRequest>;

/** What is known of a token; the token itself is not. */
export const TokenInfo = z.strictObject({
  /** Public name of the token, `tok_` and 16 characters. */
  id: z.string(),
  scope: TokenScope,
  name: z.string(),
  registrar: z.string().nullable(),
  created_at: z.string(),
  expires_at: z.string(),
  revoked_at: z.string().nullable(),
});
export type TokenInfo = z.infer<typeof TokenInfo>;

export const TokenAnswer = z.strictObject({
  ...TokenInfo.shape,
  /** Shown this once. */
  token: z.string(),
});
export type TokenAnswer = z.infer<typeof TokenAnswer>;

export const TokensAnswer = z.strictObject({
  tokens: z.array(TokenInfo),
  /** For the next page; null at the end. */
  cursor: z.string().nullable(),
});
export type TokensAnswer = z.infer<typeof TokensAnswer>;

export const BootstrapAnswer = z.strictObject({
  statement: StatementAnswer,
  /** The first admin token. */
  token: TokenAnswer,
});
export type BootstrapAnswer = z.infer<typeof BootstrapAnswer>;
