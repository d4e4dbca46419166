import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import {
  type Begun,
  type Idempotency,
  KEY_LIFETIME_MS,
  KEY_STALE_MS,
} from '../registry/idempotency.ts';
import { parseKeys } from './keys.ts';

interface Row {
  readonly request: string;
  readonly done: number;
}

/**
 * Idempotency keys in D1. Keys and digests of bodies are kept as HMACs under a key derived from the
 * first look-up key, so that rows name no caller and confirm no body to who steals them.
 *
 * @throws TypeError for secrets that cannot be read
 */
export function d1Idempotency(db: D1Database, lookupKeys: string): Idempotency {
  const [current] = parseKeys(lookupKeys, 'LOOKUP_KEYS');
  const secret = hmac(sha256, current.bytes, utf8ToBytes('empreinte/idempotency/v1'));
  const keyed = (kind: string, text: string) =>
    bytesToHex(hmac(sha256, secret, utf8ToBytes(`${kind}\0${text}`))).slice(0, 32);
  return {
    async begin(key, request, now): Promise<Begun> {
      const mine = keyed('key', key);
      const body = keyed('request', `${key}\0${request}`);
      const at = (age: number) => new Date(now.getTime() - age).toISOString();
      const [, taken, known] = await db.batch<Row>([
        db.prepare('DELETE FROM idempotency WHERE at < ?1').bind(at(KEY_LIFETIME_MS)),
        db
          .prepare(
            `INSERT INTO idempotency (key, request, at, done) VALUES (?1, ?2, ?3, 0)
            ON CONFLICT (key) DO UPDATE SET at = ?3
              WHERE done = 0 AND at < ?4 AND request = excluded.request
            RETURNING request, done`,
          )
          .bind(mine, body, at(0), at(KEY_STALE_MS)),
        db.prepare('SELECT request, done FROM idempotency WHERE key = ?1').bind(mine),
      ]);
      if (taken?.results.length) return 'new';
      const [row] = known?.results ?? [];
      if (row?.request !== body) return 'other';
      return row.done === 1 ? 'done' : 'running';
    },
    async done(key) {
      await db
        .prepare('UPDATE idempotency SET done = 1 WHERE key = ?1')
        .bind(keyed('key', key))
        .run();
    },
    async release(key) {
      await db
        .prepare('DELETE FROM idempotency WHERE key = ?1 AND done = 0')
        .bind(keyed('key', key))
        .run();
    },
  };
}
