import type {
  BatchAnswer,
  CheckAnswer,
  CheckResult,
  CompareAnswer,
  CorporaAnswer,
  Fault,
  KeptReceipt,
  KeysAnswer,
  RecordAnswer,
} from '../registry/contract.ts';
import { ApiError } from './api-error.ts';

/**
 * Light checks on the registry's answers: enough that a broken or foreign server is an
 * error and never a verdict. The full schemas stay on the server, since zod would more
 * than double the page's bundle.
 */

const VERDICTS = new Set(['match', 'differs', 'absent', 'undecided']);
const STATUSES = new Set(['registered', 'already_registered', 'failed']);

type Fields = Readonly<Record<string, unknown>>;

/** @throws ApiError `bad_answer` */
export function fail(what: string): never {
  throw new ApiError({
    code: 'bad_answer',
    status: 200,
    detail: `the server's answer is not one of this registry's API: ${what}`,
  });
}

function fields(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(`${what} missing`);
  return value as Fields;
}

function list(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) fail(`${what} is not a list`);
  return value;
}

function text(value: unknown, what: string): void {
  if (typeof value !== 'string') fail(`${what} is not text`);
}

function textOrNull(value: unknown, what: string): void {
  if (value !== null) text(value, what);
}

/** A verdict with its parts, to any depth the server answers. */
function verdict(value: unknown, where: string): Fields {
  const one = fields(value, where);
  if (!VERDICTS.has(one.verdict as string)) fail(`unknown verdict in ${where}`);
  for (const key of ['grade', 'reason', 'record', 'corpus', 'registrant', 'registered_at']) {
    textOrNull(one[key], `${where}.${key}`);
  }
  if (one.verdict === 'match' && one.record === null) fail(`match without a record in ${where}`);
  if (one.verdict === 'undecided' && one.reason === null) fail(`no reason in ${where}`);
  list(one.near, `${where}.near`);
  list(one.notes, `${where}.notes`);
  const evidence = fields(one.evidence, `${where}.evidence`);
  for (const key of ['agrees', 'differs', 'unverified']) {
    list(evidence[key], `${where}.evidence.${key}`);
  }
  for (const [i, part] of list(one.parts, `${where}.parts`).entries()) {
    text(verdict(part, `${where}.parts[${i}]`).path, `${where}.parts[${i}].path`);
  }
  return one;
}

/**
 * @param ids the items' ids in the order sent; the answer must carry the same
 * @param receipts whether each result must have a receipt
 * @throws ApiError `bad_answer`
 */
export function asCheckAnswer(
  value: unknown,
  ids: readonly (string | null)[],
  receipts = false,
): CheckAnswer {
  const answer = fields(value, 'answer');
  const results = list(answer.results, 'results');
  if (results.length !== ids.length) fail(`${results.length} results for ${ids.length} items`);
  for (const [i, result] of results.entries()) {
    const one = verdict(result, `results[${i}]`) as unknown as CheckResult;
    if (one.id !== ids[i]) fail(`results[${i}] answers another item`);
    text(one.shows, `results[${i}].shows`);
    text(one.does_not_show, `results[${i}].does_not_show`);
  }
  const corpora = fields(answer.corpora, 'corpora');
  asCorporaAnswer({ corpora: corpora.consulted });
  for (const id of list(corpora.closed, 'corpora.closed')) text(id, 'corpora.closed');
  text(answer.at, 'at');
  if (receipts) {
    const signed = list(answer.receipts, 'receipts');
    if (signed.length !== ids.length) fail(`${signed.length} receipts for ${ids.length} items`);
    for (const [i, one] of signed.entries()) {
      text(fields(one, `receipts[${i}]`).receipt, `receipts[${i}].receipt`);
    }
  }
  return value as CheckAnswer;
}

/** @throws ApiError `bad_answer` */
export function asKeysAnswer(value: unknown): KeysAnswer {
  const { log, receipts } = fields(value, 'answer');
  const { origin, keys, policy } = fields(log, 'log');
  text(origin, 'log.origin');
  text(policy, 'log.policy');
  for (const key of list(keys, 'log.keys')) text(key, 'log.keys');
  for (const key of list(receipts, 'receipts')) {
    const { x, kid } = fields(key, 'receipts');
    text(x, 'receipts.x');
    text(kid, 'receipts.kid');
  }
  return value as KeysAnswer;
}

/** @throws ApiError `bad_answer` */
export function asKeptReceipt(value: unknown): KeptReceipt {
  const { pages, ...rest } = fields(value, 'answer');
  for (const name of ['id', 'receipt', 'kept_at', 'expires_at']) text(rest[name], name);
  const { fr, en } = fields(pages, 'pages');
  text(fr, 'pages.fr');
  text(en, 'pages.en');
  return value as KeptReceipt;
}

