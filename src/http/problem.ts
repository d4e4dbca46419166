/**
 * Every answer that is not a success: RFC 9457 problem documents.
 *
 * The table below is the whole list of codes. A code never changes its meaning or its
 * status; clients may branch on `code`, and `type` is a page that explains it.
 */
import type { Fault, ProblemDocument } from '../registry/contract.ts';
import type { RegistryErrorCode } from '../registry/errors.ts';

interface Kind {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 429 | 500 | 503;
  readonly title: string;
  /** What the caller can do about it, one or two sentences. */
  readonly help: string;
}

export const PROBLEMS = {
  invalid_json: {
    status: 400,
    title: 'The body is not JSON',
    help: 'Send one JSON value in UTF-8, without a byte order mark.',
  },
  json_too_deep: {
    status: 400,
    title: 'The JSON is nested too deeply',
    help: 'Parts nest at most 20 deep; nothing in a request needs more than 64 levels of JSON.',
  },
  invalid_multipart: {
    status: 400,
    title: 'The body is not multipart/form-data',
    help: 'Send the boundary in Content-Type and close the last part, as `curl -F file=@mail.eml` does.',
  },
  idempotency_key_invalid: {
    status: 400,
    title: 'The Idempotency-Key is not one',
    help: 'Send a string of 1 to 255 printable ASCII characters in double quotes, e.g. a UUID.',
  },
  token_required: {
    status: 401,
    title: 'A token is required',
    help: 'Send `Authorization: Bearer TOKEN`.',
  },
  token_unknown: {
    status: 401,
    title: 'The token is not known',
    help: 'Check that the token belongs to this registry and to this kind of route.',
  },
  admin_closed: {
    status: 403,
    title: 'This registry cannot be set up so',
    help: 'It has no bootstrap token configured; its operator can set BOOTSTRAP_TOKEN_SHA256.',
  },
  scope_missing: {
    status: 403,
    title: 'The token is not for this route',
    help: 'The WWW-Authenticate header names the scopes that are. `empreinte admin token create` makes tokens.',
  },
  not_bootstrapped: {
    status: 403,
    title: 'This registry has no keyholders yet',
    help: '`empreinte admin bootstrap` names them, with the one-time bootstrap token.',
  },
  frozen: {
    status: 403,
    title: 'Registration is frozen',
    help: 'Somebody stopped it with a key or the paper code. GET /v1/governance tells since when; `empreinte admin unfreeze` lets it go on, signed by the threshold of keyholders.',
  },
  code_unknown: {
    status: 403,
    title: 'The code is not that of this registry',
    help: 'It was printed when the keyholders were named last: five groups of five characters.',
  },
  statement_foreign: {
    status: 403,
    title: 'The statement is for another registry',
    help: '`origin` and `environment` must be those of this registry: what is signed for one is worth nothing at another.',
  },
  statement_expired: {
    status: 403,
    title: 'The statement has expired',
    help: 'Sign a new one: `expires` must lie ahead when it arrives.',
  },
  restore_closed: {
    status: 403,
    title: 'This registry is not being restored',
    help: 'Its operator can set RESTORE to "true", as docs/operations.md says.',
  },
  files_disabled: {
    status: 403,
    title: 'This registry takes no files',
    help: 'Compute the fingerprint on your side (`empreinte fingerprint FILE`) and use POST /v1/check.',
  },
  corpus_mismatch: {
    status: 403,
    title: 'The token is not for this corpus',
    help: 'A registrar registers into the one corpus that it was declared for.',
  },
  signature_required: {
    status: 403,
    title: 'Too few signatures',
    help: 'A batch needs `signature`: what `ssh-keygen -Y sign -n empreinte-manifest@v1` makes of the manifest. A statement needs as many as GET /v1/governance tells, under `empreinte-statement@v1`.',
  },
  signature_invalid: {
    status: 403,
    title: 'The signature does not count',
    help: 'A key declared for it must sign the very bytes: of `manifest` under the namespace `empreinte-manifest@v1`, of `statement` under `empreinte-statement@v1`.',
  },
  manifest_foreign: {
    status: 403,
    title: 'The manifest is for another registry',
    help: '`origin` and `environment` must be those of this registry: what is signed for one is worth nothing at another.',
  },
  manifest_expired: {
    status: 403,
    title: 'The manifest has expired',
    help: 'Sign a new one: `expires` must lie ahead when the batch arrives.',
  },
  manifest_out_of_sequence: {
    status: 403,
    title: 'The manifest does not follow the one before it',
    help: 'A run begins with sequence 0 and no `previous`; each further manifest counts up by one, names the SHA-256 of the one before it, and no two name the same. Begin a new run.',
  },
  registration_closed: {
    status: 403,
    title: 'This registry takes no registrations',
    help: 'It has no origin configured that a manifest could name; its operator can set ORIGIN and ENVIRONMENT.',
  },
  locate_off: {
    status: 403,
    title: 'This corpus does not let places be told',
    help: 'Its registrant has switched POST /v1/compare off. POST /v1/check still answers.',
  },
  not_found: {
    status: 404,
    title: 'No such address',
    help: 'GET /openapi.json lists every address.',
  },
  unknown_record: {
    status: 404,
    title: 'No such record',
    help: 'Record ids are those in answers of POST /v1/check and POST /v1/batches. A document that is not registered is no error: check answers `absent` with status 200.',
  },
  unknown_corpus: {
    status: 404,
    title: 'No such corpus',
    help: 'GET /v1/corpora lists the corpora.',
  },
  unknown_registrar: {
    status: 404,
    title: 'No such registrar',
    help: 'A statement of kind `registrar` declares one.',
  },
  unknown_receipt: {
    status: 404,
    title: 'No such receipt is kept',
    help: 'Receipts are kept only where their caller asked for it, and for 90 days. One that is not kept is verified from the report that it came in.',
  },
  unknown_token: {
    status: 404,
    title: 'No such token',
    help: 'GET /v1/tokens lists the tokens.',
  },
  unknown_statement: {
    status: 404,
    title: 'No such statement',
    help: 'GET /v1/statements lists those that took effect.',
  },
  unknown_watch: {
    status: 404,
    title: 'No such watch',
    help: 'GET /v1/watches lists those of the token. One that was told or has ended stays in it for 30 days.',
  },
  method_not_allowed: {
    status: 405,
    title: 'The method is not allowed here',
    help: 'The Allow header names those that are.',
  },
  batch_conflict: {
    status: 409,
    title: 'The batch was already sent with other bytes',
    help: 'Repeat the very same bytes to get the stored answer, or use a new batch UUID.',
  },
  state_conflict: {
    status: 409,
    title: 'That cannot follow what is there',
    help: 'A decoy is opened, an authentic record withdrawn, and neither is undone; a statement follows the one that is in force, and a freeze is ended once.',
  },
  backup_changed: {
    status: 409,
    title: 'The registry changed while the backup was taken',
    help: '`empreinte admin backup` takes it again by itself; stop registration where that never ends.',
  },
  not_empty: {
    status: 409,
    title: 'The registry is not empty',
    help: 'A backup is restored into a new database, new buckets and a Worker under a new name.',
  },
  idempotency_in_progress: {
    status: 409,
    title: 'The same request is being worked on',
    help: 'Wait for the seconds in Retry-After and repeat it with the same Idempotency-Key.',
  },
  watch_answered: {
    status: 409,
    title: 'There is an answer already',
    help: 'A watch waits for a document that is absent. POST /v1/check tells what the registry knows of this one.',
  },
  watch_limit: {
    status: 409,
    title: 'Too many watches',
    help: 'DELETE /v1/watches/{id} ends one that is not needed any more.',
  },
  body_too_large: {
    status: 413,
    title: 'The body is too large',
    help: 'Split the request. /v1/check and /v1/batches read at most 16 MiB, /v1/files 5 MiB of files, admin routes 64 KiB.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The content type is not accepted',
    help: 'Use the content type that the description of the route names. /v1/check takes fingerprints only, never a file.',
  },
  unsupported_encoding: {
    status: 415,
    title: 'Compressed bodies are not accepted',
    help: 'Send the body without Content-Encoding.',
  },
  pdf_not_accepted: {
    status: 415,
    title: 'This route does not read PDF',
    help: 'Compute the fingerprint on your side (`empreinte fingerprint FILE`, or the page) and use POST /v1/check.',
  },
  validation_failed: {
    status: 422,
    title: 'The request does not fit the schema',
    help: '`errors` holds a JSON pointer (RFC 6901) into the request for each fault, at most 20.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'The Idempotency-Key was used for another request',
    help: 'Use a new key for another body. A key is remembered for 24 hours.',
  },
  entries_invalid: {
    status: 422,
    title: 'The entries do not fit the fingerprint',
    help: '`entries` must be the ordered entries of the text that `fingerprint.content` describes: four more than it has words.',
  },
  manifest_invalid: {
    status: 422,
    title: 'The manifest does not fit',
    help: '`manifest` must be JSON text of the described shape, expire within seven days and fit the items that it came with.',
  },
  statement_invalid: {
    status: 422,
    title: 'The statement does not fit',
    help: '`statement` must be JSON text of a Statement, and say what can be.',
  },
  receipt_invalid: {
    status: 422,
    title: 'That is no receipt of this registry',
    help: '`receipt` must be the signed text of a receipt that this registry gave, unchanged.',
  },
  token_invalid: {
    status: 422,
    title: 'Such a token cannot be made',
    help: "A registrar's token names its registrar, others none; `expires` lies ahead, at most two years.",
  },
  backup_invalid: {
    status: 422,
    title: 'The backup cannot be taken',
    help: 'It was changed, or is not of a registry with these secrets, or a page is not the next one.',
  },
  watch_target: {
    status: 422,
    title: 'Nothing is sent to this address',
    help: 'Name an https address with a public host name, without user name and password.',
  },
  watch_expires: {
    status: 422,
    title: 'A watch cannot last so long',
    help: '`expires` lies ahead, at most 400 days.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    help: 'Wait for the seconds in Retry-After.',
  },
  internal: {
    status: 500,
    title: 'The registry failed',
    help: 'Nothing can be concluded about the document. Report the x-request-id to the operator.',
  },
  unhealthy: {
    status: 503,
    title: 'The registry is not able to answer',
    help: 'Nothing can be concluded about the document. Try again later.',
  },
  storage_failed: {
    status: 503,
    title: 'The storage of the registry failed',
    help: 'Nothing can be concluded about the document. Send the very same request again after the seconds in Retry-After: a batch is registered once, however often it comes.',
  },
  restoring: {
    status: 503,
    title: 'The registry is being restored',
    help: 'Nothing can be concluded about the document. Try again later.',
  },
  watches_closed: {
    status: 503,
    title: 'This registry keeps no watches',
    help: 'Ask again with POST /v1/check from time to time.',
  },
  log_closed: {
    status: 503,
    title: 'The registry keeps no log',
    help: 'Nothing is registered without an entry in the public log. The operator of this registry must set LOG_KEYS and ORIGIN.',
  },
  receipts_closed: {
    status: 503,
    title: 'The registry signs no receipts',
    help: 'Ask again without `receipts`. The operator of this registry must set RECEIPT_KEYS.',
  },
} as const satisfies Record<string, Kind> & Record<RegistryErrorCode, Kind>;

