import type { Fault } from './answers.ts';

/**
 * A call that brought no usable answer. `code` is the registry's own stable code from its
 * problem document (RFC 9457), or one of `unreachable`, `timeout` and `bad_answer`, which
 * are made here and have status 0 or the status of the answer that could not be read.
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;
  readonly status: number;
  readonly detail: string;
  readonly errors: readonly Fault[];
  /** From `Retry-After` of the answer; null where it names no time. */
  readonly retryAfterMs: number | null;

  constructor(
    fields: {
      code: string;
      status: number;
      detail: string;
      errors?: readonly Fault[];
      retryAfterMs?: number | null;
    },
    options?: ErrorOptions,
  ) {
    super(fields.detail, options);
    this.code = fields.code;
    this.status = fields.status;
    this.detail = fields.detail;
    this.errors = fields.errors ?? [];
    this.retryAfterMs = fields.retryAfterMs ?? null;
  }
}
