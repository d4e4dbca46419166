import { encodeLeaf, type NewLeaf } from '../tlog/leaf.ts';
import { sliceTile, type TileName, widthIn } from '../tlog/tile.ts';
import { appendEntries, rowOf, type TileRows, type TreeHead, treeRoot } from '../tlog/tree.ts';

/** Leaves of one change, appended all at once. */
export interface Change {
  /** A batch's UUID, or what names another change. */
  readonly key: string;
  readonly leaves: readonly NewLeaf[];
  /** What is left to do for the change in D1, until `settle`; null for nothing. */
  readonly todo: string | null;
}

export interface Position {
  readonly key: string;
  readonly first: number;
  readonly count: number;
  readonly todo: string | null;
}

/** A checkpoint as it was last signed, with the cosignatures it had. */
export interface SignedHead {
  readonly size: number;
  /** Signed note, cosignatures included. */
  readonly note: string;
  /** Whether a quorum has cosigned it. */
  readonly witnessed: boolean;
}

/**
 * The log in a Durable Object's SQLite: its only writable copy. One row a tile, overwritten; one row
 * a change, so that none is appended twice; the last checkpoints that were signed and witnessed.
 */
export class LogRows {
  readonly #storage: DurableObjectStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    for (const sql of TABLES) storage.sql.exec(sql);
  }

  size(): number {
    return this.#storage.sql.exec<{ size: number }>('SELECT size FROM head').one().size;
  }

  head(): TreeHead {
    const size = this.size();
    return { size, root: treeRoot(this.#rows(), size) };
  }

  position(key: string): Position | null {
    const [row] = this.#storage.sql
      .exec<Row>('SELECT key, first, count, todo FROM change WHERE key = ?', key)
      .toArray();
    return row ?? null;
  }

  /** Changes that were appended and are not settled, from the first. */
  unsettled(): Position[] {
    return this.#storage.sql
      .exec<Row>('SELECT key, first, count, todo FROM change WHERE todo IS NOT NULL ORDER BY first')
      .toArray();
  }

  /** The change whose key begins so and that was appended last. */
  lastOf(prefix: string): Position | null {
    const [row] = this.#storage.sql
      .exec<Row>(
        `SELECT key, first, count, todo FROM change WHERE key >= ? AND key < ?
        ORDER BY first DESC LIMIT 1`,
        // A character above all that follows a prefix.
        ...[prefix, `${prefix}~`],
      )
      .toArray();
    return row ?? null;
  }

  /** How many changes were appended, and how many of them are not settled. */
  changes(): { readonly all: number; readonly unsettled: number } {
    return this.#storage.sql
      .exec<{ all: number; unsettled: number }>(
        'SELECT count(*) AS "all", count(todo) AS unsettled FROM change',
      )
      .one();
  }

  settle(key: string): void {
    this.#storage.sql.exec('UPDATE change SET todo = NULL WHERE key = ?', key);
  }

  /**
   * One transaction for all changes, which either is there afterwards or is not. A change whose key
   * is known already is not appended again.
   *
   * @param time milliseconds since 1970
   */
  append(changes: readonly Change[], time: number): void {
    this.#storage.transactionSync(() => {
      let next = this.size();
      const start = next;
      const entries: Uint8Array[] = [];
      for (const { key, leaves, todo } of changes) {
        if (this.position(key)) continue;
        this.#storage.sql.exec(
          'INSERT INTO change (key, first, count, todo) VALUES (?, ?, ?, ?)',
          ...[key, next, leaves.length, todo],
        );
        entries.push(...leaves.map((leaf) => encodeLeaf({ ...leaf, time })));
        next += leaves.length;
      }
      const { size } = appendEntries(this.#rows(), start, entries);
      this.#storage.sql.exec('UPDATE head SET size = ?', size);
    });
  }

  /** A tile or bundle as it is served; null for one that the log has not. */
  read(name: TileName): Uint8Array | null {
    if (widthIn(name.level, name.index, this.size()) < name.width) return null;
    const bytes = this.#get(rowOf(name.level, name.index));
    return bytes ? sliceTile(bytes, name) : null;
  }

  /** Full tiles that the mirror has not, at most `limit`. */
  unmirrored(limit: number): { path: string; bytes: Uint8Array }[] {
    return this.#storage.sql
      .exec<{ path: string; bytes: ArrayBuffer }>(
        'SELECT path, bytes FROM tile WHERE "full" = 1 AND mirrored = 0 LIMIT ?',
        limit,
      )
      .toArray()
      .map(({ path, bytes }) => ({ path, bytes: new Uint8Array(bytes) }));
  }

  mirrored(path: string): void {
    this.#storage.sql.exec('UPDATE tile SET mirrored = 1 WHERE path = ?', path);
  }

  /** The last checkpoint that was signed. */
  signed(): SignedHead | null {
    return this.#checkpoint('signed');
  }

  /** The last checkpoint that a quorum has cosigned. */
  witnessed(): SignedHead | null {
    return this.#checkpoint('witnessed');
  }

  /** Keeps a checkpoint, and as the last witnessed one if it is. Never goes back to a smaller one. */
  keep({ size, note, witnessed }: SignedHead): void {
    for (const kind of witnessed ? ['signed', 'witnessed'] : ['signed']) {
      this.#storage.sql.exec(
        `INSERT INTO checkpoint (kind, size, note, witnessed) VALUES (?, ?, ?, ?)
        ON CONFLICT (kind) DO UPDATE SET size = excluded.size, note = excluded.note,
          witnessed = excluded.witnessed WHERE excluded.size >= size`,
        ...[kind, size, note, witnessed ? 1 : 0],
      );
    }
    if (witnessed) {
      this.#storage.sql.exec(
        'INSERT OR IGNORE INTO witnessed (size, note) VALUES (?, ?)',
        ...[size, note],
      );
    }
  }

  /** The first checkpoint with a quorum that holds an entry; null for none yet. */
  witnessedWith(index: number): string | null {
    const [row] = this.#storage.sql
      .exec<{ note: string }>(
        'SELECT note FROM witnessed WHERE size > ? ORDER BY size LIMIT 1',
        index,
      )
      .toArray();
    return row?.note ?? null;
  }

  /** Size that a witness has cosigned last, as far as is known here. */
  cosigned(keyId: string): number {
    const [row] = this.#storage.sql
      .exec<{ size: number }>('SELECT size FROM witness WHERE key = ?', keyId)
      .toArray();
    return row?.size ?? 0;
  }

  noteCosigned(keyId: string, size: number): void {
    this.#storage.sql.exec(
      `INSERT INTO witness (key, size) VALUES (?, ?)
      ON CONFLICT (key) DO UPDATE SET size = max(size, excluded.size)`,
      ...[keyId, size],
    );
  }

  #checkpoint(kind: string): SignedHead | null {
    const [row] = this.#storage.sql
      .exec<{ size: number; note: string; witnessed: number }>(
        'SELECT size, note, witnessed FROM checkpoint WHERE kind = ?',
        kind,
      )
      .toArray();
    return row ? { ...row, witnessed: row.witnessed === 1 } : null;
  }

  #rows(): TileRows {
    return {
      get: (path) => this.#get(path),
      put: (path, bytes, full) => {
        this.#storage.sql.exec(
          `INSERT INTO tile (path, bytes, "full", mirrored) VALUES (?, ?, ?, 0)
          ON CONFLICT (path) DO UPDATE SET bytes = excluded.bytes, "full" = excluded."full"`,
          ...[path, bytes, full ? 1 : 0],
        );
      },
    };
  }

  #get(path: string): Uint8Array | null {
    const [row] = this.#storage.sql
      .exec<{ bytes: ArrayBuffer }>('SELECT bytes FROM tile WHERE path = ?', path)
      .toArray();
    return row ? new Uint8Array(row.bytes) : null;
  }
}

