import type {
  BatchAnswer,
  BatchRequest,
  CheckAnswer,
  CheckItem,
  CompareAnswer,
  CorporaAnswer,
  EventRequest,
  KeptReceipt,
  KeysAnswer,
  RecordAnswer,
} from '../registry/contract.ts';
import { ApiError } from './api-error.ts';
import { checkBody, type IdentifiedText } from './check-body.ts';
import { type Compared, compareAll, comparePages } from './compare.ts';
import { entriesOf } from './entries.ts';
import {
  asApiError,
  asBatchAnswer,
  asCheckAnswer,
  asCorporaAnswer,
  asKeptReceipt,
  asKeysAnswer,
  asRecordAnswer,
} from './shape.ts';
import { pause, retryAfterMs } from './wait.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface ClientOptions {
  /** Base address of the registry, e.g. `https://registre.example`. */
  readonly server: string;
  /** Registrar or reader token; sent as a bearer token. */
  readonly token?: string | undefined;
  readonly fetch?: typeof fetch | undefined;
  /** Limit on one attempt, answer included; default 60,000. */
  readonly timeoutMs?: number | undefined;
  /** Ends what is under way, waits between attempts included; calls then throw its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Longest `Retry-After` that is waited out here; default 30,000. */
  readonly maxRetryAfterMs?: number | undefined;
  /** Waits between attempts; replaced in tests, as is the chance in it. */
  readonly sleep?: (ms: number) => Promise<void>;
  readonly random?: () => number;
}

/** The registry's API. Every method throws `ApiError`, the reason of an aborted signal, and nothing else. */
export interface Client {
  /**
   * @param items 1 to 1,000; results come in the same order
   * @param options `waitsItself`: a 429 is thrown at once, to be waited out by the caller;
   *   `leakedAt`: UTC day or instant of the leak, which times of registration are compared with;
   *   `receipts`: the answer brings a signed receipt a result
   */
  check(
    items: readonly (CheckItem | IdentifiedText)[],
    options?: {
      readonly waitsItself?: boolean;
      readonly leakedAt?: string | undefined;
      readonly receipts?: boolean;
    },
  ): Promise<CheckAnswer>;
  /**
   * Where a suspect departs from a record, all pages in one answer.
   *
   * Sends the suspect's ordered entries, from which whoever operates the registry could rebuild
   * most of its text: only on an explicit request of the user.
   */
  compare(suspect: Compared): Promise<CompareAnswer>;
  /** The same, page by page with signed receipts: to be kept, and verified offline. */
  compareSigned(suspect: Compared): Promise<CompareAnswer[]>;
  /** Repeats of the same value are answered the same: the batch UUID makes them one. */
  registerBatch(body: BatchRequest): Promise<BatchAnswer>;
  record(id: string): Promise<RecordAnswer>;
  /** Opens a decoy or withdraws a record of the token's corpus. A repeat changes nothing. */
  noteEvent(id: string, event: EventRequest): Promise<RecordAnswer>;
  /** All of them, however many pages they take. */
  corpora(): Promise<CorporaAnswer>;
  /** @param receipt `receipt` of a receipt: its salt is not sent */
  keepReceipt(receipt: string): Promise<KeptReceipt>;
  keptReceipt(id: string): Promise<KeptReceipt>;
  /**
   * Any other route, its answer as it came: what administers the registry. A POST that may have
   * arrived is not sent again: it could make a second of what it makes.
   *
   * @param path without leading slash, e.g. `v1/tokens`
   */
  send(method: Method, path: string, body?: unknown): Promise<unknown>;
  /**
   * Entries of a list that comes in pages, all of them, as they come.
   *
   * @param path as `send` has it, e.g. `v1/tokens` @param name the field that holds them
   */
  entries(path: string, name: string): AsyncIterable<unknown>;
  /** Keys to verify receipts and the log with, as the registry tells them now. */
  keys(): Promise<KeysAnswer>;
  /** Resolves when the registry says that it is well. */
  health(): Promise<void>;
}

/** One call and three repeats: about the 1.75 s of `BACKOFF_MS` for a passing fault. */
const ATTEMPTS = 4;
const BACKOFF_MS = [250, 500, 1000];
/** A longer `Retry-After` is the caller's to wait out. */
const MAX_RETRY_AFTER_MS = 30_000;
/** Clients that were refused together do not come back together: up to a quarter later. */
const JITTER = 0.25;
const DEFAULT_TIMEOUT_MS = 60_000;

