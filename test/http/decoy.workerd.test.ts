import { applyD1Migrations } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { ed25519 } from '@noble/curves/ed25519.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { entriesToBase64 } from '../../src/client/base64.ts';
import { startRun } from '../../src/client/manifest.ts';
import { CORPUS_REQUEST } from '../../src/http/examples.ts';
import type { Manifest } from '../../src/registry/contract.ts';
import { createToken } from '../../src/tlog/token.ts';
import { bootstrap, declareCorpus, declareRegistrar, withdraw } from './admin.ts';
import { bearer, form } from './fake.ts';
import { FIGURE, letter, note, printOf } from './letter.ts';

/** What a registrar says of its records afterwards, and that nothing tells of a decoy before. */
const ORIGIN = 'https://registry.test';
const json = { 'content-type': 'application/json' };
const LOGO = btoa('GIF89a, a logo that every mail of the house carries, no text in it');

async function send(path: string, init: RequestInit = {}) {
  const answer = await exports.default.fetch(new Request(ORIGIN + path, init));
  const text = await answer.text();
  return { status: answer.status, text, body: text === '' ? null : JSON.parse(text) };
}

/** The answer's bytes without what is of its own time: instants, dates in sentences, request ids. */
const timeless = ({ status, text }: { status: number; text: string }) =>
  `${status} ${text
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replaceAll(/as of \d{4}-\d\d-\d\d/g, 'as of DAY')
    .replaceAll(/urn:uuid:[0-9a-f-]{36}/g, 'REQUEST')}`;

const post = (path: string, value: unknown, headers: Record<string, string> = {}) =>
  send(path, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(value) });

const mail = (id: string, words: string, attached: string | null = null) =>
  [
    'From: Édouard Lacombe <e.lacombe@horizon.example>',
    'To: Solène Mercier <s.mercier@horizon.example>',
    'Date: Tue, 09 Mar 2027 18:22:10 +0100',
    `Subject: ${id}`,
    `Message-ID: <${id}@horizon.example>`,
    'MIME-Version: 1.0',
    ...(attached === null
      ? ['Content-Type: text/plain; charset=utf-8', '', words]
      : [
          'Content-Type: multipart/mixed; boundary=b',
          '',
          '--b\r\nContent-Type: text/plain; charset=utf-8\r\n',
          words,
          '--b\r\nContent-Type: image/gif; name=logo.gif',
          'Content-Disposition: attachment; filename=logo.gif',
          'Content-Transfer-Encoding: base64\r\n',
          attached,
          '--b--',
        ]),
    '',
  ].join('\r\n');

const prose = (seed: string, count = 60) =>
  Array.from({ length: count }, (_, i) => `${seed}${(i * 7919) % 991}`).join(' ');

const DECOY = letter(FIGURE, null);
const RELATED = prose('apparenté', 200);
/** Name and text of everything that is planted, and of what is authentic beside it. */
const PLANTED: [string, string][] = [
  ['letter.eml', DECOY],
  ['note.txt', note(FIGURE + 1)],
  ['sibling-1.txt', RELATED.replace('apparenté0 ', 'un ')],
  ['sibling-2.txt', RELATED.replace('apparenté0 ', 'deux ')],
  ...Array.from({ length: 9 }, (_, i): [string, string] => [
    `logo-${i}.eml`,
    mail(`leurre-${i}`, prose(`leurre${i}x`), LOGO),
  ]),
];
const AUTHENTIC: [string, string][] = [
  ['house.eml', mail('maison', prose('maison'), LOGO)],
  ['series.txt', RELATED],
];
const SUSPECTS: [string, string][] = [
  ...PLANTED.slice(0, 5),
  ['variant.eml', letter(FIGURE + 7, null)],
  ['variant.txt', note(FIGURE + 8)],
  ['excerpt.txt', note(FIGURE).split('\n\n').slice(1, 4).join('\n\n')],
  ['reply.eml', mail('réponse', `Entendu.\r\n\r\n${note(FIGURE).replaceAll(/^/gm, '> ')}`)],
  ['other-with-logo.eml', mail('autre', prose('autre'), LOGO)],
  ['series-variant.txt', RELATED.replace('apparenté0 ', 'trois ')],
  ...AUTHENTIC,
];

const secretKey = new Uint8Array(32).fill(7);
const signer = {
  publicKey: ed25519.getPublicKey(secretKey),
  sign: (data: Uint8Array) => ed25519.sign(data, secretKey),
};

async function register(files: [string, string][], state: Manifest['state'], corpus = 'demo') {
  const run = startRun({ origin: ORIGIN, environment: 'local', corpus, state, signer });
  const items = await Promise.all(
    files.map(async ([name, text]) => ({ id: name, ...(await printOf(text, name)) })),
  );
  const { status, body } = await post(
    '/v1/batches',
    await run.next(items),
    bearer(tokens.get(corpus) ?? ''),
  );
  expect(status).toBe(200);
  return body.results as { status: string; record: string; errors: { detail: string }[] }[];
}

