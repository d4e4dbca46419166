import type { BatchLog } from '../registry/contract.ts';
import { failureLine } from '../registry/failure-line.ts';
import type { LogPosition } from '../registry/log.ts';
import { toBase64 } from '../tlog/base64.ts';
import { signCheckpoint } from '../tlog/checkpoint.ts';
import type { NoteSigner } from '../tlog/key.ts';
import type { NewLeaf } from '../tlog/leaf.ts';
import { formatSignature, parseNote, signNote } from '../tlog/note.ts';
import { parseTilePath } from '../tlog/tile.ts';
import { Backed } from './backup/object.ts';
import type { LogState } from './backup/take.ts';
import { goLive, noteWitnessed, type Pending, readWritten, type Written } from './go-live.ts';
import { GroupQueue } from './group-queue.ts';
import { type LogIdentity, logIdentity } from './log-identity.ts';
import { type Change, LogRows, type Position } from './log-rows.ts';
import { type KeptTimestamp, Timestamping } from './log-timestamps.ts';
import { readPolicy, Witnessing } from './log-witness.ts';

/** What became of a batch. */
export type Sequenced =
  /** Registered; without `log` if that was before the registry kept one. */
  | { readonly state: 'live'; readonly log: BatchLog | null }
  /** Its rows are not all there. */
  | { readonly state: 'incomplete' }
  /** The log has no key. */
  | { readonly state: 'closed' };

/** What a store asks of the sequencer. */
export interface SequencerCalls {
  /** Notes that a batch is about to be written, so that an alarm finishes it after a crash. */
  begin(batch: string): Promise<void>;
  /** Appends a written batch to the log and makes it live. Idempotent. */
  commit(batch: string): Promise<Sequenced>;
  /** Appends other leaves; idempotent by key. @returns null when the log has no key */
  append(key: string, leaves: readonly NewLeaf[]): Promise<LogPosition | null>;
}

/** What the public side of the log asks of it. */
export interface LogReads {
  /** The signed checkpoint of all that is appended; null when the log has no key. */
  checkpoint(): Promise<string | null>;
  /** A tile or bundle by its path below the log's prefix; null for none. */
  tile(path: string): Promise<Uint8Array | null>;
  /** The first checkpoint that a quorum has cosigned and that holds an entry; null for none yet. */
  witnessedWith(index: number): Promise<string | null>;
  /** Timestamps of checkpoints, newest first, at most `limit`. */
  timestamps(limit: number): Promise<KeptTimestamp[]>;
  /** The authority's response for the checkpoint of a size, DER; null for none. */
  timestamp(size: number): Promise<Uint8Array | null>;
}

export interface LogHealth {
  readonly signed: boolean;
  readonly size: number;
  readonly witnessed: number;
  /** Batches that have entries and are not live. */
  readonly unsettled: number;
  /** Full tiles that the mirror has not, counted to some dozens. */
  readonly unmirrored: number;
  /** Since when the oldest batch is under way; 0 for none. */
  readonly oldestIntentMs: number;
}

type Job =
  | { readonly batch: string }
  | { readonly key: string; readonly leaves: readonly NewLeaf[] };

/** First look at a batch that was begun and not heard of again; later ones as often. */
const ALARM_MS = 30_000;
/** A batch whose rows were never all written by now needs its client's repeat to go on. */
const ABANDONED_MS = 3_600_000;
/** Full tiles put to the mirror at a time; each was 256 entries in the making. */
const MIRRORED_AT_ONCE = 32;
/** How long a registration waits for witnesses; it is answered as unwitnessed then. */
const WITNESS_MS = 2000;

/**
 * The only writer of a registry's log, and what puts its commits in a row: of two batches with the same
 * document, the one that comes first gets the record. One object a registry.
 *
 * Batches that wait together are appended in one transaction and under one signature. A batch is
 * live only once its leaves are appended; one that is appended and not live yet is finished before any
 * other is looked at, so that no leaf is left without its record.
 */
