import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { batchRoot, recordCommitment } from '../tlog/commitment.ts';
import type { BatchAnswer, BatchRequest, Manifest } from './contract.ts';
import { RegistryError } from './errors.ts';
import { claimFeature, recordPostings, recordTags } from './features.ts';
import { type ParsedItem, parseItem } from './items.ts';
import { conflict, invalid, requireTime, type Site, signedManifest } from './manifest.ts';
import { frozen } from './statements.ts';
import type { Committed, NewRecord, Outcome, Registrar, Store } from './store.ts';

/**
 * Registers a batch: verifies its manifest, gives a repeat its stored answer, reads the items one
 * by one and has the store commit what can be read, unless the manifest does not follow the one
 * before it in its run.
 */
export async function register(
  store: Store,
  now: Date,
  request: BatchRequest,
  bodySha256: string,
  registrar: Registrar,
  site: Site | null,
): Promise<BatchAnswer> {
  const manifest = await signedManifest(request, registrar, site);
  const stored = await store.batch(manifest.batch);
  if (stored && (stored.digest !== bodySha256 || stored.registrar !== registrar.id)) {
    throw conflict(manifest.batch);
  }
  const items = request.items.map(parseItem);
  if (stored?.committed) return answer(manifest, items, stored.committed);

  requireTime(manifest, now);
  const [corpora, governance] = await Promise.all([store.corpora(), store.governance()]);
  // Spares the work; what counts is that the store looks again as it writes.
  if (governance?.freeze) throw frozen(governance.freeze.at);
  if (!corpora.some((corpus) => corpus.id === manifest.corpus)) {
    throw new RegistryError('unknown_corpus', `No corpus ${manifest.corpus}.`);
  }
  if (manifest.count !== items.length) throw invalid('count does not equal the number of items');
  const commitments = items.map(commitmentOf);
  checkRoot(manifest, commitments);

  const committed = await store.commit({
    uuid: manifest.batch,
    digest: bodySha256,
    registrar: registrar.id,
    corpus: manifest.corpus,
    manifest: request.manifest,
    signature: manifest.signature,
    chained: manifest.chained,
    state: manifest.state,
    at: now.toISOString(),
    items: items.map((item, i) => toNewRecord(item, commitments[i] ?? null, manifest.corpus)),
  });
  return answer(manifest, items, committed);
}

/**
 * An item that cannot be read has no commitment, so the root is compared only where all can;
 * what the manifest's signature then covers is the batch as the client meant it.
 */
function checkRoot(manifest: Manifest, commitments: readonly (Uint8Array | null)[]): void {
  const all = commitments.filter((commitment) => commitment !== null);
  if (all.length < commitments.length) return;
  if (bytesToHex(batchRoot(all)) !== manifest.root) {
    throw invalid('root does not fit the items');
  }
}

function commitmentOf({ item }: ParsedItem): Uint8Array | null {
  return item ? recordCommitment(item.fingerprint, hexToBytes(item.salt)) : null;
}

function toNewRecord(
  { item, entries, faults }: ParsedItem,
  commitment: Uint8Array | null,
  corpus: string,
): NewRecord | Outcome {
  if (!item || !commitment) {
    return { status: 'failed', record: null, log_index: null, errors: [...faults] };
  }
  return {
    claim: claimFeature(corpus, item.fingerprint),
    fingerprint: item.fingerprint,
    salt: item.salt,
    commitment,
    entries,
    tags: recordTags(item.fingerprint),
    postings: recordPostings(item.fingerprint),
  };
}

function answer(
  manifest: Manifest,
  items: readonly ParsedItem[],
  { outcomes, log }: Committed,
): BatchAnswer {
  return {
    batch: manifest.batch,
    corpus: manifest.corpus,
    results: outcomes.map((outcome, i) => ({ id: items[i]?.id ?? null, ...outcome })),
    log,
  };
}
