import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { batchRoot, recordCommitment } from '../tlog/commitment.ts';
import { type BatchAnswer, type BatchRequest, Manifest } from './contract.ts';
import { RegistryError } from './errors.ts';
import { claimFeature, recordPostings, recordTags } from './features.ts';
import { type ParsedItem, parseItem } from './items.ts';
import type { NewRecord, Outcome, Registrar, Store } from './store.ts';

/**
 * Registers a batch: reads its manifest, gives a repeat its stored answer, reads the items one
 * by one and has the store commit what can be read.
 */
export async function register(
  store: Store,
  now: Date,
  request: BatchRequest,
  bodySha256: string,
  registrar: Registrar,
): Promise<BatchAnswer> {
  const manifest = readManifest(request.manifest);
  if (manifest.corpus !== registrar.corpus) {
    throw new RegistryError(
      'corpus_mismatch',
      `This token registers for corpus ${registrar.corpus}, the manifest names ${manifest.corpus}.`,
    );
  }
  const stored = await store.batch(manifest.batch);
  if (stored && (stored.digest !== bodySha256 || stored.registrar !== registrar.id)) {
    throw new RegistryError('batch_conflict', `Batch ${manifest.batch} was sent with other bytes.`);
  }
  const items = request.items.map(parseItem);
  if (stored?.outcomes) return answer(manifest, items, stored.outcomes);

  if (Date.parse(manifest.expires) <= now.getTime()) {
    throw new RegistryError('manifest_expired', `The manifest expired at ${manifest.expires}.`);
  }
  const corpora = await store.corpora();
  if (!corpora.some((corpus) => corpus.id === manifest.corpus)) {
    throw new RegistryError('unknown_corpus', `No corpus ${manifest.corpus}.`);
  }
  if (manifest.count !== items.length) throw invalid('count does not equal the number of items');
  checkRoot(manifest, items);

  const outcomes = await store.commit({
    uuid: manifest.batch,
    digest: bodySha256,
    registrar: registrar.id,
    corpus: manifest.corpus,
    manifest: request.manifest,
    signature: request.signature,
    state: manifest.state,
    at: now.toISOString(),
    items: items.map((item) => toNewRecord(item, manifest.corpus)),
  });
  return answer(manifest, items, outcomes);
}

function readManifest(text: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid('the manifest is not JSON');
  }
  const parsed = Manifest.safeParse(value);
  if (parsed.success) return { ...parsed.data, batch: parsed.data.batch.toLowerCase() };
  const [issue] = parsed.error.issues;
  throw invalid(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong shape'}`);
}

/**
 * An item that cannot be read has no commitment, so the root is compared only where all can;
 * what the manifest's signature then covers is the batch as the client meant it.
 */
function checkRoot(manifest: Manifest, items: readonly ParsedItem[]): void {
  const commitments: Uint8Array[] = [];
  for (const { item } of items) {
    if (!item) return;
    commitments.push(recordCommitment(item.fingerprint, hexToBytes(item.salt)));
  }
  if (bytesToHex(batchRoot(commitments)) !== manifest.root) {
    throw invalid('root does not fit the items');
  }
}

function toNewRecord({ item, entries, faults }: ParsedItem, corpus: string): NewRecord | Outcome {
  if (!item) return { status: 'failed', record: null, errors: [...faults] };
  return {
    claim: claimFeature(corpus, item.fingerprint),
    fingerprint: item.fingerprint,
    salt: item.salt,
    entries,
    tags: recordTags(item.fingerprint),
    postings: recordPostings(item.fingerprint),
  };
}

function answer(
  manifest: Manifest,
  items: readonly ParsedItem[],
  outcomes: readonly Outcome[],
): BatchAnswer {
  return {
    batch: manifest.batch,
    corpus: manifest.corpus,
    results: outcomes.map((outcome, i) => ({ id: items[i]?.id ?? null, ...outcome })),
    log: null,
  };
}

function invalid(detail: string): RegistryError {
  return new RegistryError('manifest_invalid', detail, [{ pointer: '/manifest', detail }]);
}
