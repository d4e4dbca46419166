import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex, hexToBytes, randomBytes } from '@noble/hashes/utils.js';
import type { EntryLists, Fingerprint } from '../../src/fingerprint/profile.ts';
import type { BatchRequest, Manifest } from '../../src/registry/contract.ts';
import type { Registry } from '../../src/registry/registry.ts';
import type { Registrar } from '../../src/registry/store.ts';
import { batchRoot, recordCommitment } from '../../src/tlog/commitment.ts';
import { MANIFEST_NAMESPACE } from '../../src/tlog/namespaces.ts';
import { armour, publicKeyLine, signedData } from '../../src/tlog/sshsig.ts';
import { entriesOf, hash } from './prints.ts';

export const CORPUS = 'campagne';
export const SITE = { origin: 'http://127.0.0.1:8787', environment: 'local' } as const;
/** The registrar's private key; any 32 bytes are one. */
export const SEED = new Uint8Array(32).fill(11);
export const REGISTRAR: Registrar = {
  id: 'chef',
  name: 'Greffe de campagne',
  corpus: CORPUS,
  sshKey: publicKeyLine(ed25519.getPublicKey(SEED), 'greffe'),
};

let made = () => new Date();

/** Has the batches of a test file made at a time of its own, as its registry's clock says. */
export function batchesMadeAt(time: string): void {
  made = () => new Date(time);
}

/** Declares the corpus that the batches of these tests belong to. */
export async function declare(registry: Registry): Promise<void> {
  await registry.admin.putCorpus(CORPUS, {
    title: 'Campagne',
    registrant: 'Horizon commun',
    coverage: 'Tout.',
    policy: 'public',
  });
}

function base64(list: Uint16Array): string {
  return btoa(Array.from(list, (v) => String.fromCharCode(v & 255, v >> 8)).join(''));
}

/** The armoured signature of a manifest, by the registrar unless by another key. */
export function signManifest(
  text: string,
  seed: Uint8Array = SEED,
  namespace: string = MANIFEST_NAMESPACE,
): string {
  const data = signedData(new TextEncoder().encode(text), namespace);
  return armour(ed25519.getPublicKey(seed), namespace, ed25519.sign(data, seed));
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
    ...SITE,
    corpus: CORPUS,
    batch: crypto.randomUUID(),
    sequence: 0,
    previous: null,
    expires: new Date(made().getTime() + 6 * 86_400_000).toISOString(),
    state: 'authentic',
    nonce: bytesToHex(randomBytes(32)),
    count: prints.length,
    root: bytesToHex(
      batchRoot(items.map((item) => recordCommitment(item.fingerprint, hexToBytes(item.salt)))),
    ),
    ...change,
  };
  const text = JSON.stringify(manifest);
  const request = { manifest: text, signature: signManifest(text), items };
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
