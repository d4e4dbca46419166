import type {
  BackupManifest,
  BackupPage,
  BackupTicket,
  RestoreAnswer,
  Vouched,
} from '../../src/registry/contract.ts';

/** Sends one request. @returns the body; must throw for anything but 200 */
export type Ask = (path: string, body?: unknown) => Promise<unknown>;

export interface Backup {
  readonly manifest: Vouched;
  /** By part, in their order. */
  readonly pages: ReadonlyMap<string, Vouched[]>;
}

export const read = <T>({ text }: Vouched) => JSON.parse(text) as T;

/** Takes a backup as its description says. */
export async function takeBackup(ask: Ask): Promise<Backup> {
  const ticket = (await ask('/v1/backup')) as Vouched;
  const pages = new Map<string, Vouched[]>();
  for (const part of read<BackupTicket>(ticket).parts) {
    const list: Vouched[] = [];
    for (let after: string | null = null, previous: string | null = null; ; ) {
      const request = { ticket, part, number: list.length, previous, after };
      const page = (await ask('/v1/backup/pages', request)) as Vouched;
      list.push(page);
      previous = page.mac;
      after = read<BackupPage>(page).next;
      if (after === null) break;
    }
    pages.set(part, list);
  }
  const parts = [...pages].map(([part, list]) => ({
    part,
    pages: list.length,
    rows: list.reduce((sum, page) => sum + read<BackupPage>(page).rows.length, 0),
    last: list.at(-1)?.mac,
  }));
  return { manifest: (await ask('/v1/backup/manifest', { ticket, parts })) as Vouched, pages };
}

/** Hands it in again, whole. */
export async function restoreBackup(ask: Ask, { manifest, pages }: Backup): Promise<RestoreAnswer> {
  const begun = (await ask('/v1/restore', manifest)) as RestoreAnswer;
  for (const { part } of begun.parts) {
    for (const page of pages.get(part) ?? []) await ask('/v1/restore/pages', page);
  }
  return (await ask('/v1/restore/end')) as RestoreAnswer;
}

export const logOf = (backup: Backup) => read<BackupManifest>(backup.manifest).log;
