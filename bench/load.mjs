/**
 * 200 checks at a time for a minute against a registry on this machine, and whether every single answer was
 * the right one: `npm run bench:load [SECONDS] [CONNECTIONS]`. Traffic goes to 127.0.0.1 only.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli, localSecrets, migrate, registerDemo, serve } from '../scripts/local.mjs';
import { askAtOnce, suspectsOf } from './load/ask.mjs';

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

const secrets = localSecrets(vars, join(scratch, 'local'), origin);
migrate(persistTo);
const server = await serve({ port, persistTo, vars });
try {
  const { registered } = await registerDemo(origin, secrets);
  const suspects = suspectsOf(cli, origin, 'demo/suspects');
  console.log(`${registered} documents registered; ${connections} at a time for ${seconds} s`);
  const much = { connections, duration: seconds };
  const { result, told, wrong } = await askAtOnce(origin, suspects, much);
  const { latency, requests: rate, errors, timeouts } = result;
  console.log(
    `${rate.total} answers, ${Math.round(rate.average)}/s; milliseconds p50 ${latency.p50}, p97.5 ${latency.p97_5}, p99 ${latency.p99}, max ${latency.max}; ${errors} errors, ${timeouts} time-outs`,
  );
  for (const [key, times] of [...told].sort()) console.log(`${times}\t${key}`);
  const after = await fetch(`${origin}/healthz`);
  console.log(`health afterwards: ${after.status}`);
  if (wrong.length > 0 || after.status !== 200) process.exitCode = 1;
} finally {
  await server.stop();
  rmSync(scratch, { recursive: true, force: true });
}
