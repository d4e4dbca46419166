/** The real domain code over the store in memory: what `POST /v1/batches` and `/v1/check` run. */
import { randomBytes } from 'node:crypto';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { analyse } from '../../src/client/analyse.ts';
import { readPdf } from '../../src/extract/pdf.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import { batchRoot, recordCommitment } from '../../src/tlog/commitment.ts';
import { hashOf } from './random.mjs';

const CORPUS = 'tamper';
const REGISTRAR = {
  id: 'bench',
  name: 'Bench',
  corpus: CORPUS,
  sshKey: `ssh-ed25519 ${'A'.repeat(68)} bench`,
};
const BATCH = 100;
const SECOND = 1000;

/** As CLI and page read a file; a minute at most. */
export function read(bytes, name) {
  let timer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error('no answer within 60 s')), 60 * SECOND);
  });
  return Promise.race([analyse(bytes, { name, pdf: async () => readPdf }), late]).finally(() =>
    clearTimeout(timer),
  );
}

/**
 * Under 30 words or 8 values of its sketch the registry says `too_short` of a text by rule, and an
 * edit may take some away.
 */
const LEAST = { words: 40, sketch: 10 };

/** Whether a document's text is long and varied enough to be tampered with. */
export const tellsEnough = ({ content }) =>
  content !== null && content.words >= LEAST.words && content.sketch.length >= LEAST.sketch;

const base64 = (list) =>
  Buffer.from(list.buffer, list.byteOffset, list.byteLength).toString('base64');

/** @returns `register(prints)` giving record ids in order, and `check(fingerprint)` */
export async function openRegistry() {
  const store = memoryStore();
  const registry = createRegistry({ store, clock: () => new Date('2027-04-19T12:00:00Z') });
  await registry.putCorpus(CORPUS, {
    title: 'Bench',
    registrant: 'Bench',
    coverage: 'All of it.',
    policy: 'public',
    locate: 'on',
  });
  await registry.putRegistrar(REGISTRAR.id, {
    corpus: CORPUS,
    name: REGISTRAR.name,
    token_sha256: hashOf('token'),
    ssh_key: REGISTRAR.sshKey,
  });

  async function registerBatch(analyses) {
    const items = analyses.map(({ fingerprint, entries }, i) => ({
      id: `item-${i}`,
      salt: bytesToHex(randomBytes(32)),
      fingerprint,
      entries: Object.fromEntries(
        Object.entries(entries).map(([path, list]) => [path, base64(list)]),
      ),
    }));
    const manifest = JSON.stringify({
      origin: 'http://127.0.0.1:8787',
      environment: 'local',
      corpus: CORPUS,
      batch: crypto.randomUUID(),
      sequence: 0,
      previous: null,
      expires: '2030-01-01T00:00:00Z',
      state: 'authentic',
      nonce: bytesToHex(randomBytes(32)),
      count: items.length,
      root: bytesToHex(
        batchRoot(items.map((item) => recordCommitment(item.fingerprint, hexToBytes(item.salt)))),
      ),
    });
    const request = { manifest, signature: '-----BEGIN SSH SIGNATURE-----', items };
    const { results } = await registry.register(request, hashOf(manifest), REGISTRAR);
    for (const result of results) {
      if (result.status === 'failed')
        throw new Error(`not registered: ${JSON.stringify(result.errors)}`);
    }
    return results.map((result) => result.record);
  }

  return {
    async register(analyses) {
      const ids = [];
      for (let i = 0; i < analyses.length; i += BATCH) {
        ids.push(...(await registerBatch(analyses.slice(i, i + BATCH))));
      }
      return ids;
    },
    async check(fingerprint) {
      const { results } = await registry.check({ items: [{ fingerprint }] }, 'bench');
      return results[0];
    },
    compare: (request, caller) => registry.compare(request, caller),
  };
}
