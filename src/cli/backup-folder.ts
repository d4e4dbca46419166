import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Vouched } from '../registry/contract.ts';
import { safeText } from './escape.ts';
import { Failure } from './failure.ts';
import { faultOf } from './walk.ts';

const PART = /^(?:d1\/\w+|do\/\w+\/\w+|r2\/\w+)$/;

/**
 * A backup on the disk: `manifest.json`, and `PART/000000.json`, … for the pages of each part. While it
 * is being taken `ticket.json` stands in the place of the manifest. Only its owner may read it.
 */
export class BackupFolder {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** What stands in one of its files; null where there is none. @throws Failure */
  read(name: string): Vouched | null {
    const path = join(this.#path, name);
    try {
      const { text, mac } = JSON.parse(readFileSync(path, 'utf8')) as Partial<Vouched>;
      if (typeof text === 'string' && typeof mac === 'string') return { text, mac };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      const why = error instanceof SyntaxError ? 'was cut or changed' : faultOf(error);
      throw new Failure(`${safeText(path)}: ${why}`, { cause: error });
    }
    throw new Failure(`${safeText(path)}: is not part of a backup`);
  }

  /** A file is there whole or not at all. @throws Failure */
  write(name: string, { text, mac }: Vouched): void {
    const path = join(this.#path, name);
    try {
      mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
      writeFileSync(`${path}.new`, JSON.stringify({ text, mac }), { mode: 0o600, flush: true });
      renameSync(`${path}.new`, path);
    } catch (error) {
      throw new Failure(`${safeText(path)}: cannot be written`, { cause: error });
    }
  }

  /** Forgets what was copied under another ticket. */
  clear(parts: readonly string[]): void {
    for (const part of parts)
      rmSync(join(this.#path, checked(part)), { recursive: true, force: true });
    this.remove('ticket.json');
  }

  remove(name: string): void {
    rmSync(join(this.#path, name), { force: true });
  }

  /** Whether anything stands in it. */
  get isEmpty(): boolean {
    try {
      return readdirSync(this.#path).length === 0;
    } catch {
      return true;
    }
  }
}

export function pageFile(part: string, number: number): string {
  return `${checked(part)}/${String(number).padStart(6, '0')}.json`;
}

/** Parts are named by the server: none may name a file elsewhere. */
function checked(part: string): string {
  if (!PART.test(part)) throw new Failure(`not a part of a backup: ${safeText(part)}`);
  return part;
}
