/**
 * 200 checks at a time for a minute against a registry on this machine, and whether every single answer was
 * the right one: `npm run bench:load [SECONDS] [CONNECTIONS]`. Traffic goes to 127.0.0.1 only.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { cli, localSecrets, migrate, registerDemo, serve } from '../scripts/local.mjs';

const [seconds = 60, connections = 200] = process.argv.slice(2).map(Number);

const port = await new Promise((done) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});
const origin = `http://127.0.0.1:${port}`;
const scratch = mkdtempSync(join(tmpdir(), 'empreinte-load-'));
const vars = join(scratch, 'dev.vars');
const persistTo = join(scratch, 'state');

/** One item for each verdict, as the command line would send it. */
const item = (path) => JSON.parse(cli(['fingerprint', path]).stdout);

/** What came back, by what was expected and what was answered. */
const told = new Map();
const count = (key) => told.set(key, (told.get(key) ?? 0) + 1);

const secrets = localSecrets(vars, join(scratch, 'local'), origin);
migrate(persistTo);
const server = await serve({ port, persistTo, vars });
try {
  const { registered } = await registerDemo(origin, secrets);
  const suspects = JSON.parse(
    `[${cli(['check', 'demo/suspects', '--json', '--no-journal', '--server', origin])
      .stdout.trim()
      .split('\n')
      .join(',')}]`,
  );
  const chosen = ['match', 'differs', 'absent'].map((verdict) => {
    const found = suspects.find((one) => one.verdict === verdict);
    return { verdict, body: JSON.stringify({ items: [item(found.path)] }) };
  });
  const requests = chosen.map(({ verdict, body }) => ({
    method: 'POST',
    path: '/v1/check',
    headers: { 'content-type': 'application/json' },
    body,
    onResponse(status, text) {
      if (status !== 200) count(`${verdict}: status ${status} ${problemOf(text)}`);
      else count(`${verdict}: ${JSON.parse(text).results[0].verdict}`);
    },
  }));
  console.log(`${registered} documents registered; ${connections} at a time for ${seconds} s`);
  const result = await autocannon({
    url: origin,
    connections,
    duration: seconds,
    timeout: 60,
    requests,
  });
  const { latency, requests: rate, errors, timeouts } = result;
  console.log(
    `${rate.total} answers, ${Math.round(rate.average)}/s; milliseconds p50 ${latency.p50}, p97.5 ${latency.p97_5}, p99 ${latency.p99}, max ${latency.max}; ${errors} errors, ${timeouts} time-outs`,
  );
  for (const [key, times] of [...told].sort()) console.log(`${times}\t${key}`);
  const wrong = [...told.keys()].filter((key) => {
    const [expected, answered] = key.split(': ');
    return expected !== answered && !/^status (?:429|503) /.test(answered);
  });
  const after = await fetch(`${origin}/healthz`);
  console.log(`health afterwards: ${after.status}`);
  if (wrong.length > 0 || after.status !== 200) process.exitCode = 1;
} finally {
  await server.stop();
  rmSync(scratch, { recursive: true, force: true });
}

function problemOf(text) {
  try {
    return JSON.parse(text).code;
  } catch {
    return 'no problem document';
  }
}
