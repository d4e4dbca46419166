import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as contract from '../../src/registry/contract.ts';
import { answerOf, matchOf, verdictOf } from '../client/answers.ts';
import { compareAnswer } from './aligner.ts';
import { empreinte, ndjson, problemOf, type Registry, registry } from './harness.ts';

const root = mkdtempSync(join(tmpdir(), 'empreinte-locate-'));
afterAll(() => rmSync(root, { recursive: true }));

const RECORD = `rec_${'a'.repeat(26)}`;
const genuine = (
  'le comité de campagne verse la somme de 45 000 € au titre du marché conclu en mars ' +
  'avec la société Dupont pour la location de la grande salle et de la petite scène du port'
).replace('45 000 €', '45000');
const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
const letter = join(root, 'letter.txt');
const same = join(root, 'same.txt');
writeFileSync(letter, `Le Comité de campagne ${genuine.slice(22).replace('45000', '«75000»')}\n`);
writeFileSync(same, 'Nothing that anybody has registered, but long enough to be told apart.\n');

const near: Partial<contract.CheckResult> = {
  verdict: 'differs',
  grade: 'near',
  record: RECORD,
  evidence: { agrees: [], differs: ['body'], unverified: [] },
};
/** What the registry says of a comparison, over what the real alignment gives. */
let told: Partial<contract.CompareAnswer>;
/** Words of the registered text. */
let registered: string[];
let refusal: ReturnType<typeof problemOf> | null;
let verdict: Partial<contract.CheckResult>;
let server: Registry;

beforeEach(async () => {
  [told, refusal, verdict, registered] = [{}, null, near, words(genuine)];
  server = await registry(({ url, body }) => {
    if (url === '/v1/check') {
      const { items } = contract.CheckRequest.parse(body);
      const results = items.map((item, i) =>
        verdictOf({ ...(i === 0 ? verdict : {}), id: item.id ?? null }),
      );
      return { body: answerOf(results) };
    }
    if (refusal) return refusal;
    return { body: compareAnswer(body, registered, told) };
  });
});
afterEach(() => server.close());

const run = (...argv: string[]) =>
  empreinte(argv, { env: { EMPREINTE_SERVER: server.url, EMPREINTE_TOKEN: '' } });
const check = (...argv: string[]) => run('check', '--jobs', '1', ...argv);
const compared = () => server.calls.filter(({ url }) => url === '/v1/compare');

