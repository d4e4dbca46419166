import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RECORD_ANSWER } from '../../src/http/examples.ts';
import { EventRequest } from '../../src/registry/contract.ts';
import { empreinte, problemOf, type Registry, registry } from './harness.ts';

const RECORD = RECORD_ANSWER.record;

let refuse: ReturnType<typeof problemOf> | null;
let server: Registry;
beforeEach(async () => {
  refuse = null;
  server = await registry(({ body }) => {
    if (refuse) return refuse;
    const { kind, reason } = EventRequest.parse(body);
    const events = [{ kind, at: '2027-05-02T10:00:00Z', reason: reason ?? null }];
    return { body: { ...RECORD_ANSWER, events } };
  });
});
afterEach(() => server.close());

const ran = (...argv: string[]) =>
  empreinte(argv, { env: { EMPREINTE_SERVER: server.url, EMPREINTE_TOKEN: 'registrar-token' } });

describe('what a registrar says afterwards', () => {
  test.each([
    [['open', RECORD], { kind: 'opened', reason: null }],
    [['open', RECORD, '--reason', 'Publié.'], { kind: 'opened', reason: 'Publié.' }],
  ])('%j', async (argv, sent) => {
    const { exitCode, stdout, stderr } = await ran(...argv);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toBe(`${RECORD}\t${sent.kind}\t2027-05-02T10:00:00Z\n`);
    const [call] = server.calls;
    expect(call).toMatchObject({ method: 'POST', url: `/v1/records/${RECORD}/events`, body: sent });
    expect(call?.authorization).toBe('Bearer registrar-token');
  });

  test('prints the record as it is with --json', async () => {
    const { stdout } = await ran('open', RECORD, '--reason', 'Erreur.', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ record: RECORD, events: [{ reason: 'Erreur.' }] });
  });

  test.each([
    ['no record', ['open', 'letter.pdf'], /not a record: letter\.pdf/],
    ['a way out of the address', ['open', '../corpora'], /not a record/],
    ['no reason', ['withdraw', RECORD], /--reason/],
  ])('sends nothing for %s', async (_name, argv, message) => {
    const { exitCode, stdout, stderr } = await ran(...argv);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(server.calls).toEqual([]);
  });

  test('says what the registry says against it', async () => {
    refuse = problemOf(409, 'state_conflict');
    const { exitCode, stdout, stderr } = await ran('open', RECORD);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toBe('empreinte: About state_conflict. (state_conflict, 409)\n');
  });
});
