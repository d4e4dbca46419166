import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { hashFromBase64, toBase64 } from '../tlog/base64.ts';
import type { TreeHead } from '../tlog/tree.ts';
import type { WitnessState } from '../tlog/witness.ts';
import { safeText } from './escape.ts';
import { Failure } from './failure.ts';
import { faultOf } from './walk.ts';

/**
 * What a witness has cosigned last, in a JSON file: origin to size and root. The file is the witness's
 * memory: without it a log could be shown to it anew, so one that cannot be read is never replaced.
 *
 * @throws Failure for a file that is something else
 */
export function fileState(path: string): WitnessState {
  const heads = existsSync(path) ? readHeads(path) : new Map<string, TreeHead>();
  return {
    last: (origin) => heads.get(origin) ?? null,
    // Nothing waits between the look and the write, so no other request comes in between.
    async keep(origin, before, head) {
      if ((heads.get(origin) ?? null) !== before) return false;
      const next = new Map(heads).set(origin, head);
      writeHeads(path, next);
      heads.set(origin, head);
      return true;
    },
  };
}

function readHeads(path: string): Map<string, TreeHead> {
  try {
    const value = JSON.parse(readFileSync(path, 'utf8')) as Record<
      string,
      { size: unknown; root: unknown }
    >;
    return new Map(
      Object.entries(value).map(([origin, { size, root }]) => {
        const hash = hashFromBase64(String(root));
        if (!Number.isSafeInteger(size) || (size as number) < 0 || !hash) throw new Error('shape');
        return [origin, { size: size as number, root: hash }];
      }),
    );
  } catch (error) {
    throw new Failure(
      `${safeText(path)} is not a witness's state; restore it from a copy: a witness that forgets what it cosigned is none`,
      { cause: error },
    );
  }
}

/** On the disk before anybody is told: written beside, flushed, then put in its place. */
function writeHeads(path: string, heads: ReadonlyMap<string, TreeHead>): void {
  const value = Object.fromEntries(
    [...heads].map(([origin, { size, root }]) => [origin, { size, root: toBase64(root) }]),
  );
  try {
    const file = openSync(`${path}.new`, 'w', 0o600);
    writeSync(file, `${JSON.stringify(value, null, 1)}\n`);
    fsyncSync(file);
    closeSync(file);
    renameSync(`${path}.new`, path);
    const folder = openSync(dirname(path), 'r');
    fsyncSync(folder);
    closeSync(folder);
  } catch (error) {
    throw new Failure(`${safeText(path)}: ${faultOf(error)}`, { cause: error });
  }
}
