import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { answerOf, matchOf, verdictOf } from '../client/answers.ts';
import { empreinte, ndjson, registry } from './harness.ts';

const demo = resolve(import.meta.dirname, '../../demo');
const contract = join(demo, 'genuine/contrats/contrat-salle-du-port.docx');
const forged = join(demo, 'suspects/09-amount-changed.docx');

const root = mkdtempSync(join(tmpdir(), 'empreinte-compare-'));
afterAll(() => rmSync(root, { recursive: true }));
const file = (name: string, text: string): string => {
  writeFileSync(join(root, name), text);
  return join(root, name);
};
/** No registry listens there: a command that asks one fails. */
const compare = (...argv: string[]) =>
  empreinte(['compare', ...argv], { env: { EMPREINTE_SERVER: 'http://127.0.0.1:1' } });

describe('compare --original', () => {
  test('shows both sides of a changed amount, and nothing else', async () => {
    const { exitCode, stdout, stderr } = await compare(forged, '--original', contract);
    expect(stdout.split('\n')).toEqual([
      `--- ${contract}`,
      `+++ ${forged}`,
      expect.stringMatching(/^@@ changed, characters \d+ to \d+ @@$/),
      '  … forfaitaire de la location est de',
      '- 45 000',
      '+ 75 000',
      '  euros hors taxes, soit 54 000 …',
      'differs in: appearance',
      '',
    ]);
    expect(stderr).toBe('');
    expect(exitCode).toBe(1);
  });

  test('gives the words of both sides as JSON', async () => {
    const { stdout } = await compare(forged, '--original', contract, '--json');
    expect(ndjson(stdout)).toMatchObject([
      {
        path: forged,
        texts: [
          {
            part: '',
            against: contract,
            altered: [{ kind: 'changed', text: '75 000', missing: 1, genuine: '45 000' }],
            complete: true,
          },
        ],
        missing: [],
        differs: ['appearance'],
      },
    ]);
  });

  test.each([
    ['10-amount-changed.pdf', 'contrats/contrat-impression-tracts.pdf', 1],
    ['11-sentence-inserted.odt', 'bureau/pv-bureau-2027-02-09.odt', 1],
    ['16-cell-changed.xlsx', 'comptes/budget-campagne-2027.xlsx', 1],
    ['06-linearised.pdf', 'contrats/coach-hire-contract.pdf', 0],
  ])('%s has as many passages altered as were altered', async (suspect, genuine, passages) => {
    const args = [join(demo, 'suspects', suspect), '--original', join(demo, 'genuine', genuine)];
    const [line] = ndjson((await compare(...args, '--json')).stdout);
    expect(line.texts[0].altered).toHaveLength(passages);
  });

  test('finds equal bytes clean', async () => {
    const copy = join(root, 'copy.docx');
    copyFileSync(contract, copy);
    const { exitCode, stdout } = await compare(copy, '--original', contract);
    expect(stdout).toContain('no word is altered');
    expect(exitCode).toBe(0);
  });

  test('does not call a mail clean whose header was forged', async () => {
    const mail = (date: string): string =>
      `From: a@campaign.test\r\nDate: ${date}\r\nSubject: Budget\r\n\r\nThe budget stands.\r\n`;
    const genuine = file('genuine.eml', mail('Thu, 30 Apr 2026 09:15:00 +0000'));
    const suspect = file('forged.eml', mail('Fri, 01 May 2026 09:15:00 +0000'));
    const { exitCode, stdout } = await compare(suspect, '--original', genuine);
    expect(stdout).toMatch(/no word is altered\ndiffers in: .*\bdate\b/);
    expect(exitCode).toBe(1);
  });

  test('says when only marks differ', async () => {
    const genuine = file('a.txt', 'The board votes the budget; nobody objects.');
    const suspect = file('b.txt', 'The board votes the budget. Nobody objects!');
    const { exitCode, stdout } = await compare(suspect, '--original', genuine, '--json');
    expect(ndjson(stdout)[0].texts[0]).toMatchObject({ altered: [], only_marks: true });
    expect(exitCode).toBe(1);
  });

  test('names a text of the original that is gone', async () => {
    const mail = (attachment: string): string =>
      [
        'From: a@campaign.test',
        'Subject: Budget',
        'MIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary="b"',
        '',
        '--b',
        'Content-Type: text/plain',
        '',
        'The letter that was signed is enclosed.',
        ...(attachment === ''
          ? []
          : [
              '--b',
              'Content-Type: text/plain',
              'Content-Disposition: attachment; filename="letter.txt"',
              '',
              attachment,
            ]),
        '--b--',
        '',
      ].join('\r\n');
    const genuine = file('with.eml', mail('The board votes the budget of this year.'));
    const suspect = file('without.eml', mail(''));
    const { exitCode, stdout } = await compare(suspect, '--original', genuine);
    expect(stdout).toContain(`not in ${suspect}: ${genuine} > letter.txt`);
    expect(exitCode).toBe(1);
  });

  test('with a record refuses a file that is not its document', async () => {
    const record = 'rec_1';
    for (const result of [matchOf({ id: '0', record }), verdictOf({ id: '0' })]) {
      const server = await registry(() => ({ body: answerOf([result]) }));
      const { exitCode, stderr } = await empreinte(
        ['compare', forged, '--with', record, '--original', contract],
        { env: { EMPREINTE_SERVER: server.url } },
      );
      await server.close();
      if (result.verdict === 'match') expect(exitCode).toBe(1);
      else {
        expect(exitCode).toBe(2);
        expect(stderr).toContain('is not the document of record rec_1');
      }
    }
  });
});
