import { bytesToHex, hexToBytes, randomBytes } from '@noble/hashes/utils.js';
import type { EntryLists, Fingerprint } from '../../src/fingerprint/profile.ts';
import type { BatchRequest, Manifest } from '../../src/registry/contract.ts';
import type { Registry } from '../../src/registry/registry.ts';
import type { Registrar } from '../../src/registry/store.ts';
import { batchRoot, recordCommitment } from '../../src/tlog/commitment.ts';
import { entriesOf, hash } from './prints.ts';

export const CORPUS = 'campagne';
export const REGISTRAR: Registrar = {
  id: 'chef',
  name: 'Greffe de campagne',
  corpus: CORPUS,
  sshKey: `ssh-ed25519 ${'A'.repeat(68)} greffe`,
};

/** Declares the corpus and registrar that the batches of these tests belong to. */
export async function declare(registry: Registry): Promise<void> {
  await registry.putCorpus(CORPUS, {
    title: 'Campagne',
    registrant: 'Horizon commun',
    coverage: 'Tout.',
    policy: 'public',
  });
  await registry.putRegistrar(REGISTRAR.id, {
    corpus: CORPUS,
    name: REGISTRAR.name,
    token_sha256: hash('token'),
    ssh_key: REGISTRAR.sshKey,
  });
}

function base64(list: Uint16Array): string {
  return btoa(Array.from(list, (v) => String.fromCharCode(v & 255, v >> 8)).join(''));
}

/** A batch as a registrar's client makes it, with a manifest that fits. */
export function batchOf(
  prints: readonly Fingerprint[],
  change: Partial<Manifest> = {},
  entries: (print: Fingerprint) => EntryLists = entriesOf,
): { request: BatchRequest; digest: string; manifest: Manifest } {
  const items = prints.map((fingerprint, i) => ({
    id: `item-${i}`,
    salt: bytesToHex(randomBytes(32)),
    fingerprint,
    entries: Object.fromEntries(
      Object.entries(entries(fingerprint)).map(([path, list]) => [path, base64(list)]),
    ),
  }));
  const manifest: Manifest = {
    origin: 'http://127.0.0.1:8787',
    environment: 'local',
    corpus: CORPUS,
    batch: crypto.randomUUID(),
    sequence: 0,
    previous: null,
    expires: '2030-01-01T00:00:00Z',
    state: 'authentic',
    nonce: bytesToHex(randomBytes(32)),
    count: prints.length,
    root: bytesToHex(
      batchRoot(items.map((item) => recordCommitment(item.fingerprint, hexToBytes(item.salt)))),
    ),
    ...change,
  };
  const request = {
    manifest: JSON.stringify(manifest),
    signature: '-----BEGIN SSH SIGNATURE-----',
    items,
  };
  return { request, digest: hash(JSON.stringify(request)), manifest };
}

/** Registers prints and gives their record ids, in order. */
export async function registerAll(
  registry: Registry,
  prints: readonly Fingerprint[],
  change: Partial<Manifest> = {},
  entries: (print: Fingerprint) => EntryLists = entriesOf,
): Promise<(string | null)[]> {
  const { request, digest } = batchOf(prints, change, entries);
  const answer = await registry.register(request, digest, REGISTRAR);
  return answer.results.map((result) => result.record);
}
