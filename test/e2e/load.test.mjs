/** 200 checks at a time: `npm run bench:load` asks so for a minute, this for some hundred answers. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { askAtOnce, suspectsOf } from '../../bench/load/ask.mjs';
import { cli } from '../../scripts/local.mjs';

const server = process.env.EMPREINTE_TEST_SERVER;
const CHECKS = 600;

test('200 checks at a time: each is answered rightly, or told to come again', async (t) => {
  const suspects = suspectsOf(cli, server, join(process.env.EMPREINTE_DEMO ?? 'demo', 'suspects'));
  const much = { connections: 200, amount: CHECKS };
  const { result, told, wrong } = await askAtOnce(server, suspects, much);
  t.diagnostic(JSON.stringify(Object.fromEntries(told)));
  assert.deepEqual(wrong, []);
  const answers = [...told.values()].reduce((sum, times) => sum + times, 0);
  assert.deepEqual([answers, result.errors, result.timeouts], [CHECKS, 0, 0]);
  // Not all of them may have been told to come again.
  for (const { verdict } of suspects) assert.ok(told.get(`${verdict}: ${verdict}`) > 0, verdict);
  assert.equal((await fetch(`${server}/healthz`)).status, 200);
});
