import { DurableObject } from 'cloudflare:workers';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, randomBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Delivery, WatchAnswer, WatchInfo, WatchSecretAnswer } from '../registry/contract.ts';
import type { Store } from '../registry/store.ts';
import { holderOf } from '../registry/tokens.ts';
import { targetRefusal } from '../registry/watch-target.ts';
import {
  MAX_WATCHES,
  matchesNow,
  type NewWatch,
  type Waiting,
  type WatchBook,
} from '../registry/watches.ts';
import { delayAfter, messageOf, newSecret, signatureHeaders } from '../registry/webhook.ts';
import { d1Store } from './d1.ts';
import { parseKeys } from './keys.ts';
import { packJson, unpackJson } from './pack.ts';
import { Sealer } from './seal.ts';
import { type DueMessage, type MessageBody, type WatchBody, WatchRows } from './watch-rows.ts';
import { type Attempt, postWebhook } from './webhook-post.ts';

/** What the Worker asks of it. */
export interface WatchCalls extends WatchBook {
  /** Something was registered or opened: look soon. */
  poke(): Promise<void>;
}

/** After a registration; those that follow each other are looked at together. */
const SOON_MS = 15_000;
/** A corpus may open by time alone, and a poke may be lost. */
const SWEEP_MS = 3_600_000;
/** Watches opened at a time: a fingerprint of an archive may take a megabyte. */
const PAGE = 20;
const POSTED_AT_ONCE = 10;
/** After a failure of ours, such as a database that does not answer. */
const RETRY_MS = 60_000;
const DAY_MS = 86_400_000;
/** Smallest size class of a sealed watch, bytes. */
const FLOOR = 4096;
const SECRET_FLOOR = 128;
/** The receiver says that nobody listens there any more. */
const GONE = 410;

/**
 * Keeps watches, looks from time to time which of them a check would answer `match` now, and tells
 * them, again and again for some days where nobody takes the message. One object a registry.
 *
 * A message is told at least once: after a crash between the answer and the note of it, once more,
 * under the same `webhook-id`.
 */
export class Watches extends DurableObject<Cloudflare.Env> implements WatchCalls {
  readonly #rows: WatchRows;
  /** Replaced in tests. */
  clock: () => number = Date.now;
  send: typeof fetch = (input, init) => globalThis.fetch(input, init);
  random: () => number = Math.random;

  constructor(state: DurableObjectState, env: Cloudflare.Env) {
    super(state, env);
    this.#rows = new WatchRows(state.storage.sql);
  }

