import * as fs from 'node:fs';
import { dirname } from 'node:path';
import type { BatchRequest } from '../registry/contract.ts';
import { safePath } from './escape.ts';
import { Failure } from './failure.ts';
import { headerLine, type JournalHeader, journalLine, journalValue } from './journal-format.ts';
import { faultOf } from './walk.ts';

/**
 * The batch that a run of `register` sent last, beside its journal, for its owner alone. It is on
 * the disk before it is sent: after a crash nobody knows whether it arrived, and the same bytes
 * sent again register nothing twice. It also tells where the chain of manifests stands.
 */
export interface BatchFile {
  /** The batch that an earlier run with the same header sent last; null where there is none. */
  load(): BatchRequest | null;
  /** @throws Failure when it cannot be written: the batch must not be sent then */
  save(body: BatchRequest): void;
  remove(): void;
}

export function batchFile(journal: Buffer, header: JournalHeader): BatchFile {
  const path = Buffer.concat([journal, Buffer.from('.batch')]);
  const fresh = Buffer.concat([path, Buffer.from('.new')]);
  const first = headerLine('register', header);
  return {
    load() {
      let text: string;
      try {
        text = fs.readFileSync(path, 'utf8');
      } catch {
        return null;
      }
      // Of another run: the journal beside it is of that one too, and is refused.
      if (!text.startsWith(first)) return null;
      return journalValue(text.slice(first.length, -1)) as BatchRequest | null;
    },
    save(body) {
      try {
        // `dirname` takes text; latin1 keeps every byte of a name.
        const folder = Buffer.from(dirname(path.toString('latin1')), 'latin1');
        fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
        const fd = fs.openSync(fresh, 'w', 0o600);
        try {
          fs.writeFileSync(fd, first + journalLine(body));
          fs.fsyncSync(fd);
        } finally {
          fs.closeSync(fd);
        }
        fs.renameSync(fresh, path);
      } catch (error) {
        const why = `${safePath(path)}: ${faultOf(error)}`;
        throw new Failure(`${why}; a batch is not sent before it can be sent again`, {
          cause: error,
        });
      }
    },
    remove() {
      for (const one of [path, fresh]) fs.rmSync(one, { force: true });
    },
  };
}
