import { type Analysis, analyse } from '../../src/client/analyse.ts';
import type { CheckRequest, CompareRequest } from '../../src/registry/contract.ts';
import type { PublicLog } from '../../src/registry/log.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import { signCheckpoint } from '../../src/tlog/checkpoint.ts';
import { formatVerifierKey } from '../../src/tlog/key.ts';
import { type ReceiptSigner, receiptSigner } from '../../src/tlog/receipt.ts';
import { parseTilePath } from '../../src/tlog/tile.ts';
import { declare, registerAll, SITE } from '../registry/batches.ts';
import { freshKey, freshSigner } from '../tlog/trees.ts';
import { problemOf, type Registry, registry } from './harness.ts';

/** A registry over HTTP with the real domain, log and receipts, and a store in memory. */
export interface SigningRegistry extends Registry {
  /** Newest first: the first signs, all are published. */
  readonly signers: ReceiptSigner[];
  /** Checks that it still answers before it fails. */
  readonly left: { checks: number };
}

export const printOf = (text: string): Promise<Analysis> =>
  analyse(new TextEncoder().encode(text), { name: 'letter.txt' });

/** @param origin whose name its receipts carry; by default its own */
export async function signingRegistry(
  texts: readonly string[],
  origin?: string,
): Promise<SigningRegistry> {
  const store = memoryStore();
  const logSigner = await freshSigner('registry.test/log');
  const signers = [await receiptSigner(freshKey())];
  const log: PublicLog = {
    async read(path) {
      const tile = parseTilePath(path);
      const bytes = tile
        ? store.log.read(tile)
        : new TextEncoder().encode(await signCheckpoint(store.log.head(), logSigner));
      return bytes && { bytes, type: 'application/octet-stream', immutable: false };
    },
    keys: async () => ({
      origin: logSigner.key.name,
      keys: [formatVerifierKey(logSigner.key)],
      policy: '',
    }),
  };
  const domain = createRegistry({
    site: SITE,
    store,
    clock: () => new Date(),
    receipts: async () => ({
      origin: origin ?? server.url,
      sign: (claims) => (signers[0] as ReceiptSigner).sign(claims),
      keys: signers.map(({ key }) => key),
      log,
    }),
  });
  await declare(domain);
  const analyses = await Promise.all(texts.map(printOf));
  const entries = new Map(analyses.map((one) => [one.fingerprint, one.entries]));
  const prints = analyses.map(({ fingerprint }) => fingerprint);
  await registerAll(domain, prints, {}, (print) => entries.get(print) ?? {});
  const left = { checks: Number.POSITIVE_INFINITY };
  const server = await registry(async ({ url, body }) => {
    if (url.endsWith('/empreinte-keys.json')) {
      return { body: { log: await log.keys(), receipts: signers.map(({ key }) => key) } };
    }
    if (url.endsWith('/v1/compare')) {
      return { body: await domain.compare(body as CompareRequest, 'somebody') };
    }
    if (left.checks-- <= 0) return problemOf(500, 'internal_error');
    return { body: await domain.check(body as CheckRequest, 'somebody') };
  });
  return { ...server, signers, left };
}