describe('check --locate --json', () => {
  test('names what is altered and says altered instead of near', async () => {
    const { exitCode, stdout, stderr } = await check(letter, '--locate', '--json');
    const [line] = ndjson(stdout);
    const start = 'Le Comité de campagne verse la somme de «'.length;
    expect(line).toMatchObject({
      verdict: 'differs',
      grade: 'altered',
      record: RECORD,
      altered: [{ kind: 'changed', start, end: start + 5, text: '75000', missing: 1 }],
      complete: true,
    });
    expect(line).not.toHaveProperty('only_marks');
    expect(exitCode).toBe(1);
    expect(stderr.match(/could rebuild part of the text/g)).toHaveLength(1);
    expect(compared()).toHaveLength(1);
    expect(compared()[0]?.raw).not.toMatch(/campagne|75000|letter/);
  });

  test('compares once more where a list label hides the rest, and names the odd one alone', async () => {
    const titles = ['Objet', 'Prix du lot', 'Durée', 'Livraison', 'Litiges'];
    const list = titles.map((title, i) => `${i === 1 ? 9 : i + 1}. ${title}`);
    const suspect = join(root, 'listed.txt');
    writeFileSync(suspect, [genuine, ...list].join('\n'));
    // All labels of the registered text are of one series, and no words.
    registered = words(`${genuine} ${titles.join(' ')}`);
    const [line] = ndjson((await check(suspect, '--locate', '--json')).stdout);
    expect(line.altered).toMatchObject([{ kind: 'changed', text: '9.', missing: 0 }]);
    expect(compared()).toHaveLength(2);
    const [first, second] = compared().map(({ raw }) =>
      contract.CompareRequest.parse(JSON.parse(raw)),
    );
    expect(first?.words).toBeUndefined();
    expect(second?.words).toBe(registered.length);
  });

  test('asks nothing without --locate, and nothing about what resembles no record', async () => {
    const { stdout, stderr } = await check(letter, '--json');
    expect(ndjson(stdout)[0].grade).toBe('near');
    expect(ndjson(stdout)[0]).not.toHaveProperty('altered');
    expect(stderr).toBe('');
    await check(letter, same, '--locate', '--json');
    expect(compared()).toHaveLength(1);
    verdict = { ...near, grade: 'same_text' };
    await check(letter, '--locate');
    verdict = matchOf({});
    await check(letter, '--locate');
    verdict = {
      ...near,
      grade: 'altered',
      evidence: { agrees: ['body'], differs: ['date'], unverified: [] },
    };
    await check(letter, '--locate');
    expect(compared()).toHaveLength(1);
  });

  test('stays near when the comparison was cut off, and says so', async () => {
    told = { complete: false };
    const [line] = ndjson((await check(letter, '--locate', '--json')).stdout);
    expect(line).toMatchObject({ grade: 'near', complete: false });
    expect(line.altered).toHaveLength(1);
    expect(line.locate_detail).toContain('cut off');
  });

  test('takes the note of a sibling from the comparison, once that is whole', async () => {
    const notes = async (change: Partial<contract.CompareAnswer>) => {
      verdict = { ...near, notes: ['withdrawn', 'may_be_sibling'] };
      told = change;
      return ndjson((await check(letter, '--locate', '--json')).stdout)[0].notes;
    };
    expect(await notes({ notes: ['may_be_sibling'] })).toEqual(['withdrawn', 'may_be_sibling']);
    expect(await notes({ notes: [] })).toEqual(['withdrawn']);
    expect(await notes({ notes: [], complete: false })).toEqual(['withdrawn', 'may_be_sibling']);
    expect(await notes({ notes: ['layout_only'], grade: 'near' })).toEqual([
      'withdrawn',
      'layout_only',
    ]);
    const { stdout } = await check(letter, '--locate');
    expect(stdout).toContain('layout_only');
  });

  test('stays near when the registry finds too little', async () => {
    told = { grade: null };
    const [line] = ndjson((await check(letter, '--locate', '--json')).stdout);
    expect(line.grade).toBe('near');
    expect(line.locate_detail).toContain('little of it');
  });

  test('says when only marks differ', async () => {
    const only = [{ kind: 'same' as const, start: 0, end: words(genuine).length, missing: 0 }];
    told = { segments: only, marks_only: true, grade: 'near' };
    const [line] = ndjson((await check(letter, '--locate', '--json')).stdout);
    expect(line).toMatchObject({
      grade: 'near',
      altered: [],
      only_marks: true,
      locate_detail: 'no word difference found; punctuation, case or spacing differ',
    });
  });

  test('says why a place is not told, and never that nothing is altered', async () => {
    refusal = problemOf(403, 'locate_off');
    const [off] = ndjson((await check(letter, '--locate', '--json')).stdout);
    expect(off).toMatchObject({ grade: 'near', altered: null, locate_detail: 'About locate_off.' });
    refusal = null;
    told = { reason: 'too_many_variants', grade: null, segments: [], complete: false };
    const [many] = ndjson((await check(letter, '--locate', '--json')).stdout);
    expect(many).toMatchObject({ grade: 'near', altered: null });
    expect(many.locate_detail).toContain('too many variants');
  });

  test('ends the run when the registry cannot answer', async () => {
    refusal = problemOf(500, 'internal');
    const { exitCode, stdout } = await check(letter, '--locate', '--json');
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    refusal = null;
    told = { segments: [{ kind: 'same', start: 0, end: 3, missing: 0 }] };
    expect((await check(letter, '--locate', '--json')).exitCode).toBe(2);
  });

  test('reads standard input once', async () => {
    const { stdout } = await empreinte(['check', '-', '--locate', '--json'], {
      env: { EMPREINTE_SERVER: server.url },
      stdin: Buffer.from(genuine.replace('mars', 'juin')),
    });
    expect(ndjson(stdout)[0].altered).toMatchObject([{ kind: 'changed', text: 'juin' }]);
  });

  test('lists passages at a terminal', async () => {
    const { stdout } = await empreinte(['check', letter, '--locate', '--no-color'], {
      env: { EMPREINTE_SERVER: server.url },
      terminal: true,
    });
    expect(stdout).toContain('changed: “75000”');
  });
});