type Row = { key: string; first: number; count: number; todo: string | null };

const TABLES = [
  'CREATE TABLE IF NOT EXISTS head (one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL) STRICT',
  'INSERT OR IGNORE INTO head VALUES (1, 0)',
  `CREATE TABLE IF NOT EXISTS tile (path TEXT PRIMARY KEY, bytes BLOB NOT NULL,
    "full" INTEGER NOT NULL, mirrored INTEGER NOT NULL) STRICT`,
  'CREATE INDEX IF NOT EXISTS tile_unmirrored ON tile (path) WHERE "full" = 1 AND mirrored = 0',
  `CREATE TABLE IF NOT EXISTS change (key TEXT PRIMARY KEY, first INTEGER NOT NULL,
    count INTEGER NOT NULL, todo TEXT) STRICT`,
  'CREATE INDEX IF NOT EXISTS change_unsettled ON change (first) WHERE todo IS NOT NULL',
  `CREATE TABLE IF NOT EXISTS checkpoint (kind TEXT PRIMARY KEY, size INTEGER NOT NULL,
    note TEXT NOT NULL, witnessed INTEGER NOT NULL) STRICT`,
  'CREATE TABLE IF NOT EXISTS witnessed (size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT',
  'CREATE TABLE IF NOT EXISTS witness (key TEXT PRIMARY KEY, size INTEGER NOT NULL) STRICT',
];
