/**
 * What a dishonest operator, who holds the log's key, can do to a copy of the database: each function changes
 * the log and rebuilds it whole, so that the registry signs it anew when it starts.
 */
import { randomBytes } from 'node:crypto';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { readBundle } from '../../src/tlog/tile.ts';
import { appendEntries } from '../../src/tlog/tree.ts';

const YEAR_MS = 366 * 86_400_000;

/** An entry's commitment is another: it now says something else of the same record. */
export function changeLeaf(state, record) {
  rebuild(state, (entries, index) => {
    entries[index].set(randomBytes(32), 10);
  })(record);
}

/** A record and its entry are taken out, as if it had never been registered. */
export function removeRecord(state, record) {
  rebuild(state, (entries, index, { sequencer, registry }) => {
    entries.splice(index, 1);
    sequencer
      .prepare('UPDATE change SET count = count - 1 WHERE first <= ? AND first + count > ?')
      .run(index, index);
    sequencer.prepare('UPDATE change SET first = first - 1 WHERE first > ?').run(index);
    registry.prepare('UPDATE corpus SET records = records - 1').run();
    registry.prepare('DELETE FROM record WHERE id = ?').run(record);
    registry.prepare('UPDATE record SET log_index = log_index - 1 WHERE log_index > ?').run(index);
  })(record);
}

/** All that was logged is dated a year back, to have been there before a leak. */
export function backdate(state, record) {
  rebuild(state, (entries) => {
    for (const entry of entries) {
      const view = new DataView(entry.buffer, entry.byteOffset);
      view.setBigUint64(2, view.getBigUint64(2) - BigInt(YEAR_MS));
    }
  })(record);
}

/** @param change of the entries in place, given the index of the record's */
function rebuild(state, change) {
  return (record) => {
    const [sequencer, registry] = [openWith(state, 'tile'), openWith(state, 'record')];
    const { log_index: index } = registry
      .prepare('SELECT log_index FROM record WHERE id = ?')
      .get(record);
    const entries = sequencer
      .prepare("SELECT bytes FROM tile WHERE path LIKE 'tile/entries/%' ORDER BY path")
      .all()
      .flatMap(({ bytes }) => readBundle(new Uint8Array(bytes)));
    change(entries, index, { sequencer, registry });
    sequencer.exec('DELETE FROM tile; DELETE FROM checkpoint');
    const { size } = appendEntries(tilesOf(sequencer), 0, entries);
    sequencer.prepare('UPDATE head SET size = ?').run(size);
    for (const db of [sequencer, registry]) db.close();
  };
}

function tilesOf(db) {
  const get = db.prepare('SELECT bytes FROM tile WHERE path = ?');
  const put = db.prepare(
    `INSERT INTO tile (path, bytes, "full", mirrored) VALUES (?, ?, ?, 0)
    ON CONFLICT (path) DO UPDATE SET bytes = excluded.bytes, "full" = excluded."full"`,
  );
  return {
    get: (path) => {
      const row = get.get(path);
      return row ? new Uint8Array(row.bytes) : null;
    },
    put: (path, bytes, full) => put.run(path, bytes, full ? 1 : 0),
  };
}

/** The one database of a local registry's state that has a table of this name. */
function openWith(state, table) {
  for (const file of globSync(join(state, 'v3/**/*.sqlite'))) {
    const db = new DatabaseSync(file);
    const found = db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?");
    if (found.get(table)) return db;
    db.close();
  }
  throw new Error(`no database with a table ${table} under ${state}`);
}
