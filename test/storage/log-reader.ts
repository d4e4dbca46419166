import type { PublicLog } from '../../src/registry/log.ts';
import { publicLog } from '../../src/storage/public-log.ts';
import { openCheckpoint } from '../../src/tlog/checkpoint.ts';
import { parseVerifierKey, type VerifierKey } from '../../src/tlog/key.ts';
import type { TileFetcher } from '../../src/tlog/proof.ts';
import { readBundle, tilePath, widthIn } from '../../src/tlog/tile.ts';
import { testEnv } from './d1-env.ts';

/** Reads the log of this test file as an outsider does. */

export const sequencer = () => testEnv.SEQUENCER.getByName('registry');
export const log: PublicLog = publicLog({
  ...{ LOG_KEYS: testEnv.LOG_KEYS ?? '', ORIGIN: testEnv.ORIGIN ?? '' },
  sequencer: {
    checkpoint: () => sequencer().checkpoint(),
    tile: (path) => sequencer().tile(path),
    witnessedWith: (index) => sequencer().witnessedWith(index),
    timestamps: (limit) => sequencer().timestamps(limit),
    timestamp: (size) => sequencer().timestamp(size),
  },
  mirror: testEnv.LOG,
  policy: '',
});

export async function bytesAt(path: string): Promise<Uint8Array> {
  const found = await log.read(path);
  if (!found) throw new Error(`the log has no ${path}`);
  return found.bytes;
}

export const fetchTile: TileFetcher = (tile) => bytesAt(tilePath(tile));

export async function head() {
  const { keys } = await log.keys();
  const trusted = keys.map((key) => parseVerifierKey(key) as VerifierKey);
  return openCheckpoint(new TextDecoder().decode(await bytesAt('checkpoint')), trusted);
}

export async function entriesOf(size: number): Promise<Uint8Array[]> {
  const entries: Uint8Array[] = [];
  for (let index = 0; widthIn('entries', index, size) > 0; index++) {
    const path = tilePath({ level: 'entries', index, width: widthIn('entries', index, size) });
    entries.push(...(readBundle(await bytesAt(path)) ?? []));
  }
  return entries;
}
