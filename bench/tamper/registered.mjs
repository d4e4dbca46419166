/** The real domain code over the store in memory: what `POST /v1/batches` and `/v1/check` run. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { analyse } from '../../src/client/analyse.ts';
import { startRun } from '../../src/client/manifest.ts';
import { readPdf } from '../../src/extract/pdf.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import { publicKeyLine } from '../../src/tlog/sshsig.ts';
import { hashOf } from './random.mjs';

const CORPUS = 'tamper';
const SITE = { origin: 'http://127.0.0.1:8787', environment: 'local' };
const NOW = () => new Date('2027-04-19T12:00:00Z');
const KEY = new Uint8Array(32).fill(1);
const SIGNER = {
  publicKey: ed25519.getPublicKey(KEY),
  sign: (data) => ed25519.sign(data, KEY),
};
const REGISTRAR = {
  id: 'bench',
  name: 'Bench',
  corpus: CORPUS,
  sshKey: publicKeyLine(SIGNER.publicKey, 'bench'),
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

/** @returns `register(prints)` giving record ids in order, and `check(fingerprint)` */
export async function openRegistry() {
  const store = memoryStore();
  const registry = createRegistry({ store, site: SITE, clock: NOW });
  await registry.admin.putCorpus(CORPUS, {
    title: 'Bench',
    registrant: 'Bench',
    coverage: 'All of it.',
    policy: 'public',
    locate: 'on',
  });

  const run = startRun({ ...SITE, corpus: CORPUS, state: 'authentic', signer: SIGNER, now: NOW });

  async function registerBatch(analyses) {
    const batch = await run.next(
      analyses.map(({ fingerprint, entries }, i) => ({ id: `item-${i}`, fingerprint, entries })),
    );
    const { results } = await registry.register(batch, hashOf(batch.manifest), REGISTRAR);
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
