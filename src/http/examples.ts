/** Examples of the API description; a test sends or parses every one of them. */
import type {
  BatchAnswer,
  CheckAnswer,
  CheckRequest,
  CompareAnswer,
  CompareRequest,
  CorporaAnswer,
  Corpus,
  CorpusRequest,
  EventRequest,
  Manifest,
  RecordAnswer,
} from '../registry/contract.ts';

import { COVERAGE } from './examples-admin.ts';
import { MANIFEST_SIGNATURE } from './examples-signatures.ts';

export * from './examples-admin.ts';
export * from './examples-receipts.ts';

/** SHA-256 of the nine bytes `Bonjour.` and line feed. */
const SHA256 = '7dde2d4ed2100f7f8616addfb120a89df09970a7d2d705d98db9b19da38ef9f2';

export const CHECK_REQUEST_BARE: CheckRequest = {
  items: [
    { id: 'leak/0001.docx', sha256: SHA256 },
    { id: 'leak/0002.docx', ssdeep: '3:AXGBicFlgVNhBGcL6wCrFQEv:AXGHsNhxLsr2C' },
  ],
  leaked_at: '2027-05-01',
};

export const CHECK_REQUEST: CheckRequest = {
  items: [
    {
      id: 'leak/logo.gif',
      fingerprint: {
        profile: 'empreinte/1',
        name: null,
        type: 'image/gif',
        bytes: {
          size: 9,
          sha256: SHA256,
          ssdeep: '3:QPjb:Qn',
          tlsh: null,
        },
        content: null,
        mail: null,
        parts: [],
        problem: null,
      },
    },
  ],
};

export const CORPUS_ID = 'horizon-2027';

const RECORD = 'rec_szjvmfhrmgzyjnalrhfrggqjkz';
export const DECOY_RECORD = 'rec_nyidmsdnfb74sr7zwxhxk2qpcp';

const CORPUS: Corpus = {
  id: CORPUS_ID,
  title: 'Horizon commun 2027',
  registrant: 'Campagne Horizon commun',
  policy: 'public',
  sealed_until: null,
  coverage: 'Mailboxes presse@ and tresorerie@, 1 January to 30 April 2027; not private mail.',
  locate: 'on',
  records: 1204,
  statement: COVERAGE,
};

export const CHECK_ANSWER: CheckAnswer = {
  results: [
    {
      id: 'leak/0001.docx',
      verdict: 'absent',
      grade: null,
      reason: null,
      record: null,
      registered_as: null,
      corpus: null,
      registrant: null,
      registered_at: null,
      state_since: null,
      log: null,
      near: [],
      notes: ['bytes_only'],
      same_template: null,
      evidence: { agrees: [], differs: [], unverified: ['body', 'appearance'] },
      parts: [],
      shows: 'The corpora consulted hold no document with these bytes.',
      does_not_show: 'It shows neither that the document is forged nor that it is genuine.',
    },
  ],
  corpora: { consulted: [CORPUS], closed: [] },
  threshold: { required: 2, of: 2, frozen_since: null },
  at: '2027-05-02T18:04:11Z',
};

/** A note of 40 words about the hire of a hall: one figure was changed, two words left out. */
export const COMPARE_REQUEST: CompareRequest = {
  record: RECORD,
  path: null,
  entries:
    'qYbu5K9RPo4ny+q4RM2w1/9OW0IW1gPvRCgvmEI6cVsaRouyjHGKKfGwRoZwu4iPZNl7vYkhhyBnDXSE489y+An1Ztp0m6eAMQvbeKgcGtiSOd1Jr//L8g==',
  fingerprint: {
    profile: 'empreinte/1',
    name: null,
    type: 'text/plain',
    bytes: {
      size: 190,
      sha256: '4823ca9999b3a4bfe600e8bf48a539bacdbacb007904d8087cf04172404a6d57',
      ssdeep:
        '3:JNWxlYrSXemFKq3MqFyR2x2R6IGXXl+YCXu/OaRqrD7BGGKEEeRW71Lv:Jh4eyKU2R2n1FOaRwXBGyg1Lv',
      tlsh: 'T1A5C022830A48133309445B40940FA5EDD71580B943B38810841202BB24C0FB467AF0EC',
    },
    content: {
      extractor: 'plain/1',
      words: 40,
      body: 'd36ee4e6d4dc344712563f381c5a5b1202ba8cf4d9eae0b7a22ded3aaf24ff18',
      body_joined: 'd36ee4e6d4dc344712563f381c5a5b1202ba8cf4d9eae0b7a22ded3aaf24ff18',
      bag: '694992cd99fe1574a34caacd7bafd5800572565e380032aa6c0eef8e95b32d2b',
      labels: null,
      furniture: null,
      drawn: 'd36ee4e6d4dc344712563f381c5a5b1202ba8cf4d9eae0b7a22ded3aaf24ff18',
      ssdeep:
        '3:JNWxlYrSXemFKq3MqFyR2x2R6IGXXl+YCXu/OaRqrD7BGGKEEeRW71Ln:Jh4eyKU2R2n1FOaRwXBGyg1Ln',
      tlsh: 'T10CC022830A48133309445B40940FA5EDD31580B943B38810841201BB24C0FB467AF0EC',
      bands: [
        '3eed7ff93a81',
        'fb06b3cf6351',
        'c29c703d2b51',
        'b9d433792ede',
        '59fe5f37a33a',
        'c1226aaf3d06',
        '0c238d7f504f',
        '6c4ec7c382fe',
        'fd250aefedfd',
        '3bf0acc012a4',
        '82e29598c7c8',
        '67900bd9daf3',
        'c87bb804815b',
        'f81f81ebf794',
        '0ca5abd05222',
        '9e01ef640648',
        '76e427b630c3',
        'e117d3646c23',
        'a7804f4973fb',
        '46a22dee5558',
      ],
      sketch: [
        '019da35e229327ad',
        '07739da3bf084ce4',
        '0df20e2403c51b93',
        '1b1b5a2cd6cd7cff',
        '1cba131b06bc7bbd',
        '1de79f4cf3312c67',
        '277814f118413eb1',
        '2fef10d0c6f853b2',
      ],
      marks: [],
      beside: {
        layout: null,
      },
    },
    mail: null,
    parts: [],
    problem: null,
  },
  cursor: null,
};

