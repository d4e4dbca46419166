import type { Coverage, Keyholder, LogPlace, StatementKind, TokenInfo } from './contract.ts';
import type { Registrar } from './store.ts';

/** What the registry needs of a database to know who may do what. */
export interface AdminStore {
  addToken(token: NewToken): Promise<void>;
  /** @param sha256 lower-case hex SHA-256 of the token */
  token(sha256: string): Promise<HeldToken | null>;
  /** All tokens, the newest first. */
  tokens(): Promise<TokenInfo[]>;
  /** From now on the token opens nothing. @returns what is known of it, null for none */
  revokeToken(id: string, at: string): Promise<TokenInfo | null>;

  registrar(id: string): Promise<Registrar | null>;
  registrars(): Promise<Registrar[]>;
  /** Null before the first statement of keyholders. */
  governance(): Promise<Governance | null>;

  /** One that took effect. */
  statement(id: string): Promise<StoredStatement | null>;
  /** Those after a number, in the order in which they took effect. */
  statements(after: number, limit: number): Promise<(StoredStatement & { number: number })[]>;
  /**
   * Keeps a statement with what follows from it, all at once or not at all.
   *
   * @returns false, having changed nothing, when another statement has its slot, or when it declares a
   *   registrar and registration is frozen
   */
  enact(statement: NewStatement, effect: Effect): Promise<boolean>;
  /** Notes a freeze without statement, by the paper code. */
  freeze(freeze: FreezeState): Promise<void>;
}

export interface NewToken extends TokenInfo {
  readonly sha256: string;
}

export interface HeldToken extends TokenInfo {
  /** Of a registrar's token; null for others. */
  readonly holder: Registrar | null;
}

export interface Governance {
  /** Id of the statement that it comes from. */
  readonly statement: string;
  readonly required: number;
  readonly keys: readonly Keyholder[];
  readonly freezeCodeSha256: string | null;
  readonly freeze: FreezeState | null;
}

export interface FreezeState {
  /** 32 bytes, hex: the statement's id, or random. */
  readonly id: string;
  readonly at: string;
  /** Name of the key, or that it was the paper code. */
  readonly by: string;
  readonly reason: string | null;
}

export interface StoredStatement {
  /** Lower-case hex SHA-256 of `text`. */
  readonly id: string;
  readonly kind: StatementKind;
  /** The signed bytes as text. */
  readonly text: string;
  readonly signatures: readonly string[];
  /** Names and `SHA256:…` of the keys that signed. */
  readonly signedBy: readonly { readonly name: string; readonly key: string }[];
  readonly required: number;
  readonly at: string;
  /** Its entry in the log. */
  readonly log: LogPlace;
}

export interface NewStatement extends StoredStatement {
  /** Of two statements with one slot only the first takes effect, e.g. those that follow one. */
  readonly slot: string;
}

export type Effect =
  | {
      readonly kind: 'keyholders';
      readonly governance: Omit<Governance, 'freeze'>;
    }
  | { readonly kind: 'registrar'; readonly registrar: Registrar }
  | {
      readonly kind: 'withdrawal';
      readonly ref: number;
      readonly reason: string;
    }
  | { readonly kind: 'freeze'; readonly freeze: FreezeState }
  | { readonly kind: 'unfreeze' }
  | { readonly kind: 'coverage'; readonly corpus: string; readonly coverage: Coverage };