export type ProblemCode = keyof typeof PROBLEMS;

/** A request that ends in a problem document; thrown anywhere below a route. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly code: ProblemCode;
  readonly errors: readonly Fault[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ProblemCode,
    detail: string = PROBLEMS[code].help,
    more: { errors?: readonly Fault[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(detail);
    this.code = code;
    this.errors = more.errors ?? [];
    this.headers = more.headers ?? {};
  }
}

/** Seconds after which what failed is worth trying again, where the thrower does not know better. */
const WAIT: Partial<Record<ProblemCode, Readonly<Record<string, string>>>> = {
  unhealthy: { 'retry-after': '5' },
  storage_failed: { 'retry-after': '5' },
};

/** The media type of every problem document. */
export const PROBLEM_TYPE = 'application/problem+json';

/** The document of a problem. @param requestId the UUID also sent as `x-request-id` */
export function problemDocument(problem: HttpProblem, requestId: string): ProblemDocument {
  const { status, title } = PROBLEMS[problem.code];
  return {
    type: `/problems/${problem.code}`,
    title,
    status,
    code: problem.code,
    detail: problem.message,
    instance: `urn:uuid:${requestId}`,
    ...(problem.errors.length > 0 ? { errors: [...problem.errors] } : {}),
  };
}

/** Builds the answer for a problem. */
export function problemResponse(problem: HttpProblem, requestId: string): Response {
  const document = problemDocument(problem, requestId);
  return new Response(JSON.stringify(document), {
    status: document.status,
    headers: { ...WAIT[problem.code], ...problem.headers, 'content-type': PROBLEM_TYPE },
  });
}
