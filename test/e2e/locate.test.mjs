/** Where the forged suspects were altered, found by the registry without either text. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { cli } from '../../scripts/local.mjs';

const server = process.env.EMPREINTE_TEST_SERVER;
const demo = process.env.EMPREINTE_DEMO;
const suspect = (file) => join(demo, 'suspects', file);

/** What `demo/make.mjs` put in, as it stands in each suspect. */
const FORGED = {
  '09-amount-changed.docx': ['changed', '75 000'],
  '10-amount-changed.pdf': ['changed', '122 300,00'],
  '11-sentence-inserted.odt': [
    'added',
    'Le trésorier signale un versement de 60 000 euros d’origine non précisée, que le bureau décide de ne pas déclarer',
  ],
  '13-mail-amount-changed.eml': ['changed', '41,107.60'],
  '16-cell-changed.xlsx': ['changed', '245600'],
};

describe('empreinte check --locate', () => {
  for (const [file, [kind, text]] of Object.entries(FORGED)) {
    test(`${file}: ${text}`, () => {
      const run = cli(['check', suspect(file), '--locate', '--json', '--server', server]);
      assert.equal(run.status, 1, run.stderr);
      assert.match(run.stderr, /operator could rebuild part of the text/);
      const { verdict, grade, altered } = JSON.parse(run.stdout);
      assert.deepEqual({ verdict, grade }, { verdict: 'differs', grade: 'altered' });
      assert.deepEqual(
        altered.map((one) => [one.kind, one.text]),
        [[kind, text]],
      );
    });
  }

  test('a genuine document and a foreign one have nothing to locate', () => {
    for (const file of ['01-untouched.eml', '17-invented-contract.docx']) {
      const run = cli(['check', suspect(file), '--locate', '--json', '--server', server]);
      assert.equal(JSON.parse(run.stdout).altered, undefined, run.stdout);
    }
  });
});

test('empreinte compare --original shows both sides without a server', () => {
  const genuine = join(demo, 'genuine/contrats/contrat-salle-du-port.docx');
  const run = cli(['compare', suspect('09-amount-changed.docx'), '--original', genuine]);
  assert.equal(run.status, 1, run.stderr);
  const marked = run.stdout.split('\n').filter((line) => /^[-+] /.test(line));
  assert.deepEqual(marked, ['- 45 000', '+ 75 000']);
});
