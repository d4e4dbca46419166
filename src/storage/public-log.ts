import type { TimestampsAnswer } from '../registry/contract.ts';
import { RegistryError } from '../registry/errors.ts';
import type { LogKeys, LogResource, PublicLog } from '../registry/log.ts';
import { formatVerifierKey } from '../tlog/key.ts';
import { parseTilePath, TILE_WIDTH } from '../tlog/tile.ts';
import { type LogSettings, logSigners } from './log-keys.ts';
import type { KeptTimestamp } from './log-timestamps.ts';
import type { LogReads } from './sequencer.ts';

/** A day of them at least. */
const LISTED_TIMESTAMPS = 200;

export interface PublicLogOptions extends LogSettings {
  readonly sequencer: LogReads;
  /** Holds the full tiles, so that old parts of the log do not come out of the sequencer. */
  readonly mirror: R2Bucket;
  /** C2SP tlog-policy text; empty for no witnesses. */
  readonly policy: string;
}

/** The log as anyone may fetch it. */
export function publicLog(options: PublicLogOptions): PublicLog {
  const { sequencer, mirror, policy } = options;
  return {
    async read(path): Promise<LogResource | null> {
      if (path === 'checkpoint') {
        const note = await sequencer.checkpoint();
        if (note === null) throw closed();
        const type = 'text/plain; charset=utf-8';
        return { bytes: new TextEncoder().encode(note), type, immutable: false };
      }
      if (path === 'timestamps') return listed(await sequencer.timestamps(LISTED_TIMESTAMPS));
      const [, size] = /^timestamps\/(0|[1-9]\d{0,14})$/.exec(path) ?? [];
      if (size !== undefined) {
        const response = await sequencer.timestamp(Number(size));
        const type = 'application/timestamp-reply';
        return response && { bytes: response, type, immutable: true };
      }
      const name = parseTilePath(path);
      if (!name) return null;
      const kept = name.width === TILE_WIDTH ? await mirror.get(path) : null;
      const bytes = kept ? new Uint8Array(await kept.arrayBuffer()) : await sequencer.tile(path);
      return bytes && { bytes, type: 'application/octet-stream', immutable: true };
    },
    witnessedWith: (index) => sequencer.witnessedWith(index),
    async keys(): Promise<LogKeys> {
      const signers = await logSigners(options).catch(() => []);
      const [first] = signers;
      if (!first) throw closed();
      return {
        origin: first.key.name,
        keys: signers.map(({ key }) => formatVerifierKey(key)),
        policy,
      };
    },
  };
}

function listed(timestamps: readonly KeptTimestamp[]): LogResource {
  const answer = {
    timestamps: timestamps.map(({ size, time }) => ({ size, time: new Date(time).toISOString() })),
  } satisfies TimestampsAnswer;
  const bytes = new TextEncoder().encode(JSON.stringify(answer));
  return { bytes, type: 'application/json', immutable: false };
}

/** What registering, noting and reading answer while there is no key. */
export function closed(): RegistryError {
  return new RegistryError('log_closed', 'This registry has no key for its public log.');
}
