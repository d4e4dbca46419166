import type { ReceiptStore } from '../registry/kept-receipts.ts';
import type { Backend } from './d1.ts';
import { packJson, unpackJson } from './pack.ts';

/** The smallest of them has some 900 characters: lengths below a few parts tell nothing. */
const FLOOR = 2048;
const FIELD = 'receipt';

/** Kept receipts in D1, sealed, under a keyed digest of their ids. */
export function d1Receipts({ db, lookups, sealer }: Backend): ReceiptStore {
  const keysOf = (id: string) => lookups.map((lookup) => lookup.claim(`receipt:${id}`));
  const read = async (id: string, now: string) => {
    const row = await db
      .prepare(
        `SELECT sealed, kept_at, expires_at FROM kept_receipt
        WHERE key IN (SELECT value FROM json_each(?1)) AND expires_at > ?2`,
      )
      .bind(JSON.stringify(keysOf(id)), now)
      .first<{ sealed: string; kept_at: string; expires_at: string }>();
    if (!row) return null;
    const receipt = unpackJson(await sealer.open(row.sealed, id, FIELD)) as string;
    return { id, receipt, keptAt: row.kept_at, expiresAt: row.expires_at };
  };
  return {
    async keepReceipt({ id, receipt, keptAt, expiresAt }) {
      const sealed = await sealer.seal(packJson(receipt, FLOOR), id, FIELD, FLOOR);
      await db.batch([
        db.prepare('DELETE FROM kept_receipt WHERE expires_at <= ?1').bind(keptAt),
        db
          .prepare(
            `INSERT OR IGNORE INTO kept_receipt (key, sealed, kept_at, expires_at)
            VALUES (?1, ?2, ?3, ?4)`,
          )
          .bind(keysOf(id)[0] ?? '', sealed, keptAt, expiresAt),
      ]);
      return (await read(id, keptAt)) ?? { id, receipt, keptAt, expiresAt };
    },
    keptReceipt: read,
  };
}