export class Sequencer extends Backed implements SequencerCalls, LogReads {
  readonly #log: LogRows;
  readonly #queue = new GroupQueue<Job, Sequenced | LogPosition | null>((jobs) => this.#work(jobs));
  readonly #witnesses: Witnessing;
  readonly #timestamps: Timestamping;
  #identity: Promise<LogIdentity | null> | null = null;

  constructor(state: DurableObjectState, env: Cloudflare.Env) {
    super(state, env);
    state.storage.sql.exec(
      'CREATE TABLE IF NOT EXISTS intent (batch TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT',
    );
    this.#log = new LogRows(state.storage);
    const policy = readPolicy(env.LOG_POLICY);
    this.#witnesses = new Witnessing(this.#log, policy, (url, init) => fetch(url, init));
    this.#timestamps = new Timestamping(state.storage, this.#log, env.TSA_URL, (url, init) =>
      fetch(url, init),
    );
  }

  async begin(batch: string): Promise<void> {
    this.ctx.storage.sql.exec(
      'INSERT OR IGNORE INTO intent (batch, at) VALUES (?, ?)',
      batch,
      Date.now(),
    );
    await this.#wake();
  }

  async commit(batch: string): Promise<Sequenced> {
    const result = (await this.#queue.add({ batch })) as Sequenced;
    if (result.state !== 'live') return result;
    this.#forget(batch);
    if (!result.log || result.log.witnessed) return result;
    await Promise.race([this.#witness(), new Promise((done) => setTimeout(done, WITNESS_MS))]);
    return { state: 'live', log: { ...result.log, witnessed: this.#isWitnessed(result.log) } };
  }

  async append(key: string, leaves: readonly NewLeaf[]): Promise<LogPosition | null> {
    const position = (await this.#queue.add({ key, leaves })) as LogPosition | null;
    this.ctx.waitUntil(this.#witness());
    return position;
  }

  async checkpoint(): Promise<string | null> {
    const identity = await this.#keys();
    if (!identity) return null;
    // New keys are stated before they sign anything; a log without entries waits for its first.
    if (this.#log.size() > 0) this.#log.append(identity.statedIn(this.#log), Date.now());
    const note = await this.#sign(identity.signers);
    await this.#wakeForTimestamp();
    return note;
  }

  async timestamps(limit: number): Promise<KeptTimestamp[]> {
    return this.#timestamps.list(limit);
  }

  async timestamp(size: number): Promise<Uint8Array | null> {
    return this.#timestamps.response(size);
  }

  async tile(path: string): Promise<Uint8Array | null> {
    const name = parseTilePath(path);
    return name && this.#log.read(name);
  }

  async witnessedWith(index: number): Promise<string | null> {
    return this.#log.witnessedWith(index);
  }

  /** For backups and restores. */
  async state(): Promise<LogState> {
    const identity = await this.#keys();
    const checkpoint = identity ? await this.#sign(identity.signers) : null;
    const { sql } = this.ctx.storage;
    const intents = [...sql.exec('SELECT batch FROM intent ORDER BY batch').raw()];
    const { size, root } = this.#log.head();
    const state = JSON.stringify([size, this.#log.changes(), intents]);
    return { size, root: toBase64(root), state, checkpoint };
  }

  /** How the log fares, for the operator. @param now milliseconds since 1970 */
  async health(now: number): Promise<LogHealth> {
    const signed = (await this.checkpoint()) !== null;
    const [row] = this.ctx.storage.sql
      .exec<{ at: number | null }>('SELECT min(at) AS at FROM intent')
      .toArray();
    return {
      signed,
      size: this.#log.size(),
      witnessed: this.#log.witnessed()?.size ?? 0,
      unsettled: this.#log.changes().unsettled,
      unmirrored: this.#log.unmirrored(MIRRORED_AT_ONCE).length,
      oldestIntentMs: row?.at ? now - row.at : 0,
    };
  }

  override async restoreBegin(): Promise<void> {
    if (this.#log.size() > 0) throw new Error('the log has entries');
    await super.restoreBegin();
  }

  override async restoreEnd(): Promise<void> {
    await super.restoreEnd();
    await this.#wake();
  }

  /** Finishes what stopped half-way; fires again while something is left. */
  override async alarm(): Promise<void> {
    const intents = this.ctx.storage.sql
      .exec<{ batch: string; at: number }>('SELECT batch, at FROM intent')
      .toArray();
    for (const { batch, at } of intents) {
      const result = await this.#queue.add({ batch }).catch((error: unknown) => {
        // One batch that cannot be finished now must not keep the others waiting.
        console.error(failureLine('batch stays unregistered', error));
        return null;
      });
      const state = (result as Sequenced | null)?.state;
      const late = Date.now() - at > ABANDONED_MS;
      if (state === 'live' || (state === 'incomplete' && late)) this.#forget(batch);
    }
    await this.#mirror();
    await this.#witness();
    const { left } = this.ctx.storage.sql
      .exec<{ left: number }>('SELECT count(*) AS left FROM intent')
      .one();
    const unmirrored = this.#log.unmirrored(1).length > 0;
    if (left > 0 || unmirrored || this.#witnesses.wanting) await this.#wake();
    await this.#timestamps.round(Date.now());
    await this.#wakeForTimestamp();
  }

  /** Has the alarm fire by then, milliseconds since 1970. */
  async #wake(by = Date.now() + ALARM_MS): Promise<void> {
    const set = await this.ctx.storage.getAlarm();
    if (set === null || set > by) await this.ctx.storage.setAlarm(by);
  }

  async #wakeForTimestamp(): Promise<void> {
    const { due } = this.#timestamps;
    if (due !== null) await this.#wake(Math.max(due, Date.now()));
  }

  #forget(batch: string): void {
    this.ctx.storage.sql.exec('DELETE FROM intent WHERE batch = ?', batch);
  }

  /**
   * Null without a key. One that cannot be read is as none, and is read again by the next who asks. A
   * log that is being restored is signed by nobody: it would be another than the one that was published.
   */
  async #keys(): Promise<LogIdentity | null> {
    if (this.restoring) return null;
    this.#identity ??= logIdentity(this.env).catch((error: unknown) => {
      this.#identity = null;
      console.error(failureLine('log keys cannot be read', error));
      return null;
    });
    const identity = await this.#identity;
    return identity && identity.signers.length > 0 ? identity : null;
  }

  /** Answers a group: read, append in one transaction, sign, make live. */
  async #work(
    jobs: readonly Job[],
  ): Promise<PromiseSettledResult<Sequenced | LogPosition | null>[]> {
    const identity = await this.#keys();
    if (!identity) {
      return jobs.map((job) => fulfilled('batch' in job ? { state: 'closed' } : null));
    }
    for (const position of this.#log.unsettled()) await this.#settle(position);
    const read = await Promise.allSettled(jobs.map((job) => this.#read(job)));
    const claimed = new Set<string>();
    const changes = jobs.flatMap((job, i): Change[] => {
      const found = read[i];
      if (!('batch' in job)) return [{ ...job, todo: null }];
      if (found?.status !== 'fulfilled' || typeof found.value !== 'object') return [];
      return found.value ? [changeOf(job.batch, found.value, claimed)] : [];
    });
    const { signers } = identity;
    const stated = changes.some(({ leaves }) => leaves.length > 0)
      ? identity.statedIn(this.#log)
      : [];
    this.#log.append([...stated, ...changes], Date.now());
    await this.#sign(signers);
    await this.#mirrorSoon();
    await this.#wakeForTimestamp();
    return Promise.all(
      jobs.map(async (job, i) => {
        try {
          const found = read[i];
          if (found?.status === 'rejected') throw found.reason;
          return fulfilled(await this.#answer(job, found?.value ?? null, signers));
        } catch (reason) {
          return { status: 'rejected' as const, reason };
        }
      }),
    );
  }

  /** A batch's rows, its state if they are not to be appended, null for none or another job. */
  async #read(job: Job): Promise<Written | string | null> {
    if (!('batch' in job) || this.#log.position(job.batch)) return null;
    return readWritten(this.env.DB, this.env.SEAL_KEYS, job.batch);
  }

  async #answer(
    job: Job,
    found: Written | string | null,
    signers: readonly NoteSigner[],
  ): Promise<Sequenced | LogPosition> {
    const position = this.#log.position('batch' in job ? job.batch : job.key);
    if ('key' in job) {
      if (!position) throw new Error('leaves were not appended');
      return { first: position.first, count: position.count };
    }
    if (!position) return found === 'live' ? { state: 'live', log: null } : { state: 'incomplete' };
    await this.#settle(position);
    const { first, count } = position;
    const size = this.#log.size();
    const origin = signers[0]?.key.name ?? '';
    const log = { origin, size, first: count > 0 ? first : null, count };
    return { state: 'live', log: { ...log, witnessed: this.#isWitnessed(log) } };
  }

  /** Whether a quorum has cosigned a batch's entries; of a batch without any, all that there are. */
  #isWitnessed({ size, first, count }: Omit<BatchLog, 'witnessed'>): boolean {
    const end = first === null ? size : first + count;
    return (this.#log.witnessed()?.size ?? 0) >= end;
  }

  async #settle({ key, first, todo }: Position): Promise<void> {
    if (todo === null) return;
    await goLive(this.env.DB, key, first, JSON.parse(todo) as Pending);
    this.#log.settle(key);
  }

  /** The checkpoint of all that is appended, signed now if it is not yet. */
  async #sign(signers: readonly NoteSigner[]): Promise<string> {
    const [signer, ...others] = signers;
    if (!signer) throw new Error('the log has no key');
    const head = this.#log.head();
    const known = this.#log.signed();
    if (known?.size === head.size && signedBy(known.note, signers)) return known.note;
    let note = await signCheckpoint(head, signer);
    const { text } = parseNote(note);
    for (const other of others) note += formatSignature(await signNote(text, other));
    this.#log.keep({ size: head.size, note, witnessed: false });
    return note;
  }

  /** Full tiles never change: written once, from here, and again by the alarm after a failure. */
  async #mirror(): Promise<void> {
    for (const { path, bytes } of this.#log.unmirrored(MIRRORED_AT_ONCE)) {
      try {
        await this.env.LOG.put(path, bytes, { onlyIf: { etagDoesNotMatch: '*' } });
        this.#log.mirrored(path);
      } catch (error) {
        console.error(failureLine('tile not mirrored', error, { path }));
        return;
      }
    }
  }

  /** Asks the witnesses, and again by the alarm as long as one has not cosigned. */
  async #witness(): Promise<void> {
    if (!this.#witnesses.wanting) return;
    await this.#wake();
    try {
      let head = await this.#witnesses.round();
      // The round that was waited for may have begun before the last entries.
      if (head && this.#log.size() > head.size) head = await this.#witnesses.round();
      if (head?.witnessed) {
        await noteWitnessed(this.env.DB, head.size, await this.#witnesses.since(head.note));
      }
    } catch (error) {
      console.error(failureLine('witnesses not asked', error));
    }
  }

  async #mirrorSoon(): Promise<void> {
    if (this.#log.unmirrored(1).length === 0) return;
    await this.#wake();
    this.ctx.waitUntil(this.#mirror());
  }
}

function fulfilled<T>(value: T): PromiseFulfilledResult<T> {
  return { status: 'fulfilled', value };
}

/** Of two batches of a group with the same document, the first gets the record. */
function changeOf(batch: string, { records, counted }: Written, claimed: Set<string>): Change {
  const fresh = records.filter(({ claim }) => !claimed.has(claim));
  for (const { claim } of fresh) claimed.add(claim);
  const todo: Pending = { refs: fresh.map(({ ref }) => ref), counted };
  return { key: batch, leaves: fresh.map(({ leaf }) => leaf), todo: JSON.stringify(todo) };
}

/** Whether a note has a signature of each key: after a rotation an old one has not. */
function signedBy(note: string, signers: readonly NoteSigner[]): boolean {
  const { signatures } = parseNote(note);
  return signers.every(({ key }) =>
    signatures.some(({ id, name }) => id === key.id && name === key.name),
  );
}
