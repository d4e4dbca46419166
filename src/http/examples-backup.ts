/**
 * Examples of backups and restores; a test sends or parses every one of them. They are of a registry in
 * which nothing is registered yet, whose backup is three rows; of the parts, of which there are some
 * thirty, only those are shown that have any. The keys of the macs are those of the tests.
 */
import type {
  BackupManifest,
  BackupManifestRequest,
  BackupPage,
  BackupPageRequest,
  BackupTicket,
  DoctorAnswer,
  RestoreAnswer,
  Vouched,
} from '../registry/contract.ts';

const vouched = (value: object, mac: string): Vouched => ({ text: JSON.stringify(value), mac });

const ABOUT = {
  format: 'empreinte-backup/1',
  backup: '6f1c2a4e-2b0d-4a1c-9d55-1a2b3c4d5e6f',
  at: '2027-04-30T22:00:00.000Z',
  origin: 'https://registre.example',
  environment: 'production',
} as const;

const LOG_HEAD = 'd1/log_head';

const BACKUP_TICKET: BackupTicket = {
  kind: 'ticket',
  ...ABOUT,
  state: '2ad36b85450fc845c7c9817de24d67301cf4db434057a7130f995bf062451445',
  parts: ['d1/corpus', LOG_HEAD, 'd1/packing'],
};
export const TICKET_ANSWER = vouched(
  BACKUP_TICKET,
  's1:acea4764464914f313ffa0aa88c03c7005ec05b2f2e0c96b79d1755268bf936d',
);

export const BACKUP_PAGE: BackupPage = {
  kind: 'page',
  backup: ABOUT.backup,
  part: LOG_HEAD,
  ...{ number: 0, previous: null, after: null },
  columns: ['one', 'witnessed'],
  rows: [[1, 0]],
  next: '[1]',
};
export const PAGE_ANSWER = vouched(
  BACKUP_PAGE,
  's1:b57f3ccdaa0ca65f76d52b1fdc7a31e0f23556bc7cbc148ca8751642d7af157d',
);

export const PAGE_REQUEST: BackupPageRequest = {
  ticket: TICKET_ANSWER,
  part: LOG_HEAD,
  ...{ number: 0, previous: null, after: null },
};

const PARTS = [
  ['d1/corpus', 's1:1309c74dd19d27e6c207bce72e25c8723818d56304c1ebc1b04ddb57ef863707'],
  [LOG_HEAD, 's1:fae0df611ad04f95221a013a1cf653f7fe075ffccb3a56674a3724231ae1d541'],
  ['d1/packing', 's1:9f0d6fbdd4a525ae2b427e7e3af11b21d11a65cafc8a4b866340dc7ad2f1107a'],
].map(([part = '', last = '']) => ({ part, pages: 2, rows: 1, last }));

export const BACKUP_MANIFEST: BackupManifest = {
  kind: 'manifest',
  ...ABOUT,
  migrations: ['0001_registry.sql'],
  lookup_keys: [
    { id: 'k1', check: 'dbcfa284a24aa899c23c04c2d187765f0fde29d7e7b02f107a51c7d763f43b9b' },
  ],
  seal_keys: ['s1'],
  log: {
    size: 0,
    root: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
    checkpoint:
      'registre.example/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— registre.example/log PZia4HKaAPJ9qhm4MVfKrYojXZbu9PaVG4MeiCDIcHs3HsbJ3qxa/3/ClRi/OnSrs+IkmWOutGbJa9sbdUQd4VL3Jwo=\n',
  },
  parts: PARTS,
};
export const MANIFEST_VOUCHED = vouched(
  BACKUP_MANIFEST,
  's1:d0a53bfbd76b497bf9f8340b864d0fa60cbd816fe0938065459bedf4038f6da6',
);
export const MANIFEST_REQUEST: BackupManifestRequest = { ticket: TICKET_ANSWER, parts: PARTS };

const restored = (pages: number, log: RestoreAnswer['log'] = null): RestoreAnswer => ({
  backup: ABOUT.backup,
  parts: [{ part: LOG_HEAD, pages, rows: Math.min(pages, 1), done: pages === 2 }],
  log,
});
export const RESTORE_BEGUN = restored(0);
export const RESTORE_UNDER_WAY = restored(1);
export const RESTORE_ENDED = restored(2, {
  size: BACKUP_MANIFEST.log.size,
  root: BACKUP_MANIFEST.log.root,
});

export const DOCTOR_ANSWER: DoctorAnswer = {
  at: '2027-04-30T22:00:00.000Z',
  origin: 'https://registre.example',
  migrations: ['0001_registry.sql'],
  diagnoses: [
    { check: 'bindings', state: 'ok', detail: '8 of them' },
    { check: 'log', state: 'warning', detail: '1100 of 1204 entries are witnessed' },
  ],
};
