import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as contract from '../../src/registry/contract.ts';
import { answerOf, matchOf } from '../client/answers.ts';
import { dumpIn } from './dump.ts';
import { type Call, empreinte, ndjson, problemOf, type Registry, registry } from './harness.ts';

const root = mkdtempSync(join(tmpdir(), 'empreinte-check-'));
afterAll(() => rmSync(root, { recursive: true }));
const { dump, text } = dumpIn(root);

type Result = contract.CheckResult;
/** Answers per call and item; what it returns gets the item's id. */
let judge: (item: contract.CheckItem, index: number) => Result;
let refuse: ((call: Call) => ReturnType<typeof problemOf> | null) | null = null;
let server: Registry;

beforeEach(async () => {
  refuse = null;
  server = await registry((call) => {
    const refusal = refuse?.(call);
    if (refusal) return refusal;
    const { items } = contract.CheckRequest.parse(call.body);
    return { body: answerOf(items.map((item, i) => ({ ...judge(item, i), id: item.id ?? null }))) };
  });
});
afterEach(() => server.close());

const check = (...argv: string[]) =>
  empreinte(['check', '--jobs', '1', ...argv], { env: { EMPREINTE_SERVER: server.url } });

describe('trouble', () => {
  test('an unreachable registry is exit 2 and one line', async () => {
    await server.close();
    const { exitCode, stdout, stderr } = await check(dump, '--json');
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /^empreinte: cannot reach http:\/\/127\.0\.0\.1:\d+ \(ECONNREFUSED\); .*\n$/,
    );
  });

  describe('a fingerprint that is refused', () => {
    /** Refuses every call in which this item stands, naming it or not. */
    const refuseText = (sha256: () => string, pointer: (i: number) => string | null) => {
      refuse = ({ body }) => {
        const at = body.items.findIndex(
          (item: contract.CheckItem) =>
            'fingerprint' in item && item.fingerprint?.bytes.sha256 === sha256(),
        );
        if (at < 0) return null;
        const named = pointer(at);
        const errors = named === null ? [] : [{ pointer: named, detail: 'too\nlong' }];
        return problemOf(422, 'validation_failed', errors);
      };
    };
    const travel = () => createHash('sha256').update(text('travel')).digest('hex');

    test.each([
      [
        'named',
        (i: number) => `/items/${i}/fingerprint/type`,
        'too\\nlong (/fingerprint/type)',
        false,
      ],
      ['not named', () => null, 'About validation_failed.', true],
      ['named beyond the call', () => '/items/7', 'About validation_failed.', true],
    ])('%s, is its own line and the rest is answered', async (_, pointer, why, isSought) => {
      judge = () => matchOf({});
      refuseText(travel, pointer);
      const { exitCode, stdout, stderr } = await check(dump, '--json');
      const lines = ndjson(stdout);
      expect(lines.map(({ verdict }) => verdict)).toEqual(['match', 'match', 'undecided', 'match']);
      expect(lines[2]).toMatchObject({ reason: 'unreadable', record: null, corpora: null });
      const detail = `the registry refused its fingerprint: ${why}; is this program older than the registry?`;
      expect(lines[2].detail).toBe(detail);
      expect(lines[2].shows).toBe(
        'The registry refused the fingerprint of this file and compared nothing.',
      );
      expect(stderr).toBe(`${join(dump, 'sub/new\\nline.txt')}: ${detail}\n`);
      expect(exitCode).toBe(1);
      // How many files the first call has depends on how fast they are read.
      const asked = server.calls.map(({ body }) =>
        (body.items as contract.CheckItem[]).map((item) => {
          return 'fingerprint' in item ? item.fingerprint?.bytes.sha256 : null;
        }),
      );
      const others = asked.filter((items) => !items.includes(travel()));
      // Two files are equal.
      expect([others.flat().length, new Set(others.flat()).size]).toEqual([2, 2]);
      const sizes = asked.filter((items) => items.includes(travel())).map((items) => items.length);
      if (!isSought) expect(sizes.length).toBe(1);
      else expect(sizes.at(-1)).toBe(1);
      for (const [i, size] of sizes.slice(1).entries()) {
        expect(size).toBeLessThanOrEqual(Math.ceil((sizes[i] as number) / 2));
      }
    });

    test('all of them, are as many lines', async () => {
      refuse = () => problemOf(422, 'validation_failed', [{ pointer: '/items/0', detail: 'no' }]);
      const { exitCode, stdout } = await check(dump, '--json');
      expect(ndjson(stdout).map(({ verdict }) => verdict)).toEqual(Array(4).fill('undecided'));
      expect(exitCode).toBe(1);
    });

    test('compared with a record, ends the comparison', async () => {
      refuse = () => problemOf(422, 'validation_failed', [{ pointer: '/items/0', detail: 'no' }]);
      const { exitCode, stderr } = await empreinte(
        ['compare', join(dump, 'a.txt'), '--with', `rec_${'0'.repeat(26)}`],
        { env: { EMPREINTE_SERVER: server.url } },
      );
      expect(exitCode).toBe(2);
      expect(stderr).toContain('refused');
    });
  });

  test('a body that is too large is sent in halves; one that is too large alone is undecided', async () => {
    judge = () => matchOf({});
    refuse = ({ body }) => {
      const travel = body.items.some((item: { id: string }) => item.id === '1');
      if (body.items.length > 1) return problemOf(413, 'body_too_large');
      return travel ? problemOf(413, 'body_too_large') : null;
    };
    const { stdout, exitCode } = await check(dump, '--json');
    expect(ndjson(stdout).map((line) => line.verdict)).toEqual([
      'match',
      'match',
      'match',
      'match',
    ]);
    expect(exitCode).toBe(0);
    refuse = () => problemOf(413, 'body_too_large');
    const alone = await check(join(dump, 'z.txt'), '--json');
    expect(ndjson(alone.stdout)[0]).toMatchObject({ verdict: 'undecided', reason: 'over_limit' });
    expect(alone.exitCode).toBe(1);
  });

  test('a foreign server is not a verdict', async () => {
    refuse = () => ({ status: 200, body: { results: [] } }) as never;
    const { exitCode, stdout, stderr } = await check(dump);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain('bad_answer');
  });
});