/** Every question that may be asked of the suspects, from an address of its own. */
async function askAll(address: string, record: string): Promise<string[]> {
  const from = { 'cf-connecting-ip': address };
  const prints = await Promise.all(SUSPECTS.map(([name, text]) => printOf(text, name)));
  const items = prints.map(({ fingerprint }) => ({ fingerprint }));
  const bare = prints.flatMap(({ fingerprint: { bytes } }) => [
    { sha256: bytes.sha256 },
    { ssdeep: bytes.ssdeep },
  ]);
  const answers = [await post('/v1/check', { items: [...items, ...bare] }, from)];
  for (const item of items) answers.push(await post('/v1/check', { items: [item] }, from));
  answers.push(await send('/v1/files', { method: 'POST', headers: from, body: form(...SUSPECTS) }));
  for (const { fingerprint, entries } of prints) {
    const list = entries[''];
    if (!list) continue;
    const pair = { record, fingerprint, entries: entriesToBase64(list), cursor: null };
    answers.push(await post('/v1/compare', pair, from));
  }
  // More variants than a record allows in a day, then the planted text again.
  for (let i = 0; i < 25; i += 5) {
    const guesses = [0, 1, 2, 3, 4].map((j) => printOf(letter(900_000 + i + j, null), 'g.eml'));
    const sent = (await Promise.all(guesses)).map(({ fingerprint }) => ({ fingerprint }));
    answers.push(await post('/v1/check', { items: sent }, from));
  }
  answers.push(await post('/v1/check', { items: items.slice(0, 2) }, from));
  answers.push(await send(`/v1/records/${record}`), await send('/v1/corpora'));
  return answers.map(timeless);
}

const UNKNOWN = `rec_${'a'.repeat(26)}`;
const tokens = new Map<string, string>();
let before: string[];
let planted: string[];
let authentic: string[];

beforeAll(async () => {
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
  const admin = await bootstrap();
  for (const corpus of ['demo', 'other']) {
    await declareCorpus(admin, corpus, CORPUS_REQUEST);
    tokens.set(corpus, await declareRegistrar(admin, corpus, corpus, secretKey));
  }
  authentic = (await register(AUTHENTIC, 'authentic')).map(({ record }) => record);
  before = await askAll('192.0.2.1', UNKNOWN);
  const results = await register(PLANTED, 'decoy');
  expect(results.map(({ status }) => status)).toEqual(PLANTED.map(() => 'registered'));
  planted = results.map(({ record }) => record);
});

const event = (record: string, value: unknown, corpus = 'demo') =>
  post(`/v1/records/${record}/events`, value, bearer(tokens.get(corpus) ?? ''));
const checked = async (name: string, text: string) => {
  const { fingerprint } = await printOf(text, name);
  const from = { 'cf-connecting-ip': '192.0.2.77' };
  return (await post('/v1/check', { items: [{ fingerprint }] }, from)).body.results[0];
};

/** Status and grade of a comparison with the record, which check has named. */
const compared = async (record: string, text: string) => {
  const { fingerprint, entries } = await printOf(text, 'suspect.eml');
  const pair = { record, fingerprint, entries: entriesToBase64(entries[''] ?? new Uint16Array()) };
  const { status, body } = await post('/v1/compare', { ...pair, cursor: null });
  return [status, body.grade];
};

describe('a decoy that nobody has opened', () => {
  it('changes no byte of any answer', async () => {
    const after = await askAll('192.0.2.2', planted[0] ?? '');
    expect(after.map((text) => text.replaceAll(planted[0] ?? '', UNKNOWN))).toEqual(before);
    // The questions are not all answered alike: what is authentic is found, the rest is not.
    const [all = ''] = before;
    for (const word of ['"match"', '"absent"', '"contains"', '"differs"']) {
      expect(all).toContain(word);
    }
    expect(all).not.toContain('may_be_sibling');
    expect(before.join()).not.toContain('too_many_variants');
  });

  it('is not there for a registrar of another corpus', async () => {
    const opened = await event(planted[1] ?? '', { kind: 'opened' }, 'other');
    const unknown = await event(UNKNOWN, { kind: 'opened' }, 'other');
    expect(timeless(opened)).toBe(timeless(unknown));
    expect(opened.body.code).toBe('unknown_record');
  });

  it('keeps the same document from being registered as authentic unnoticed', async () => {
    const [result] = await register([['letter.eml', DECOY]], 'authentic');
    expect(result).toMatchObject({ status: 'failed', record: null });
    expect(result?.errors[0]?.detail).toMatch(/as decoy$/);
    const [again] = await register([['letter.eml', DECOY]], 'decoy');
    expect(again).toMatchObject({ status: 'already_registered', record: planted[0] });
    const [house] = await register([AUTHENTIC[0] ?? ['', '']], 'decoy');
    expect(house?.errors[0]?.detail).toMatch(/as authentic$/);
  });
});

