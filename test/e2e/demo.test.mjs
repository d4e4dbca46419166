/** The twenty suspects through the command line and `/v1/files`, held to `demo/README.md`. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { cli } from '../../scripts/local.mjs';
import { demoTruth } from './truth.mjs';

const server = process.env.EMPREINTE_TEST_SERVER;
const demo = process.env.EMPREINTE_DEMO;
const suspects = join(demo, 'suspects');
const truth = demoTruth(demo);

test('demo/README.md tells the truth of every suspect, twenty of them', () => {
  assert.deepEqual([...truth.keys()].sort(), readdirSync(suspects).sort());
  assert.equal(truth.size, 20);
});

describe('empreinte check', () => {
  let run;
  let results;
  before(() => {
    run = cli(['check', suspects, '--json', '--server', server]);
    results = run.stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  });

  test('ends with 1, because not everything matches, and writes no noise', () => {
    assert.equal(run.status, 1, run.stderr);
    assert.equal(run.stderr, '');
    assert.equal(results.length, 20);
  });

  for (const [file, expected] of truth) {
    test(`${file} is ${expected.verdict} ${expected.grade ?? expected.reason ?? ''}`, () => {
      const result = results.find((one) => one.path.endsWith(`/${file}`));
      const { verdict, grade, reason } = result;
      assert.deepEqual({ verdict, grade, reason }, expected, JSON.stringify(result, null, 1));
    });
  }

  test('names the record wherever one decided', async () => {
    assert.ok(results.length > 0);
    for (const result of results) {
      const decided =
        result.verdict === 'match' || (result.verdict === 'differs' && result.grade !== 'members');
      if (!decided) continue;
      const answer = await fetch(`${server}/v1/records/${result.record}`);
      assert.equal(answer.status, 200, result.path);
      assert.equal((await answer.json()).corpus, 'demo');
    }
  });

  test('says which part of a mail or an archive differs', () => {
    const of = (file) => results.find((one) => one.path.endsWith(file));
    const [note] = of('14-attachment-swapped.eml').parts;
    assert.equal(note.name, 'note-honoraires.pdf');
    assert.equal(note.verdict, 'differs');
    assert.deepEqual(
      of('20-mixed.zip').parts.map((part) => [part.name, part.verdict]),
      [
        ['briefing.txt', 'match'],
        ['contrat.docx', 'differs'],
        ['convention.docx', 'absent'],
      ],
    );
    assert.deepEqual(of('12-date-forged.eml').evidence.differs, ['date']);
    assert.equal(of('15-attachment-alone.csv').registered_as, 'part');
  });
});

describe('POST /v1/files', () => {
  for (const [file, expected] of truth) {
    const isPdf = file.endsWith('.pdf');
    test(`${file}: ${isPdf ? 'refused, being a pdf' : 'the same verdict'}`, async () => {
      const form = new FormData();
      form.append('file', new Blob([readFileSync(join(suspects, file))]), file);
      const answer = await fetch(`${server}/v1/files`, { method: 'POST', body: form });
      const body = await answer.json();
      if (isPdf) {
        assert.equal(answer.status, 415);
        assert.equal(body.code, 'pdf_not_accepted');
        return;
      }
      assert.equal(answer.status, 200, JSON.stringify(body));
      const [{ verdict, grade, reason }] = body.results;
      assert.deepEqual({ verdict, grade, reason }, expected);
    });
  }
});
