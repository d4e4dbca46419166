/**
 * The registry over real bindings, without HTTP's checks: loads fingerprints, checks them and says
 * how many rows its statements read and wrote. `GET /key` is the peer: one look-up by key in D1.
 */
import { hexToBytes } from '@noble/hashes/utils.js';
import { claimFeature, recordPostings, recordTags } from '../../src/registry/features.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { beginCompaction, compactStep } from '../../src/storage/compact.ts';
import { RESERVE_ROWS } from '../../src/storage/compactor.ts';
import { d1Store } from '../../src/storage/d1.ts';
import { readsTogether } from '../../src/storage/together.ts';
import { recordCommitment } from '../../src/tlog/commitment.ts';
import { countingDatabase } from './counting.mjs';

export { Sequencer } from '../../src/storage/sequencer.ts';

const CORPUS = 'bench';
let open;

function opened(env) {
  if (open) return open;
  const db = countingDatabase(env.DB);
  const store = d1Store({
    db: readsTogether(db),
    entries: env.ENTRIES,
    sequencer: {
      begin: (batch) => env.SEQUENCER.getByName('registry').begin(batch),
      commit: (batch) => env.SEQUENCER.getByName('registry').commit(batch),
      append: (key, leaves) => env.SEQUENCER.getByName('registry').append(key, leaves),
    },
    lookupKeys: env.LOOKUP_KEYS,
    sealKeys: env.SEAL_KEYS,
  });
  open = { db, store, registry: createRegistry({ store, clock: () => new Date() }) };
  return open;
}

const entriesOf = (lists) =>
  Object.fromEntries(
    Object.entries(lists).map(([path, base64]) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      return [path, new Uint16Array(bytes.buffer)];
    }),
  );

const routes = {
  async '/setup'({ store }) {
    await store.putCorpus(CORPUS, { title: '', registrant: '', coverage: '', policy: 'public' });
    return {};
  },

  /** As `register` hands a batch to the store; the manifest's signature is not the store's. */
  async '/load'({ store }, { uuid, items }) {
    const records = items.map(({ fingerprint, entries, salt }) => ({
      claim: claimFeature(CORPUS, fingerprint),
      fingerprint,
      salt,
      commitment: recordCommitment(fingerprint, hexToBytes(salt)),
      entries: entriesOf(entries),
      tags: recordTags(fingerprint),
      postings: recordPostings(fingerprint),
    }));
    const { outcomes } = await store.commit({
      uuid,
      digest: '0'.repeat(64),
      registrar: 'bench',
      corpus: CORPUS,
      manifest: '{}',
      signature: '',
      chained: null,
      state: 'authentic',
      at: new Date().toISOString(),
      items: records,
    });
    const postings = records.reduce((sum, one) => sum + one.postings.length, 0);
    return { records: outcomes.map(({ record }) => record), postings };
  },

  async '/check'({ registry }, body) {
    const { results } = await registry.check(body, 'bench');
    return { results: results.map(({ verdict, record, near }) => ({ verdict, record, near })) };
  },

  /** A few steps, as the compactor's alarm makes them. */
  async '/compact'({ db }, { begin, steps }) {
    let more = begin ? await beginCompaction(db, RESERVE_ROWS) : true;
    for (let step = 0; more && step < steps; step++) more = await compactStep(db);
    return { more };
  },
};

export default {
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === '/key') {
      const row = await env.DB.prepare('SELECT state FROM record WHERE id = ?1')
        .bind(searchParams.get('id'))
        .first();
      return Response.json(row);
    }
    const backend = opened(env);
    backend.db.reset();
    const body = request.method === 'POST' ? await request.json() : null;
    const answer = await routes[pathname](backend, body);
    return Response.json({ ...answer, counts: backend.db.counts() });
  },
};
