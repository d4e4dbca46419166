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
  KeysAnswer,
  Manifest,
  RecordAnswer,
} from '../registry/contract.ts';

import { COVERAGE } from './examples-admin.ts';

export * from './examples-admin.ts';

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

const CORPUS: Corpus = {
  id: 'horizon-2027',
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

/** A note of 40 words about the hire of a hall, of which one figure was changed. */
export const COMPARE_REQUEST: CompareRequest = {
  record: 'rec_b5mnq3xw7kzd2tfhy4lcr6avoe',
  path: null,
  entries:
    'QWzy+Hs6sFvQclZN9ptXhHIq1XRgbIQpB6agB9EdqInOrpq0ljFE9GeQo0V0+UvLwYAgSuy5pVCcNrk6hJ0W+s5R9+mx4UjobKWFrldEZLfG3haSF+WJmg==',
  fingerprint: {
    profile: 'empreinte/1',
    name: null,
    type: 'text/plain',
    bytes: {
      size: 201,
      sha256: 'cc6e099bdba30c97f971aa254cb0b0c25fbb17147a78d2dc949ddb62328205e8',
      ssdeep: '6:vMXugMR2LZDlRmps1R97QLilVVp8dGRmB1hgrDkO:vsMR2LZDlRmpGyiLp8ARmJUDkO',
      tlsh: 'T131D01283658517733D16A2B3529EE3FBDB0A93CD0315450800C841645566AB553ED8E0',
    },
    content: {
      extractor: 'plain/1',
      words: 40,
      body: 'ba5dc05cad9c94228b93e632127ec58571278cfd0ab94fccf4ff5edddb80aaf4',
      body_joined: 'ba5dc05cad9c94228b93e632127ec58571278cfd0ab94fccf4ff5edddb80aaf4',
      bag: '700e583889319cb36cafab2a455c7f4087856100a611886f4f9ae2c83b74bd22',
      labels: null,
      furniture: null,
      drawn: 'ba5dc05cad9c94228b93e632127ec58571278cfd0ab94fccf4ff5edddb80aaf4',
      ssdeep: '6:vMXugMR2LZDlRmps1R97QLilVVp8dGRmB1hgrDks:vsMR2LZDlRmpGyiLp8ARmJUDks',
      tlsh: 'T109D01243658517733D16A2B3529EE3FBDB0693CD0315450400C841645566AB553ED8E0',
      bands: [
        '39572afe4538',
        '53854330949b',
        'b0d86d3f9a60',
        '525bf6d13fbf',
        '380f6a57e321',
        '5ff93d273204',
        'de0b05b28e2e',
        '3dfac8af53df',
        'cdd04fae38db',
        'e3593e6e554e',
        '9fb3e63da334',
        '930d46b988d8',
        'e3aba03b1d58',
        '278412a5c810',
        '29dc61abad4b',
        '3f0672930f39',
        '955ba55852c3',
        'b0decab297c1',
        '00078bd1bbfb',
        'fbf56732e17f',
      ],
      sketch: [
        '00932a22113e7d50',
        '0315816899b3e1ca',
        '18a5773f1ab7e86a',
        '1de670ec42bd701d',
        '27f9a2bf105be0b3',
        '28255889a077b750',
        '2c13270177b5a04e',
        '306c3e5922fdca26',
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

export const CORPORA_ANSWER: CorporaAnswer = { corpora: [CORPUS] };

export const RECORD_ANSWER: RecordAnswer = {
  record: 'rec_b5mnq3xw7kzd2tfhy4lcr6avoe',
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
          '{"record":"rec_b5mnq3xw7kzd2tfhy4lcr6avoe","corpus":"horizon-2027","registrar":"treasury","reason":"A draft was registered by mistake."}',
        salt: 'fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9',
      },
    },
  ],
  log: {
    index: 1204,
    witnessed: true,
    statement:
      '{"record":"rec_b5mnq3xw7kzd2tfhy4lcr6avoe","corpus":"horizon-2027","registrar":"treasury","state":"authentic","manifest":"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae","commitment":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}',
    salt: 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c',
  },
};

export const KEYS_ANSWER: KeysAnswer = {
  log: {
    origin: 'registre.example/log',
    keys: ['registre.example/log+3d989ae0+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop'],
    policy: '',
  },
  receipts: [
    {
      kty: 'OKP',
      crv: 'Ed25519',
      x: 'O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik',
      kid: '9ZP03Nu8GrXPAUkbKNxHOKBzxPX83SShgFkRNK-f2lw',
    },
  ],
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
  root: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
};

export const BATCH_REQUEST = {
  manifest: JSON.stringify(MANIFEST),
  signature: '-----BEGIN SSH SIGNATURE-----\nU1NIU0lH…\n-----END SSH SIGNATURE-----\n',
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
  checks: { database: true, keys: true, exact: true, near: true, absent: true },
};

export const PROBLEM_PAGE = {
  code: 'method_not_allowed',
  status: 405,
  title: 'The method is not allowed here',
  help: 'The Allow header names those that are.',
};