  async add({ owner, token, fingerprint, url, expires }: NewWatch): Promise<WatchAnswer | null> {
    const keyed = this.#keyed(owner);
    const now = this.clock();
    this.#rows.tidy(now);
    const id = `wat_${bytesToHex(randomBytes(8))}`;
    const body: WatchBody = { caller: owner, token, fingerprint, url };
    const sealed = await this.#seal(body, id, 'watch', FLOOR);
    // Nothing is awaited from here to the end, so two calls cannot both take the last place.
    const fresh = newSecret();
    const secret = await this.#seal(fresh, keyed, 'secret', SECRET_FLOOR);
    if (this.#rows.waitingOf(keyed) >= MAX_WATCHES) return null;
    const first = this.#rows.secrets(keyed, now).length === 0;
    if (first) this.#rows.addSecret(keyed, now, now, secret);
    this.#rows.add(id, keyed, now, Date.parse(expires), sealed);
    // It may have been registered since it was checked.
    await this.poke();
    const created_at = new Date(now).toISOString();
    const shown: WatchInfo = { id, created_at, expires_at: expires, state: 'waiting' };
    return { ...shown, secret: first ? fresh : null };
  }

  async list(owner: string): Promise<WatchInfo[]> {
    this.#rows.tidy(this.clock());
    return this.#rows.list(this.#keyed(owner));
  }

  async remove(owner: string, id: string): Promise<boolean> {
    return this.#rows.remove(this.#keyed(owner), id);
  }

  async deliveries(owner: string): Promise<Delivery[]> {
    return this.#rows.deliveries(this.#keyed(owner));
  }

  async rotate(owner: string): Promise<WatchSecretAnswer> {
    const keyed = this.#keyed(owner);
    const secret = newSecret();
    const sealed = await this.#seal(secret, keyed, 'secret', SECRET_FLOOR);
    const now = this.clock();
    const until = now + DAY_MS;
    const followed = this.#rows.addSecret(keyed, now, until, sealed);
    return { secret, previous_until: followed ? new Date(until).toISOString() : null };
  }

  async poke(): Promise<void> {
    if (this.#rows.waiting() === 0) return;
    const soon = this.clock() + SOON_MS;
    const due = this.#rows.sweepDue();
    if (due === null || due > soon) this.#rows.setSweep(soon);
    await this.#wake();
  }

  override async alarm(): Promise<void> {
    // First of all, so that whatever happens below there is a next time.
    await this.ctx.storage.setAlarm(Date.now() + RETRY_MS);
    const store = this.#store();
    const now = this.clock();
    this.#rows.tidy(now);
    if ((this.#rows.sweepDue() ?? 0) <= now) {
      await this.#sweep(store, now);
      this.#rows.setSweep(now + SWEEP_MS);
    }
    const due = this.#rows.dueMessages(this.clock(), POSTED_AT_ONCE);
    await Promise.all(due.map((message) => this.#tell(store, message)));
    await this.#wake();
  }

  /** The alarm is of the machine's clock, what is due of the clock that tests turn. */
  async #wake(): Promise<void> {
    const sweep = this.#rows.waiting() > 0 ? this.#rows.sweepDue() : null;
    const times = [sweep, this.#rows.nextDue()].filter((at) => at !== null);
    if (times.length === 0) return this.ctx.storage.deleteAlarm();
    const wait = Math.max(0, Math.min(...times) - this.clock());
    await this.ctx.storage.setAlarm(Date.now() + wait);
  }

  async #sweep(store: Store, now: number): Promise<void> {
    for (let after = ''; ; ) {
      const page = this.#rows.page(after, PAGE);
      const last = page.at(-1);
      if (!last) return;
      after = last.id;
      const bodies = new Map<string, WatchBody>();
      for (const { id, sealed } of page) {
        const body = (await this.#open(sealed, id, 'watch')) as WatchBody;
        if (await holderOf(store, new Date(now), body.token)) bodies.set(id, body);
        else this.#rows.end(id, 'ended', now);
      }
      const waiting = [...bodies].map(([id, { caller, fingerprint }]): Waiting => {
        return { id, caller, fingerprint };
      });
      for (const { id, result, answer } of await matchesNow(store, new Date(now), waiting)) {
        const { token, url } = bodies.get(id) as WatchBody;
        const message = `msg_${bytesToHex(randomBytes(16))}`;
        const body: MessageBody = { token, url, body: messageOf(id, result, answer) };
        const sealed = await this.#seal(body, message, 'message', FLOOR);
        // One turn: a watch is not told twice, nor forgotten in between.
        const owner = this.#rows.end(id, 'matched', now);
        if (owner !== null) this.#rows.addMessage(message, id, owner, now, sealed);
      }
    }
  }

  async #tell(store: Store, { id, owner, attempts, sealed }: DueMessage): Promise<void> {
    const { token, url, body } = (await this.#open(sealed, id, 'message')) as MessageBody;
    const now = this.clock();
    const attempt: Attempt = (await holderOf(store, new Date(now), token))
      ? await this.#post(id, owner, url, body)
      : { status: null, error: 'token' };
    const final = attempt.error === 'token' || attempt.status === GONE;
    const delay = final || attempt.error === null ? null : delayAfter(attempts + 1, this.random());
    this.#rows.attempted(id, now, attempt, delay === null ? null : now + delay);
  }

  async #post(id: string, owner: string, url: string, body: string): Promise<Attempt> {
    const loopback = loopbackIn(this.env);
    // What may be told can change with the configuration.
    if (targetRefusal(url, loopback) !== null) return { status: null, error: 'target_private' };
    const now = this.clock();
    const secrets: string[] = [];
    for (const sealed of this.#rows.secrets(owner, now)) {
      secrets.push((await this.#open(sealed, owner, 'secret')) as string);
    }
    const headers = signatureHeaders(id, Math.floor(now / 1000), body, secrets);
    return postWebhook(url, headers, body, {
      fetch: this.send,
      resolver: this.env.WATCH_RESOLVER || null,
      local: loopback && targetRefusal(url) !== null,
    });
  }

  #store(): Store {
    const { DB, ENTRIES, SEQUENCER, LOOKUP_KEYS, SEAL_KEYS } = this.env;
    return d1Store({
      db: DB,
      entries: ENTRIES,
      sequencer: SEQUENCER.getByName('registry'),
      lookupKeys: LOOKUP_KEYS,
      sealKeys: SEAL_KEYS,
    });
  }

  /** The last look-up key is the one that stays as long as there are records under it. */
  #keyed(owner: string): string {
    const keys = parseKeys(this.env.LOOKUP_KEYS, 'LOOKUP_KEYS');
    const { bytes } = keys[keys.length - 1] as (typeof keys)[number];
    const key = hmac(sha256, bytes, utf8ToBytes('empreinte/watch/v1'));
    return bytesToHex(hmac(sha256, key, utf8ToBytes(owner))).slice(0, 32);
  }

  #seal(value: unknown, owner: string, field: string, floor: number): Promise<string> {
    return this.#sealer().seal(packJson(value, floor), owner, field, floor);
  }

  async #open(sealed: string, owner: string, field: string): Promise<unknown> {
    return unpackJson(await this.#sealer().open(sealed, owner, field));
  }

  #sealer(): Sealer {
    return new Sealer(parseKeys(this.env.SEAL_KEYS, 'SEAL_KEYS'));
  }
}

/** Whether this machine may be told: on a developer's machine that says so, and nowhere else. */
export function loopbackIn({
  ENVIRONMENT,
  WATCH_LOOPBACK,
}: Pick<Cloudflare.Env, 'ENVIRONMENT' | 'WATCH_LOOPBACK'>): boolean {
  return ENVIRONMENT === 'local' && WATCH_LOOPBACK === 'true';
}
