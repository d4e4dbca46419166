import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import type { Fingerprint } from '../fingerprint/profile.ts';
import { parseCheckpoint } from '../tlog/checkpoint.ts';
import { openLayers } from '../tlog/opening.ts';
import { inclusionProof, type TileFetcher } from '../tlog/proof.ts';
import { formatProof } from '../tlog/proof-file.ts';
import { readBundle, TILE_WIDTH, tilePath, widthIn } from '../tlog/tile.ts';
import type { CheckItem, Receipt } from './contract.ts';
import { walk } from './features.ts';
import { type PublicLog, placeOf, registrationEntry } from './log.ts';
import type { StoredRecord } from './store.ts';

/** What receipts of matches bring beside the signature: the record's entry, and equal layers. */
export type Proofs = Pick<Receipt, 'entry' | 'proof' | 'openings'>;

export const NO_PROOF: Proofs = { entry: null, proof: null, openings: [] };

/** Version, type and time of an entry, which its statement does not tell. */
const ENTRY_HEAD = 10;

export interface ReadCheckpoint {
  readonly text: string;
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

export async function readCheckpoint(log: PublicLog): Promise<ReadCheckpoint> {
  const found = await log.read('checkpoint');
  if (!found) throw new Error('the log has no checkpoint');
  const text = new TextDecoder().decode(found.bytes);
  return { text, ...parseCheckpoint(text) };
}

export interface Prover {
  /**
   * The checkpoint that an entry is proven under: the first that a quorum has cosigned with it, because the
   * earliest time proves the most; else the present one.
   */
  checkpointWith(index: number): Promise<ReadCheckpoint>;
  read(tile: Parameters<TileFetcher>[0]): Promise<Uint8Array>;
}

/** Each tile is read once for all receipts of an answer. */
export function proverOf(log: PublicLog, checkpoint: ReadCheckpoint): Prover {
  const known = new Map<string, Promise<Uint8Array>>();
  const fetchTile = async (path: string) => {
    const found = await log.read(path);
    if (!found) throw new Error(`the log has no ${path}`);
    return found.bytes;
  };
  return {
    async checkpointWith(index) {
      const text = (await log.witnessedWith?.(index)) ?? null;
      return text === null ? checkpoint : { text, ...parseCheckpoint(text) };
    },
    read(tile) {
      const path = tilePath(tile);
      const asked = known.get(path) ?? fetchTile(path);
      known.set(path, asked);
      return asked;
    },
  };
}

/**
 * Proves that a record is logged, and opens what of it is equal to the suspect.
 *
 * @param at the only part of the record that may be opened; null for any
 */
export async function prove(
  { checkpointWith, read }: Prover,
  record: StoredRecord,
  item: CheckItem,
  at: string | null = null,
): Promise<Proofs> {
  const { log, salt } = record;
  if (!log) return NO_PROOF;
  const { index, statement } = log;
  const checkpoint = await checkpointWith(index);
  if (index >= checkpoint.size) return NO_PROOF;
  const bundle = Math.floor(index / TILE_WIDTH);
  const width = widthIn('entries', bundle, checkpoint.size);
  const [bytes, hashes, openings] = await Promise.all([
    read({ level: 'entries', index: bundle, width }),
    inclusionProof(read, index, checkpoint.size),
    openEqual(record, item, at),
  ]);
  const extra = readBundle(bytes)?.[index % TILE_WIDTH]?.slice(0, ENTRY_HEAD) ?? null;
  return {
    entry: registrationEntry(placeOf(log), statement, salt),
    proof: formatProof({ index, hashes, checkpoint: checkpoint.text, extra }),
    openings,
  };
}

/** Opens what of the record is equal to the suspect, and nothing that the caller has not. */
async function openEqual(
  { fingerprint, salt }: StoredRecord,
  item: CheckItem,
  at: string | null,
): Promise<Receipt['openings']> {
  if ('ssdeep' in item) return [];
  const bytes = 'sha256' in item ? item.sha256 : item.fingerprint.bytes.sha256;
  const suspect = 'sha256' in item ? null : item.fingerprint;
  const parts = [...walk(fingerprint)].filter(([path]) => at === null || path === at);
  const identical = parts.find(([, part]) => part.bytes.sha256 === bytes);
  const equal = identical ?? parts.find(([, part]) => suspect && sameBody(part, suspect));
  if (!equal) return [];
  const [path] = equal;
  const names = identical ? ['bytes.sha256'] : ['content.body', 'content.drawn'];
  const paths = names
    .filter((name) => name !== 'content.drawn' || sameDrawn(equal[1], suspect))
    .map((name) => `${path}:${name}`);
  const opened = await openLayers(fingerprint, hexToBytes(salt), paths);
  return opened.map((one) => ({
    ...one,
    salt: bytesToHex(one.salt),
    proof: one.proof.map((hash) => bytesToHex(hash)),
  }));
}

function sameBody(part: Fingerprint, suspect: Fingerprint): boolean {
  return part.content !== null && part.content.body === suspect.content?.body;
}

function sameDrawn(part: Fingerprint, suspect: Fingerprint | null): boolean {
  const drawn = part.content?.drawn ?? null;
  return drawn !== null && drawn === suspect?.content?.drawn;
}