describe('check --locate of a mail', () => {
  test('compares each part with its own record', async () => {
    const mail = join(root, 'mail.eml');
    const part = (type: string, text: string) => ['--b', type, '', text];
    writeFileSync(
      mail,
      [
        'From: a@campaign.test',
        'Subject: Budget',
        'MIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary="b"',
        '',
        ...part('Content-Type: text/plain', 'Please find the letter that was signed enclosed.'),
        ...part(
          'Content-Type: text/plain\r\nContent-Disposition: attachment; filename="l.txt"',
          genuine.replace('45000', '75000'),
        ),
        '--b--',
        '',
      ].join('\r\n'),
    );
    const { id: _id, shows: _shows, does_not_show: _not, ...part0 } = verdictOf(near);
    verdict = { ...near, grade: 'contains', parts: [{ ...part0, path: '0', parts: [] }] };
    const [line] = ndjson((await check(mail, '--locate', '--json')).stdout);
    expect(compared()).toHaveLength(2);
    expect(line.grade).toBe('contains');
    expect(line.parts[0]).toMatchObject({
      name: 'l.txt',
      grade: 'altered',
      altered: [{ kind: 'changed', text: '75000' }],
    });
  });
});

describe('compare --with', () => {
  test('prints a diff of words', async () => {
    const { exitCode, stdout, stderr } = await run('compare', letter, '--with', RECORD);
    expect(stdout.split('\n')).toEqual([
      `--- ${RECORD}`,
      `+++ ${letter}`,
      '@@ changed, characters 41 to 46 @@',
      '  … campagne verse la somme de «',
      '- [about 1 word of the registered document is missing here]',
      '+ 75000',
      '  » au titre du marché conclu …',
      'differs in: text',
      '',
    ]);
    expect(stderr).toContain('could rebuild part of the text');
    expect(exitCode).toBe(1);
  });

  test('marks what is missing here', async () => {
    const shorter = join(root, 'shorter.txt');
    writeFileSync(shorter, genuine.replace(' avec la société Dupont', ''));
    const { stdout } = await run('compare', shorter, '--with', RECORD);
    expect(stdout).toContain('- [about 4 words of the registered document are missing here]\n');
  });

  test('sends no entries for a file that is the record', async () => {
    verdict = matchOf({ record: RECORD });
    const { exitCode, stdout } = await run('compare', letter, '--with', RECORD);
    expect(stdout).toContain('Identical, nothing is altered');
    expect(exitCode).toBe(0);
    expect(compared()).toHaveLength(0);
  });

  test('sends no entries of a text that agrees, and names what differs', async () => {
    const evidence = {
      agrees: ['body' as const],
      differs: ['date' as const],
      unverified: ['furniture' as const],
    };
    verdict = { ...near, grade: 'altered', evidence };
    const { exitCode, stdout } = await run('compare', letter, '--with', RECORD);
    expect(stdout).toBe('differs in: date\nnot verified: page headers and footers\n');
    expect(exitCode).toBe(1);
    expect(compared()).toHaveLength(0);
  });

  test('escapes what a document holds', async () => {
    const hostile = join(root, 'hostile.txt');
    writeFileSync(hostile, genuine.replace('45000', 'un \u061cdeux \u202etrois'));
    const { stdout } = await run('compare', hostile, '--with', RECORD);
    expect(stdout).not.toMatch(/[\u061c\u202e]/);
    expect(stdout).toContain('\\u061cdeux \\u202etrois');
  });

  test('says that there is no text, and does not call that unaltered', async () => {
    const picture = join(root, 'picture.bin');
    writeFileSync(
      picture,
      Uint8Array.from({ length: 5000 }, (_, i) => (i * 2654435761) >>> 24),
    );
    const { exitCode, stdout } = await run('compare', picture, '--with', RECORD);
    expect(stdout).toContain('not located: it has no text to compare');
    expect(exitCode).toBe(1);
  });

  test('asks for one of record and original', async () => {
    expect(await run('compare', letter)).toMatchObject({ exitCode: 2, stdout: '' });
  });
});
