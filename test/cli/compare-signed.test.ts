import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prose } from '../registry/prints.ts';
import { empreinte, ndjson } from './harness.ts';
import { type SigningRegistry, signingRegistry } from './signing.ts';

/** Comparisons that the registry signed, verified offline. */
const GENUINE = `Le loyer de la salle du port est de 45 000 euros. ${prose('genuine', 120).join(' ')}\n`;

const root = mkdtempSync(join(tmpdir(), 'empreinte-compared-'));
const at = (name: string) => join(root, name);
let server: SigningRegistry;

const verify = (report: string, file: string | null) =>
  empreinte([
    ...['verify', report, '--keys', at('pins.json'), '--jobs', '1', '--json'],
    ...(file === null ? [] : ['--file', at(file)]),
  ]);

beforeAll(async () => {
  server = await signingRegistry([GENUINE]);
  writeFileSync(at('forged'), GENUINE.replace('45 000', '75 000'));
  writeFileSync(at('other'), GENUINE.replace('45 000', '85 000'));
  writeFileSync(at('pins.json'), (await empreinte(['keys', '--server', server.url])).stdout);
  const env = { EMPREINTE_SERVER: server.url };
  const checked = await empreinte(['check', at('forged'), '--json', '--jobs', '1'], { env });
  const [{ record }] = ndjson(checked.stdout) as [{ record: string }];
  const argv = ['compare', at('forged'), '--with', record, '--jobs', '1'];
  const compared = await empreinte([...argv, '--json', '--receipts'], { env });
  expect(compared.exitCode).toBe(1);
  writeFileSync(at('report'), compared.stdout);
  expect(await empreinte([...argv, '--receipts'], { env })).toMatchObject({ exitCode: 2 });
});
afterAll(async () => {
  await server.close();
  rmSync(root, { recursive: true, force: true });
});

describe('compare --receipts', () => {
  it('is tied to the text that was compared, and stays a statement', async () => {
    const { exitCode, stdout } = await verify(at('report'), 'forged');
    expect(exitCode).toBe(1);
    expect(ndjson(stdout)).toMatchObject([
      { part: '', refused: null, tied: 'this_file', conclusion: 'stated' },
    ]);
    expect(stdout).toMatch(/Compared with record rec_[a-z2-7]{26}.*: .*1 place differs/);
  });

  it('says nothing of another text, nor without one', async () => {
    for (const [file, tied] of [
      ['other', 'other_file'],
      [null, 'no_file'],
    ] as const) {
      const { exitCode, stdout } = await verify(at('report'), file);
      expect(exitCode).toBe(1);
      expect(ndjson(stdout)).toMatchObject([{ tied, conclusion: 'untied' }]);
      expect(stdout).not.toMatch(/rec_[a-z2-7]{26}/);
    }
  });

  it('is refused once a place in it was moved', async () => {
    const report = JSON.parse(readFileSync(at('report'), 'utf8'));
    const [segment] = report.signed[0].answer.segments;
    segment.end -= 1;
    writeFileSync(at('moved'), JSON.stringify(report));
    const { exitCode, stdout } = await verify(at('moved'), 'forged');
    expect(exitCode).toBe(1);
    expect(ndjson(stdout)).toMatchObject([{ refused: 'bad_signature' }]);
  });
});
