/**
 * The registry over real bindings, without HTTP's checks: registers batches, checks suspects and says
 * how many rows its statements read and wrote. `GET /key` is the peer: one look-up by key in D1.
 */
import { bytesToHex } from '@noble/hashes/utils.js';
import { useKernel } from '../../src/fingerprint/kernel.ts';
import { BatchRequest } from '../../src/registry/contract.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { beginCompaction, compactStep } from '../../src/storage/compact.ts';
import { d1Store } from '../../src/storage/d1.ts';
import { RESERVE_ROWS } from '../../src/storage/fold-policy.ts';
import { readsTogether } from '../../src/storage/together.ts';
import { countingDatabase } from './counting.mjs';
import kernel from './fuzzy.wasm';

export { Compactor } from '../../src/storage/compactor.ts';
export { Sequencer } from '../../src/storage/sequencer.ts';

useKernel(kernel);

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
    ...(env.FOLDING && {
      compactor: { note: (rows) => env.COMPACTOR.getByName('registry').note(rows) },
    }),
    lookupKeys: env.LOOKUP_KEYS,
    sealKeys: env.SEAL_KEYS,
  });
  const site = { origin: env.ORIGIN, environment: 'local' };
  open = { db, store, registry: createRegistry({ store, clock: () => new Date(), site }) };
  return open;
}

let registrar;

const routes = {
  async '/setup'({ store }, body) {
    const { sshKey } = JSON.parse(body);
    registrar = { id: 'bench', name: '', corpus: CORPUS, sshKey };
    await store.putCorpus(CORPUS, { title: '', registrant: '', coverage: '', policy: 'public' });
    return {};
  },

  /** As POST /v1/batches, without its token. */
  async '/load'({ registry }, body) {
    const request = BatchRequest.parse(JSON.parse(body));
    const digest = bytesToHex(
      new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(body))),
    );
    return registry.register(request, digest, registrar);
  },

  async '/check'({ registry }, body) {
    const { results } = await registry.check(JSON.parse(body), 'bench');
    return {
      results: results.map(({ verdict, grade, record, notes }) => ({
        verdict,
        grade,
        record,
        notes,
      })),
    };
  },

  /** A few steps, as the compactor's alarm makes them. */
  async '/compact'({ db }, body) {
    const { begin, steps } = JSON.parse(body);
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
    const body = request.method === 'POST' ? await request.text() : null;
    const answer = await routes[pathname](backend, body);
    return Response.json({ ...answer, counts: backend.db.counts() });
  },
};