/** @throws TypeError when `server` is not an http or https address */
export function createClient(options: ClientOptions): Client {
  const base = baseOf(options.server);
  const send = options.fetch ?? globalThis.fetch.bind(globalThis);
  const sleep = options.sleep ?? ((ms) => pause(ms, options.signal));
  const random = options.random ?? Math.random;
  const longest = options.maxRetryAfterMs ?? MAX_RETRY_AFTER_MS;

  async function attempt(method: Method, path: string, body: string | null): Promise<Answered> {
    const late = AbortSignal.timeout(options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    const signal = options.signal ? AbortSignal.any([late, options.signal]) : late;
    let response: Response;
    let text: string;
    try {
      response = await send(new URL(path, base), {
        method,
        headers: headersOf(options.token, body !== null),
        ...(body === null ? {} : { body }),
        // A redirect would carry token and fingerprints to a host nobody named; Workers know no 'error'.
        redirect: 'manual',
        ...PRIVATE,
        signal,
      });
      text = await response.text();
    } catch (cause) {
      options.signal?.throwIfAborted();
      if (late.aborted) {
        throw new ApiError(
          { code: 'timeout', status: 0, detail: `no answer from ${base.origin} in time` },
          { cause },
        );
      }
      throw new ApiError(
        { code: 'unreachable', status: 0, detail: `cannot reach ${base.origin}${why(cause)}` },
        { cause },
      );
    }
    const { status } = response;
    // Workers' types do not know a browser's answer to it.
    if ((response.type as string) === 'opaqueredirect' || (status >= 300 && status < 400)) {
      const detail = `${base.origin} redirects elsewhere, which is not followed`;
      throw new ApiError({ code: 'bad_answer', status, detail });
    }
    return { status, retryAfter: response.headers.get('retry-after'), body: parse(text) };
  }

  async function call(
    path: string,
    body: string | null,
    waitsItself = false,
    method: Method = body === null ? 'GET' : 'POST',
    /** Whether a repeat changes nothing. */
    safe = true,
  ): Promise<unknown> {
    for (let tried = 1; ; tried++) {
      options.signal?.throwIfAborted();
      let wait: number;
      let error: ApiError;
      try {
        const answered = await attempt(method, path, body);
        if (answered.status === 204) return null;
        if (answered.status >= 200 && answered.status < 300) {
          if (answered.body === undefined) {
            throw new ApiError({
              code: 'bad_answer',
              status: answered.status,
              detail: `the answer from ${base.origin} is not JSON; is this a registry?`,
            });
          }
          return answered.body;
        }
        const named = retryAfterMs(answered.retryAfter);
        error = asApiError(answered.status, answered.body, named);
        const passing = answered.status === 429 ? !waitsItself : answered.status === 503 && safe;
        if (!passing) throw error;
        wait = named ?? BACKOFF_MS[tried - 1] ?? 1000;
      } catch (thrown) {
        const lost = thrown instanceof ApiError && thrown.code === 'unreachable' && safe;
        if (!lost) throw thrown;
        error = thrown;
        wait = BACKOFF_MS[tried - 1] ?? 1000;
      }
      if (tried >= ATTEMPTS || wait > longest) throw error;
      await sleep(wait * (1 + JITTER * random()));
    }
  }

  const get = (path: string) => call(path, null);

  return {
    async check(items, { waitsItself = false, leakedAt, receipts = false } = {}) {
      const body = checkBody(items, { leakedAt, receipts });
      const answer = await call('v1/check', body, waitsItself);
      const ids = items.map((item) => item.id ?? null);
      return asCheckAnswer(answer, ids, receipts);
    },
    compare: (suspect) =>
      compareAll(suspect, (request) => call('v1/compare', JSON.stringify(request))),
    compareSigned: (suspect) =>
      comparePages(suspect, true, (request) => call('v1/compare', JSON.stringify(request))),
    async registerBatch(body) {
      const answer = await call('v1/batches', JSON.stringify(body));
      const ids = body.items.map((item) => (item as { id: string }).id);
      return asBatchAnswer(answer, ids);
    },
    async record(id) {
      return asRecordAnswer(await call(`v1/records/${encodeURIComponent(id)}`, null));
    },
    async noteEvent(id, event) {
      const path = `v1/records/${encodeURIComponent(id)}/events`;
      return asRecordAnswer(await call(path, JSON.stringify(event)));
    },
    async corpora() {
      const corpora = [];
      for await (const corpus of entriesOf(get, 'v1/corpora', 'corpora')) corpora.push(corpus);
      return asCorporaAnswer({ corpora, cursor: null });
    },
    async keepReceipt(receipt) {
      return asKeptReceipt(await call('v1/receipts', JSON.stringify({ receipt })));
    },
    async keptReceipt(id) {
      return asKeptReceipt(await call(`v1/receipts/${encodeURIComponent(id)}`, null));
    },
    send(method, path, body) {
      const text = body === undefined ? null : JSON.stringify(body);
      return call(path, text, false, method, method !== 'POST');
    },
    entries: (path, name) => entriesOf(get, path, name),
    async keys() {
      return asKeysAnswer(await call('.well-known/empreinte-keys.json', null));
    },
    async health() {
      await call('healthz', null);
    },
  };
}

interface Answered {
  readonly status: number;
  readonly retryAfter: string | null;
  /** Undefined when the body is not JSON. */
  readonly body: unknown;
}

/** No cookie, no referrer, no copy kept; Workers have none of them, and refuse to hear of some. */
const PRIVATE: object =
  typeof Request !== 'undefined' && 'referrerPolicy' in Request.prototype
    ? { credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' }
    : {};

function baseOf(server: string): URL {
  const url = URL.canParse(server) ? new URL(server) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new TypeError(`not an http or https address: ${server}`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new TypeError('an address must not carry a user name or a password');
  }
  url.search = '';
  url.hash = '';
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

function headersOf(token: string | undefined, json: boolean): Record<string, string> {
  return {
    accept: 'application/json, application/problem+json',
    ...(json ? { 'content-type': 'application/json' } : {}),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What lies under `fetch failed`, e.g. `ECONNREFUSED`. */
function why(cause: unknown): string {
  const inner =
    cause instanceof Error ? (cause.cause as { code?: unknown } | undefined) : undefined;
  return typeof inner?.code === 'string' ? ` (${inner.code})` : '';
}