const KINDS = new Set(['same', 'changed', 'added', 'removed', 'moved']);

/**
 * @param from the suspect's word that the page must begin with
 * @param words words of the suspect
 * @throws ApiError `bad_answer`, also for segments that are not one after the other
 */
export function asCompareAnswer(value: unknown, from: number, words: number): CompareAnswer {
  const answer = fields(value, 'answer');
  text(answer.record, 'record');
  for (const key of ['path', 'grade', 'reason', 'cursor']) textOrNull(answer[key], key);
  for (const note of list(answer.notes, 'notes')) text(note, 'notes');
  let at = from;
  for (const [i, segment] of list(answer.segments, 'segments').entries()) {
    const { kind, start, end, missing } = fields(segment, `segments[${i}]`);
    const told = KINDS.has(kind as string) && Number.isInteger(end) && Number.isInteger(missing);
    if (!told || start !== at || (end as number) < at) fail(`segments[${i}] is out of place`);
    at = end as number;
  }
  if (answer.cursor !== null && at === from) fail('a page without words leads to another');
  const whole = answer.cursor === null && answer.reason === null;
  if (whole && at !== words) fail('the segments leave words out');
  text(answer.at, 'at');
  return value as CompareAnswer;
}

/** @throws ApiError `bad_answer` */
export function asBatchAnswer(value: unknown, ids: readonly string[]): BatchAnswer {
  const answer = fields(value, 'answer');
  text(answer.batch, 'batch');
  text(answer.corpus, 'corpus');
  const results = list(answer.results, 'results');
  if (results.length !== ids.length) fail(`${results.length} results for ${ids.length} items`);
  for (const [i, result] of results.entries()) {
    const one = fields(result, `results[${i}]`);
    // An item too broken to read its id from comes back without one.
    if (one.id !== null && one.id !== ids[i]) fail(`results[${i}] answers another item`);
    if (!STATUSES.has(one.status as string)) fail(`unknown status in results[${i}]`);
    if (one.status === 'failed') textOrNull(one.record, `results[${i}].record`);
    else text(one.record, `results[${i}].record`);
    list(one.errors, `results[${i}].errors`);
  }
  return value as BatchAnswer;
}

/** @throws ApiError `bad_answer` */
export function asRecordAnswer(value: unknown): RecordAnswer {
  const answer = fields(value, 'answer');
  for (const key of ['record', 'corpus', 'registrant', 'registered_at', 'kind', 'state']) {
    text(answer[key], key);
  }
  for (const [i, one] of list(answer.events, 'events').entries()) {
    const event = fields(one, `events[${i}]`);
    text(event.kind, `events[${i}].kind`);
    text(event.at, `events[${i}].at`);
    textOrNull(event.reason, `events[${i}].reason`);
  }
  return value as RecordAnswer;
}

/** @throws ApiError `bad_answer` */
export function asCorporaAnswer(value: unknown): CorporaAnswer {
  for (const [i, corpus] of list(fields(value, 'answer').corpora, 'corpora').entries()) {
    const one = fields(corpus, `corpora[${i}]`);
    for (const key of ['id', 'title', 'registrant', 'policy', 'coverage']) {
      text(one[key], `corpora[${i}].${key}`);
    }
    if (typeof one.records !== 'number') fail(`corpora[${i}].records is not a number`);
  }
  return value as CorporaAnswer;
}

/** A page of a list: its entries, and where the next one begins. @throws ApiError `bad_answer` */
export function asPage(value: unknown, name: string) {
  const page = fields(value, 'answer');
  const cursor = page.cursor ?? null;
  textOrNull(cursor, 'cursor');
  return { entries: list(page[name], name), cursor: cursor as string | null };
}

/** The error in a problem document; a status without one keeps what is known. */
export function asApiError(
  status: number,
  body: unknown,
  retryAfterMs: number | null = null,
): ApiError {
  const problem = (typeof body === 'object' && body !== null ? body : {}) as Fields;
  const errors = (Array.isArray(problem.errors) ? problem.errors : []).filter(
    (one): one is Fault => typeof one?.pointer === 'string' && typeof one?.detail === 'string',
  );
  if (typeof problem.code !== 'string' || typeof problem.detail !== 'string') {
    return new ApiError({
      code: 'bad_answer',
      status,
      detail: `the server answered ${status} without saying why`,
      retryAfterMs,
    });
  }
  const { code, detail } = problem;
  return new ApiError({ code, status, detail, errors, retryAfterMs });
}
