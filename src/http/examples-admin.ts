/** Examples of tokens, keyholders and statements; a test sends or parses every one of them. */
import type {
  BootstrapAnswer,
  Coverage,
  FreezeRequest,
  GovernanceAnswer,
  Statement,
  StatementAnswer,
  StatementRequest,
  StatementsAnswer,
  TokenAnswer,
  TokenInfo,
  TokenRequest,
  TokensAnswer,
} from '../registry/contract.ts';
import { KEYHOLDERS_SIGNATURES, REGISTRAR_SIGNATURES } from './examples-signatures.ts';

const KEYS = [
  {
    name: 'Camille, treasurer',
    ssh_key:
      'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEMEa/5AkrPpSZTq2hXcwg2Kqge2WP05VOuODvuL3KXe camille',
    key: 'SHA256:8hEgUtr1YNrSoFp6+8m2o2phk9LGkSq+GAODR5gUSjQ',
  },
  {
    name: 'Dominique, systems',
    ssh_key:
      'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE7TL2O/NfDu78sl8oouH73Ic64oNWcbDJRg9fEuRVao dominique',
    key: 'SHA256:EaBH7+qVDhUb2zZa7/ssGa6f9zMczFoAXmJBNh5Q3ys',
  },
];

const HEAD = {
  origin: 'https://registre.example',
  environment: 'production',
  nonce: '5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8',
  expires: '2027-04-27T09:30:00Z',
} as const;

export const KEYHOLDERS: Statement = {
  kind: 'keyholders',
  ...HEAD,
  required: 2,
  keys: KEYS.map(({ name, ssh_key }) => ({ name, ssh_key })),
  freeze_code_sha256: '61b692addef74c02d8b5fd0e4bde111718919d6d9947fe0f12e86c1c46806f1d',
  previous: null,
};

export const KEYHOLDERS_REQUEST: StatementRequest = {
  statement: JSON.stringify(KEYHOLDERS),
  signatures: KEYHOLDERS_SIGNATURES,
};

export const REGISTRAR_STATEMENT: Statement = {
  kind: 'registrar',
  ...HEAD,
  id: 'treasury',
  corpus: 'horizon-2027',
  name: 'Campaign treasury',
  ssh_key:
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIhLiFf06qFhPGFQTbNNS+rzRlF6DjHePN3U2bQgHZ0L treasury',
};

export const STATEMENT_REQUEST: StatementRequest = {
  statement: JSON.stringify(REGISTRAR_STATEMENT),
  signatures: REGISTRAR_SIGNATURES,
};

export const COVERAGE: Coverage = {
  id: 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c',
  version: 3,
  mailboxes: ['presse@horizon.example', 'tresorerie@horizon.example'],
  folders: ['Contrats'],
  from: '2027-01-01',
  to: '2027-04-30',
  registered: 1204,
  not_covered: [
    { what: 'Private mail of the staff', count: null },
    { what: 'Files behind a password', count: 7 },
  ],
  since: '2027-04-30T22:00:00Z',
  at: '2027-05-01T08:00:00.000Z',
  signed_by: ['registrar treasury'],
};

const SIGNED_BY = KEYS.map(({ name, key }) => ({ name, key }));

export const STATEMENT_ANSWER: StatementAnswer = {
  id: '16d4067a403d3a3b63ac4cd0ea296beed36bba79ddf72d061e1b6180ce9c6fb0',
  kind: 'registrar',
  at: '2027-04-20T09:30:00.000Z',
  ...STATEMENT_REQUEST,
  signed_by: SIGNED_BY,
  required: 2,
  log: { index: 2, witnessed: true },
};

export const STATEMENTS_ANSWER: StatementsAnswer = {
  statements: [STATEMENT_ANSWER],
  cursor: null,
};

export const GOVERNANCE_ANSWER: GovernanceAnswer = {
  origin: HEAD.origin,
  environment: HEAD.environment,
  statement: '67b9c02ea28f808fd529306c056499489fbf9ca4d8a3631cad56782a7e0bc5f0',
  threshold: { required: 2, of: 2, frozen_since: '2027-05-02T03:12:00.000Z' },
  keys: KEYS,
  freeze: {
    id: '7dde2d4ed2100f7f8616addfb120a89df09970a7d2d705d98db9b19da38ef9f2',
    at: '2027-05-02T03:12:00.000Z',
    by: 'paper code',
    reason: null,
  },
};

export const FREEZE_REQUEST: FreezeRequest = { code: 'ABCDE-FGHIJ-KLMNO-PQRST-UVWXY' };

export const TOKEN_REQUEST: TokenRequest = {
  scope: 'accredited',
  name: 'Le Quotidien, fact-check',
};

const TOKEN_INFO: TokenInfo = {
  id: 'tok_60303ae22b998861',
  scope: 'accredited',
  name: TOKEN_REQUEST.name,
  registrar: null,
  created_at: '2027-04-20T09:30:00.000Z',
  expires_at: '2028-04-19T09:30:00.000Z',
  revoked_at: null,
};

export const TOKEN_ANSWER: TokenAnswer = {
  ...TOKEN_INFO,
  token: 'emp_accredited_rk1UsNPozUMi8kpQTjkiicbc5uSWIz2xFtQH',
};

export const TOKENS_ANSWER: TokensAnswer = { tokens: [TOKEN_INFO], cursor: null };

export const BOOTSTRAP_ANSWER: BootstrapAnswer = {
  statement: {
    id: GOVERNANCE_ANSWER.statement,
    kind: 'keyholders',
    at: '2027-04-20T09:00:00.000Z',
    ...KEYHOLDERS_REQUEST,
    signed_by: SIGNED_BY,
    required: 2,
    log: { index: 0, witnessed: false },
  },
  token: {
    ...TOKEN_INFO,
    id: 'tok_2c26b46b68ffc68f',
    scope: 'admin',
    name: 'bootstrap',
    token: 'emp_admin_k7CPhbcXNazp8n2DGMNtz5hrgk6mTm0hHyon',
  },
};
