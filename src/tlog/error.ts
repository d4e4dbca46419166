/** Why something that claims to come from a log is not believed. */
export type LogErrorCode =
  /** Not of the format that it should have. */
  | 'malformed'
  /** Signed by no key that is trusted here, or with another origin. */
  | 'unknown_key'
  /** A trusted key's name and id, and a signature that is not its own. */
  | 'bad_signature'
  /** A proof, tile or entry that does not lead to the root it should. */
  | 'bad_proof'
  /** Not cosigned by the quorum that the policy asks for. */
  | 'unwitnessed'
  /** A tile or entry that the log should have and does not give. */
  | 'missing';

export class LogError extends Error {
  override readonly name = 'LogError';
  readonly code: LogErrorCode;

  constructor(code: LogErrorCode, detail: string) {
    super(detail);
    this.code = code;
  }
}

/** @throws LogError `malformed` */
export function malformed(detail: string): never {
  throw new LogError('malformed', detail);
}