describe('a decoy that is opened', () => {
  it('says what it is and since when', async () => {
    const sibling = planted[2] ?? '';
    const before = (await send('/v1/corpora')).body;
    const opened = await event(sibling, { kind: 'opened', reason: 'Publié le 3 mai.' });
    expect(opened.status).toBe(200);
    expect(opened.body).toMatchObject({
      record: sibling,
      state: 'decoy',
      events: [{ kind: 'opened', at: expect.any(String), reason: 'Publié le 3 mai.' }],
    });
    const again = await event(sibling, { kind: 'opened', reason: 'Autre chose.' });
    expect(again.text).toBe(opened.text);
    expect((await send(`/v1/records/${sibling}`)).text).toBe(opened.text);
    expect((await send('/v1/corpora')).body).toEqual(before);

    const { at } = opened.body.events[0];
    const day = at.slice(0, 10);
    expect(await checked(...(PLANTED[2] ?? ['', '']))).toMatchObject({
      verdict: 'match',
      grade: 'identical',
      record: sibling,
      notes: ['decoy'],
      state_since: at,
      registered_at: expect.stringMatching(/^20/),
      shows: `This is a decoy: ${CORPUS_REQUEST.registrant} registered it as one on ${day} and said so on ${day}.`,
    });
  });

  it('is found by its variants too, and in no other decoy', async () => {
    const [record = ''] = planted;
    expect(await checked('letter.eml', DECOY)).toMatchObject({ verdict: 'absent', notes: [] });
    expect((await event(record, { kind: 'opened' })).status).toBe(200);
    expect(await checked('letter.eml', DECOY)).toMatchObject({ verdict: 'match', record });
    const variant = await checked('variant.eml', letter(FIGURE + 7, null));
    expect(variant).toMatchObject({ verdict: 'differs', record, notes: ['decoy'] });
    expect(await compared(record, letter(FIGURE + 7, null))).toEqual([200, 'altered']);
    expect(await checked(...(PLANTED[1] ?? ['', '']))).not.toMatchObject({ verdict: 'match' });
  });
});

describe('a record that is withdrawn', () => {
  it('is found as before, and says so with the time', async () => {
    const [house = ''] = authentic;
    const [name, text] = AUTHENTIC[0] ?? ['', ''];
    const found = await checked(name, text);
    const done = await withdraw(house, 'Enregistré par erreur.');
    const { at } = done.body;
    expect((await send(`/v1/records/${house}`)).body).toMatchObject({
      state: 'withdrawn',
      events: [{ kind: 'withdrawn', at, reason: 'Enregistré par erreur.' }],
    });
    const { shows, ...fields } = await checked(name, text);
    const { shows: shown, ...was } = found;
    const noted = { notes: ['withdrawn'], state_since: at };
    const parts = was.parts.map((part: object) => ({ ...part, ...noted }));
    expect(fields).toEqual({ ...was, ...noted, parts });
    expect(shows).toBe(`${shown} ${CORPUS_REQUEST.registrant} withdrew it on ${at.slice(0, 10)}.`);
    expect((await compared(house, text))[0]).toBe(200);
    expect((await withdraw(house, 'Autre raison.')).body.code).toBe('state_conflict');
    const [again] = await register([[name, text]], 'authentic');
    expect(again?.errors[0]?.detail).toMatch(/as withdrawn$/);
  });
});

describe('what is refused', () => {
  it.each([
    ['no token', { kind: 'opened' }, '', 401, 'token_required'],
    ['an unknown token', { kind: 'opened' }, 'guess', 401, 'token_unknown'],
    ['a token of another corpus', { kind: 'opened' }, 'other', 403, 'corpus_mismatch'],
    ['opening what is no decoy', { kind: 'opened' }, 'demo', 409, 'state_conflict'],
    ['two lines', { kind: 'opened', reason: 'a\nb' }, 'demo', 422, 'validation_failed'],
    ['turned writing', { kind: 'opened', reason: 'a\u202eb' }, 'demo', 422, 'validation_failed'],
    ['too long', { kind: 'opened', reason: 'x'.repeat(201) }, 'demo', 422, 'validation_failed'],
    ['a withdrawal', { kind: 'withdrawn', reason: 'x' }, 'demo', 422, 'validation_failed'],
    ['another event', { kind: 'deleted', reason: 'x' }, 'demo', 422, 'validation_failed'],
  ])('%s', async (_name, value, token, status, code) => {
    const held = tokens.get(token) ?? createToken('registrar');
    const headers: Record<string, string> = token === '' ? {} : bearer(held);
    const path = `/v1/records/${authentic[1]}/events`;
    const refused = await post(path, value, headers);
    expect([refused.status, refused.body.code]).toEqual([status, code]);
    expect((await send(`/v1/records/${authentic[1]}`)).body.events).toEqual([]);
  });

  it('withdrawing a decoy, opened or not', async () => {
    expect((await withdraw(planted[2] ?? '', 'x')).body.code).toBe('state_conflict');
    expect((await withdraw(planted[3] ?? '', 'x')).body.code).toBe('unknown_record');
    expect((await withdraw(UNKNOWN, 'x')).body.code).toBe('unknown_record');
  });
});

describe('the comparison of answers', () => {
  it('would have told, had the planted files been authentic', async () => {
    await register(PLANTED, 'authentic', 'other');
    const [all = ''] = await askAll('192.0.2.3', UNKNOWN);
    expect(all).not.toBe(before[0]);
    expect(all).toContain('may_be_sibling');
  });
});
