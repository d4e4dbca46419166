import { sha256 } from '@noble/hashes/sha2.js';
import { randomBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { failureLine } from '../registry/failure-line.ts';
import { parseNote } from '../tlog/note.ts';
import { MAX_TIMESTAMP_BYTES, readTimestamp, timestampRequest } from '../tlog/timestamp.ts';
import type { LogRows } from './log-rows.ts';
import { NotGiven, whyNot } from './not-given.ts';

/** At most so often, while the log grows: 144 timestamps a day, of 2 to 8 kB. */
const EVERY_MS = 600_000;
/** After a failure, doubled with each further one, up to the second. */
const RETRY_MS = 60_000;
const MAX_RETRY_MS = 6 * 3_600_000;
/** An authority that does not answer by then has failed. */
const ANSWER_MS = 10_000;

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** A timestamp that was kept. */
export interface KeptTimestamp {
  /** Of the checkpoint whose text it is of. */
  readonly size: number;
  /** The time that the authority states, milliseconds since 1970. */
  readonly time: number;
}

/**
 * Has checkpoints timestamped by an authority (RFC 3161): the SHA-256 of the text that the log signs. Whatever
 * goes wrong is tried again later, and stops nothing.
 */
export class Timestamping {
  readonly #storage: DurableObjectStorage;
  readonly #rows: LogRows;
  readonly #url: string | null;
  readonly #fetch: Fetch;

  /** @param url of the authority; anything but an http or https address is as none */
  constructor(
    storage: DurableObjectStorage,
    rows: LogRows,
    url: string | undefined,
    doFetch: Fetch,
  ) {
    this.#storage = storage;
    this.#rows = rows;
    this.#url = url && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? url : null;
    this.#fetch = doFetch;
    for (const sql of TABLES) storage.sql.exec(sql);
  }

  /** When the authority is to be asked next, milliseconds since 1970; null while nothing is new. */
  get due(): number | null {
    if (this.#url === null) return null;
    const signed = this.#rows.signed();
    const last = this.list(1)[0]?.size ?? 0;
    return signed && signed.size > last ? this.#state().next : null;
  }

  /** Asks if it is time. @param now milliseconds since 1970 */
  async round(now: number): Promise<void> {
    const [due, signed] = [this.due, this.#rows.signed()];
    if (due === null || due > now || !signed) return;
    const { failures } = this.#state();
    try {
      const digest = sha256(utf8ToBytes(parseNote(signed.note).text));
      const { response, time } = await this.#ask(digest);
      this.#storage.sql.exec(
        'INSERT OR IGNORE INTO timestamp (size, time, response) VALUES (?, ?, ?)',
        ...[signed.size, time.getTime(), response],
      );
      this.#keep(0, now + EVERY_MS);
    } catch (error) {
      const why = whyNot(error);
      console.error(failureLine('checkpoint not timestamped', error, { size: signed.size, why }));
      this.#keep(failures + 1, now + Math.min(RETRY_MS * 2 ** failures, MAX_RETRY_MS));
    }
  }

  /** The response for a checkpoint's size, DER, as the authority gave it. */
  response(size: number): Uint8Array | null {
    const [row] = this.#storage.sql
      .exec<{ response: ArrayBuffer }>('SELECT response FROM timestamp WHERE size = ?', size)
      .toArray();
    return row ? new Uint8Array(row.response) : null;
  }

  /** The last ones, newest first. */
  list(limit: number): KeptTimestamp[] {
    return this.#storage.sql
      .exec<{ size: number; time: number }>(
        'SELECT size, time FROM timestamp ORDER BY size DESC LIMIT ?',
        limit,
      )
      .toArray();
  }

  async #ask(digest: Uint8Array): Promise<{ response: Uint8Array; time: Date }> {
    const nonce = randomBytes(16);
    const answer = await this.#fetch(this.#url ?? '', {
      method: 'POST',
      headers: {
        'content-type': 'application/timestamp-query',
        accept: 'application/timestamp-reply',
      },
      body: new Uint8Array(timestampRequest(digest, nonce)),
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    if (answer.status !== 200) throw new NotGiven(`status ${answer.status}`);
    if (Number(answer.headers.get('content-length') ?? 0) > MAX_TIMESTAMP_BYTES) {
      throw new NotGiven('too long an answer');
    }
    const response = new Uint8Array(await answer.arrayBuffer());
    return { response, time: readTimestamp(response, digest, nonce) };
  }

  #state(): { failures: number; next: number } {
    return this.#storage.sql
      .exec<{ failures: number; next: number }>('SELECT failures, next FROM authority')
      .one();
  }

  #keep(failures: number, next: number): void {
    this.#storage.sql.exec('UPDATE authority SET failures = ?, next = ?', failures, next);
  }
}

const TABLES = [
  `CREATE TABLE IF NOT EXISTS timestamp (size INTEGER PRIMARY KEY, time INTEGER NOT NULL,
    response BLOB NOT NULL) STRICT`,
  `CREATE TABLE IF NOT EXISTS authority (one INTEGER PRIMARY KEY CHECK (one = 1),
    failures INTEGER NOT NULL, next INTEGER NOT NULL) STRICT`,
  'INSERT OR IGNORE INTO authority VALUES (1, 0, 0)',
];
