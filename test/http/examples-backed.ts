import { reset } from 'cloudflare:test';
import { expect } from 'vitest';
import * as examples from '../../src/http/examples-backup.ts';
import {
  BackupPage,
  BackupTicket,
  type RestoreAnswer,
  type Vouched,
} from '../../src/registry/contract.ts';
import { openBackups, openRestores } from '../../src/worker-backup.ts';
import { testEnv } from '../storage/d1-env.ts';
import { adminToken, NOW, openWorld, post, SITE, type Step, tokens } from './examples-world.ts';

/** Empty registries, one that a backup is taken of and one that is restored, as the examples have them. */
const clock = () => NOW;
/** Pages of the backup that no example shows. */
const others: Vouched[] = [];

/** Nothing is registered, and the tables are those of the first migration. */
async function emptyRegistry(more: Parameters<typeof openWorld>[0]): Promise<void> {
  await reset();
  await openWorld(more);
  await testEnv.DB.exec("DELETE FROM d1_migrations WHERE name <> '0001_registry.sql'");
}

async function toBeCopied(): Promise<void> {
  await emptyRegistry({ backups: () => openBackups(testEnv, SITE, clock) });
  await adminToken();
}

/** Copies the rest of the backup, with the ticket of the examples. */
async function otherPages(): Promise<void> {
  for (const part of BackupTicket.parse(JSON.parse(examples.TICKET_ANSWER.text)).parts) {
    let after: string | null = null;
    let previous: string | null = null;
    for (let number = 0; ; number++) {
      const request = { ticket: examples.TICKET_ANSWER, part, number, previous, after };
      const { status, json } = await post('/v1/backup/pages', tokens.admin, request);
      expect(status).toBe(200);
      if (part !== examples.PAGE_REQUEST.part || number > 0) others.push(json);
      previous = json.mac;
      after = BackupPage.parse(JSON.parse(json.text)).next;
      if (after === null) break;
    }
  }
}

async function toBeRestored(): Promise<void> {
  const env = { ...testEnv, RESTORE: 'true', ORIGIN: SITE.origin };
  await emptyRegistry({ restores: openRestores(env, SITE, clock) });
}

async function otherPagesTaken(): Promise<void> {
  for (const page of others) {
    expect((await post('/v1/restore/pages', tokens.bootstrap, page)).status).toBe(200);
  }
}

function ticketLike({ text }: Vouched) {
  const { kind, origin, state, parts } = JSON.parse(examples.TICKET_ANSWER.text) as BackupTicket;
  const given = BackupTicket.parse(JSON.parse(text));
  expect(given).toMatchObject({ kind, origin, state, parts: expect.arrayContaining(parts) });
}

function manifestLike({ text }: Vouched) {
  const { log, ...rest } = examples.BACKUP_MANIFEST;
  const { checkpoint: _of, ...head } = log;
  expect(JSON.parse(text)).toMatchObject({ ...rest, log: head });
}

function holds({ backup, parts, log }: RestoreAnswer, example: RestoreAnswer) {
  expect({ backup, log }).toEqual({ backup: example.backup, log: example.log });
  expect(parts).toEqual(expect.arrayContaining(example.parts));
}

/** In their order. */
export const BACKUP_STEPS: Step[] = [
  ['beginBackup', toBeCopied, (answer: Vouched) => ticketLike(answer)],
  ['readBackupPage', undefined, (answer: Vouched) => expect(answer).toEqual(examples.PAGE_ANSWER)],
  ['endBackup', otherPages, (answer: Vouched) => manifestLike(answer)],
  ['beginRestore', toBeRestored, (answer: RestoreAnswer) => holds(answer, examples.RESTORE_BEGUN)],
  [
    'writeBackupPage',
    undefined,
    (answer: RestoreAnswer) => expect(answer).toEqual(examples.RESTORE_UNDER_WAY),
  ],
  ['endRestore', otherPagesTaken, (answer: RestoreAnswer) => holds(answer, examples.RESTORE_ENDED)],
];
