import { DurableObject } from 'cloudflare:workers';
import { dayOf, share, type Taken } from '../registry/quota.ts';

/** A charge as it is stored: keyed digests only (`quota-client.ts`). */
export interface KeyedCharge {
  /** Keyed digests, hex. */
  readonly record: string;
  readonly suspect: string;
  readonly entries: string | null;
  /** The name of the suspect should its first entries have been others. */
  readonly other: string;
  readonly units: number;
  readonly equal: boolean;
}

/** What the Worker asks of a caller's object. */
export interface QuotaCalls {
  charge(day: string, charges: readonly KeyedCharge[], limit: number): Promise<boolean[]>;
  spend(day: string, count: number, limit: number): Promise<boolean>;
  take(hour: string, count: number, limit: number, partly: boolean): Promise<Taken>;
}

const DAY_MS = 86_400_000;

/**
 * Counts of one caller and day, one object a caller: a flood of guesses slows nobody else down
 * and uses up nobody else's count. Its rows are keyed digests and numbers, and are gone the day
 * after. Each call runs without awaiting anything, so calls cannot interleave.
 */
export class Quota extends DurableObject<Cloudflare.Env> implements QuotaCalls {
  async charge(day: string, charges: readonly KeyedCharge[], limit: number): Promise<boolean[]> {
    await this.#open(day);
    return charges.map((charge) => this.#admit(charge, limit));
  }

  async spend(day: string, count: number, limit: number): Promise<boolean> {
    await this.#open(day);
    const { sql } = this.ctx.storage;
    const { misses } = sql.exec<{ misses: number }>('SELECT misses FROM today').one();
    if (count > 0 && misses + count > limit) return false;
    sql.exec('UPDATE today SET misses = max(0, misses + ?)', count);
    return true;
  }

  async take(hour: string, count: number, limit: number, partly: boolean): Promise<Taken> {
    await this.#open(hour.slice(0, 10));
    const { sql } = this.ctx.storage;
    sql.exec(
      'CREATE TABLE IF NOT EXISTS asked (hour TEXT PRIMARY KEY, documents INTEGER NOT NULL) STRICT',
    );
    const rows = sql.exec<{ hour: string; documents: number }>('SELECT * FROM asked').toArray();
    // A request that began before the hour was full counts in the one that has begun.
    const now = rows.find((row) => row.hour >= hour);
    const taken = share(now?.documents ?? 0, count, limit, partly);
    if (taken.granted > 0) {
      sql.exec('DELETE FROM asked WHERE hour < ?', hour);
      sql.exec(
        `INSERT INTO asked (hour, documents) VALUES (?1, ?2)
        ON CONFLICT (hour) DO UPDATE SET documents = documents + ?2`,
        now?.hour ?? hour,
        taken.granted,
      );
    }
    return taken;
  }

  /** Forgets everything once its day is over. */
  override async alarm(): Promise<void> {
    const { sql } = this.ctx.storage;
    const { day } = sql.exec<{ day: string }>('SELECT day FROM today').one();
    if (day < dayOf(new Date())) await this.ctx.storage.deleteAll();
    else await this.#setAlarm();
  }

  /** Makes the tables, which an alarm may have dropped, and empties those of an earlier day. */
  async #open(day: string): Promise<void> {
    const { sql } = this.ctx.storage;
    sql.exec(`CREATE TABLE IF NOT EXISTS today (day TEXT NOT NULL, misses INTEGER NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS suspect (
        record TEXT NOT NULL, suspect TEXT NOT NULL, entries TEXT, units INTEGER NOT NULL,
        PRIMARY KEY (record, suspect)
      ) STRICT, WITHOUT ROWID`);
    const [known] = sql.exec<{ day: string }>('SELECT day FROM today').toArray();
    // A request that began before midnight does not bring yesterday back.
    if (known && known.day >= day) return;
    sql.exec('DELETE FROM today; DELETE FROM suspect');
    sql.exec('INSERT INTO today (day, misses) VALUES (?, 0)', day);
    await this.#setAlarm();
  }

  #setAlarm(): Promise<void> {
    return this.ctx.storage.setAlarm((Math.floor(Date.now() / DAY_MS) + 1) * DAY_MS + 60_000);
  }

  #admit(charge: KeyedCharge, limit: number): boolean {
    const { record, entries, units, equal } = charge;
    const first = this.#read(record, charge.suspect)?.entries ?? null;
    const others = first !== null && entries !== null && first !== entries;
    const suspect = others ? charge.other : charge.suspect;
    const row = this.#read(record, suspect);
    if (row && (entries === null || row.entries === entries)) return true;
    const paid = row?.units ?? 0;
    const { used } = this.ctx.storage.sql
      .exec<{ used: number }>(
        'SELECT coalesce(sum(units), 0) AS used FROM suspect WHERE record = ?',
        record,
      )
      .one();
    if (units > paid && used + units - paid > limit) return false;
    this.#put(charge, suspect, equal ? paid : Math.max(units, paid));
    return true;
  }

  #read(record: string, suspect: string): { entries: string | null; units: number } | undefined {
    return this.ctx.storage.sql
      .exec<{ entries: string | null; units: number }>(
        'SELECT entries, units FROM suspect WHERE record = ? AND suspect = ?',
        record,
        suspect,
      )
      .toArray()[0];
  }

  #put({ record, entries }: KeyedCharge, suspect: string, units: number): void {
    this.ctx.storage.sql.exec(
      `INSERT INTO suspect (record, suspect, entries, units) VALUES (?1, ?2, ?3, ?4)
      ON CONFLICT (record, suspect) DO UPDATE SET entries = coalesce(?3, entries), units = ?4`,
      record,
      suspect,
      entries,
      units,
    );
  }
}