export const COMPARE_ANSWER: CompareAnswer = {
  record: COMPARE_REQUEST.record,
  path: '',
  grade: 'altered',
  reason: null,
  marks_only: false,
  notes: [],
  running_lines: false,
  suspect_words: 40,
  registered_words: 42,
  complete: true,
  segments: [
    { kind: 'same', start: 0, end: 24, missing: 0 },
    { kind: 'changed', start: 24, end: 25, missing: 1 },
    { kind: 'same', start: 25, end: 37, missing: 0 },
    { kind: 'removed', start: 37, end: 37, missing: 2 },
    { kind: 'same', start: 37, end: 40, missing: 0 },
  ],
  cursor: null,
  at: '2027-05-02T18:04:11Z',
};

export const CORPORA_ANSWER: CorporaAnswer = { corpora: [CORPUS], cursor: null };

export const RECORD_ANSWER: RecordAnswer = {
  record: RECORD,
  corpus: CORPUS.id,
  registrant: CORPUS.registrant,
  registered_at: '2027-04-21T09:30:00Z',
  kind: 'mail',
  state: 'withdrawn',
  events: [
    {
      kind: 'withdrawn',
      at: '2027-05-02T10:00:00Z',
      reason: 'A draft was registered by mistake.',
      log: {
        index: 1290,
        witnessed: false,
        statement:
          '{"record":"rec_szjvmfhrmgzyjnalrhfrggqjkz","corpus":"horizon-2027","registrar":"treasury","reason":"A draft was registered by mistake."}',
        salt: 'fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9',
      },
    },
  ],
  log: {
    index: 1204,
    witnessed: true,
    statement:
      '{"record":"rec_szjvmfhrmgzyjnalrhfrggqjkz","corpus":"horizon-2027","registrar":"treasury","state":"authentic","manifest":"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae","commitment":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}',
    salt: 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c',
  },
};

export const EVENT_REQUEST: EventRequest = {
  kind: 'opened',
  reason: 'Published by a newspaper on 2 May.',
};

export const MANIFEST: Manifest = {
  origin: 'https://registre.example',
  environment: 'production',
  corpus: CORPUS.id,
  batch: '3f0c8a52-7d1e-4b8e-9a55-0c6d2f4e7b10',
  sequence: 0,
  previous: null,
  expires: '2027-04-22T09:30:00Z',
  state: 'authentic',
  nonce: '5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8',
  count: 1,
  root: 'e451af0d5859c5fd9840976cb81b430d628081c6b420c8452f85da1784c02713',
};

export const BATCH_REQUEST = {
  manifest: JSON.stringify(MANIFEST),
  signature: MANIFEST_SIGNATURE,
  items: [
    {
      id: 'logo.gif',
      salt: '60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752',
      fingerprint:
        CHECK_REQUEST.items[0] && 'fingerprint' in CHECK_REQUEST.items[0]
          ? CHECK_REQUEST.items[0].fingerprint
          : null,
      entries: {},
    },
  ],
};

export const BATCH_ANSWER: BatchAnswer = {
  batch: MANIFEST.batch,
  corpus: CORPUS.id,
  results: [
    {
      id: 'logo.gif',
      status: 'registered',
      record: RECORD_ANSWER.record,
      log_index: 1204,
      errors: [],
    },
  ],
  log: { origin: 'registre.example/log', size: 1205, first: 1204, count: 1, witnessed: false },
};

export const CORPUS_REQUEST: CorpusRequest = {
  title: CORPUS.title,
  registrant: CORPUS.registrant,
  coverage: CORPUS.coverage,
  policy: 'public',
  locate: 'on',
};

export const HEALTH = {
  status: 'ok',
  checks: { database: true, keys: true, exact: true, near: true, absent: true, log: true },
  log: { signed: true, size: 1204, witnessed: 1100, unsettled: 0 },
};

export const PROBLEM_PAGE = {
  code: 'method_not_allowed',
  status: 405,
  title: 'The method is not allowed here',
  help: 'The Allow header names those that are.',
};
