/**
 * A registry made larger than was registered: a segment as compaction writes it, with all that was
 * registered in it, the keys that many documents share grown in proportion, and keys of made-up
 * documents between. What a check costs depends on these and not on how they came there. What was
 * filled in can be found by nothing, so nothing is said of how well other documents are found.
 */
import { DatabaseSync } from 'node:sqlite';
import { recordPostings, textFeatures } from '../../src/registry/features.ts';
import { INDEXED_SKETCH } from '../../src/registry/thresholds.ts';
import { BUCKET_POSTINGS, MAX_REFS } from '../../src/storage/bucket.ts';
import { frameOf } from '../corpus/documents.mjs';
import { printOf } from '../corpus/prints.mjs';
import { randomOf } from '../tamper/random.mjs';

/** As in `src/storage/compact.ts`. */
const SEGMENT = 2 ** 32;
/** Bytes of a key, its count and a reference. */
const [KEY, COUNT, REF] = [8, 1, 10];
/** Records under a key from which on it is taken to be boilerplate; a quoted mail has fewer. */
const SHARED = 5;
const ROWS_A_TRANSACTION = 20_000;

/** Features of registered documents, by the documents that have them. */
export class Held {
  documents = 0;
  postings = 0;
  /** Document numbers by feature. */
  by = new Map();
  /** Features of templates and of reports, by the share of all documents that have them. */
  frames = new Map();
  #seen = new Set();

  /** To be called for documents 0, 1, 2, … */
  async add(seed, { fingerprint }) {
    const index = this.documents++;
    for (const feature of recordPostings(fingerprint)) {
      const list = this.by.get(feature);
      if (list) list.push(index);
      else this.by.set(feature, [index]);
      this.postings++;
    }
    const frame = frameOf(seed, index);
    if (!frame || this.#seen.has(frame.name)) return;
    this.#seen.add(frame.name);
    const { fingerprint: whole } = await printOf({ kind: 'frame', own: frame.words }, frame.name);
    for (const feature of textFeatures(whole.content, INDEXED_SKETCH)) {
      this.frames.set(feature, (this.frames.get(feature) ?? 0) + frame.share);
    }
  }
}

/**
 * @param file D1's database, closed by all others; all postings of it are in one segment
 * @param lookup `Lookup` under the registry's key
 * @param held all that was registered
 * @param records public ids, in the order of registration
 * @param documents how many there are to be
 * @returns postings in all
 */
export function fill(file, lookup, held, records, documents) {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF');
  const refOf = new Map(
    database
      .prepare('SELECT id, ref FROM record')
      .all()
      .map(({ id, ref }) => [id, ref]),
  );
  const refs = records.map((id) => refOf.get(id));
  const { entries, postings: ours } = entriesOf(lookup, held, refs, documents);
  const postings = Math.max(ours, Math.round((documents * held.postings) / held.documents));
  const bits = Math.floor(Math.log2(postings / BUCKET_POSTINGS));
  const { live } = database.prepare('SELECT live FROM packing').get();

  const insert = database.prepare('INSERT INTO bucket (id, v) VALUES (?, ?)');
  const buckets = 2 ** bits;
  let at = 0;
  let made = 0;
  for (let bucket = 0; bucket < buckets; bucket++) {
    if (bucket % ROWS_A_TRANSACTION === 0) database.exec(bucket === 0 ? 'BEGIN' : 'COMMIT; BEGIN');
    const end = (bucket + 1) * 2 ** (32 - bits);
    const from = at;
    while (at < entries.length && entries[at].first < end) at++;
    // The remainder is spread over all buckets evenly.
    const more = Math.round(((bucket + 1) * (postings - ours)) / buckets) - made;
    made += more;
    const value = packed(entries.slice(from, at), more, bucket * 2 ** (32 - bits), 32 - bits);
    if (value.length > 0) insert.run((live + 1) * SEGMENT + bucket, value);
  }
  database.exec('COMMIT');
  database.prepare('DELETE FROM bucket WHERE id < ?').run((live + 1) * SEGMENT);
  database
    .prepare('UPDATE packing SET live = live + 1, bits = ?, next_bits = ?, postings = ?')
    .run(bits, bits, postings);
  database.exec('PRAGMA journal_mode = WAL');
  database.close();
  return postings;
}

/** The registered features with their references, ascending by key. */
function entriesOf(lookup, held, refs, wanted) {
  const draw = randomOf('fill');
  let postings = 0;
  const entries = [...held.by].map(([feature, documents]) => {
    const { hex, rowKey } = lookup.feature('posting', feature);
    const frame = (held.frames.get(feature) ?? 0) * wanted;
    const grown = documents.length >= SHARED ? (documents.length * wanted) / held.documents : 0;
    const all = Math.max(documents.length, frame || grown);
    // Of more than are kept each had the same chance to be kept.
    const kept = documents.filter(() => all <= MAX_REFS || draw.next() < MAX_REFS / all);
    const list = kept.slice(0, MAX_REFS).map((index) => refs[index]);
    while (list.length < Math.min(MAX_REFS, Math.round(all)))
      list.push(refs[draw.int(refs.length)]);
    const rows = [...new Set(list)].map((ref) => lookup.maskRef(rowKey, ref)).sort();
    postings += rows.length;
    const count = rows.length.toString(16).padStart(2, '0');
    return {
      first: Number.parseInt(hex.slice(0, 8), 16),
      bytes: Buffer.from(hex + count + rows.join(''), 'hex'),
    };
  });
  entries.sort((a, b) => a.first - b.first);
  return { entries, postings };
}

/**
 * One bucket: `ours`, and `more` entries of one reference each, whose keys stand evenly between
 * `first` and `first + 2 ** bits`.
 */
function packed(ours, more, first, bits) {
  const single = KEY + COUNT + REF;
  const size = ours.reduce((sum, { bytes }) => sum + bytes.length, 0) + more * single;
  const value = Buffer.allocUnsafe(size);
  crypto.getRandomValues(value);
  const step = 2 ** bits / Math.max(1, more);
  let at = 0;
  let next = 0;
  for (let i = 0; i < more; i++) {
    const key = first + Math.floor((i + 0.5) * step);
    while (next < ours.length && ours[next].first <= key) at += ours[next++].bytes.copy(value, at);
    value[at] = key >>> 24;
    value[at + 1] = key >>> 16;
    value[at + 2] = key >>> 8;
    value[at + 3] = key;
    value[at + KEY] = 1;
    at += single;
  }
  while (next < ours.length) at += ours[next++].bytes.copy(value, at);
  return value;
}
