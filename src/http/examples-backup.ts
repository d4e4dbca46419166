/** Examples of backups and restores; a test sends or parses every one of them. */
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

const MAC = `s1:${'2b'.repeat(32)}`;
const vouched = (value: object): Vouched => ({ text: JSON.stringify(value), mac: MAC });

const ABOUT = {
  format: 'empreinte-backup/1',
  backup: '6f1c2a4e-2b0d-4a1c-9d55-1a2b3c4d5e6f',
  at: '2027-04-30T22:00:00.000Z',
  origin: 'https://registre.example',
  environment: 'production',
} as const;

export const BACKUP_TICKET: BackupTicket = {
  kind: 'ticket',
  ...ABOUT,
  state: '5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8',
  parts: ['d1/batch', 'd1/record', 'do/SEQUENCER/tile', 'r2/ENTRIES'],
};
export const TICKET_ANSWER = vouched(BACKUP_TICKET);

export const BACKUP_PAGE: BackupPage = {
  kind: 'page',
  backup: ABOUT.backup,
  part: 'd1/log_head',
  ...{ number: 0, previous: null, after: null },
  columns: ['one', 'witnessed'],
  rows: [[1, 1204]],
  next: '[1]',
};
export const PAGE_ANSWER = vouched(BACKUP_PAGE);

export const PAGE_REQUEST: BackupPageRequest = {
  ticket: TICKET_ANSWER,
  part: 'd1/log_head',
  ...{ number: 0, previous: null, after: null },
};

const PARTS = [{ part: 'd1/log_head', pages: 2, rows: 1, last: MAC }];

export const BACKUP_MANIFEST: BackupManifest = {
  kind: 'manifest',
  ...ABOUT,
  migrations: ['0001_registry.sql'],
  lookup_keys: [{ id: 'k1', check: '9f86d081884c7d65' }],
  seal_keys: ['s1'],
  log: {
    size: 1204,
    root: 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=',
    checkpoint:
      'registre.example/log\n1204\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— registre.example/log …\n',
  },
  parts: PARTS,
};
export const MANIFEST_VOUCHED = vouched(BACKUP_MANIFEST);
export const MANIFEST_REQUEST: BackupManifestRequest = { ticket: TICKET_ANSWER, parts: PARTS };

export const RESTORE_ANSWER: RestoreAnswer = {
  backup: ABOUT.backup,
  parts: [{ part: 'd1/log_head', pages: 2, rows: 1, done: true }],
  log: null,
};

export const DOCTOR_ANSWER: DoctorAnswer = {
  at: '2027-04-30T22:00:00.000Z',
  origin: 'https://registre.example',
  migrations: ['0001_registry.sql'],
  diagnoses: [
    { check: 'bindings', state: 'ok', detail: '8 of them' },
    { check: 'log', state: 'warning', detail: '1100 of 1204 entries are witnessed' },
  ],
};
