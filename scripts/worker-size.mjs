/**
 * Bundles the Worker as a deployment would, without one, for production and for staging: holds its size
 * to a budget, and the two to the same bindings.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

/** Gzip KiB. The free plan of Workers takes 3 MiB; every start of an isolate loads all of it. */
const BUDGET_KIB = 512;

/** @returns {{kib: number, gzip: number, bindings: string[]}} what wrangler would deploy */
function dryRun(environment, out) {
  const { stdout, stderr, status } = spawnSync(
    'wrangler',
    ['deploy', '--dry-run', '--outdir', out, '--env', environment],
    {
      encoding: 'utf8',
      env: {
        ...process.env,
        PATH: [resolve('node_modules/.bin'), process.env.PATH].join(delimiter),
        WRANGLER_SEND_METRICS: 'false',
        CLOUDFLARE_CF_FETCH_ENABLED: 'false',
        CI: 'true',
      },
    },
  );
  const told = stdout + stderr;
  const found = /Total Upload: ([\d.]+) KiB \/ gzip: ([\d.]+) KiB/.exec(told);
  if (status !== 0 || !found) throw new Error(`no size was told:\n${told}`);
  if (/not inherited|is not defined|WARNING/i.test(told)) throw new Error(told);
  const bindings = [...told.matchAll(/^env\.(\w+)\b/gm)].map(([, name]) => name).sort();
  return { kib: Number(found[1]), gzip: Number(found[2]), bindings };
}

const out = mkdtempSync(join(tmpdir(), 'empreinte-worker-'));
try {
  const production = dryRun('', out);
  const staging = dryRun('staging', out);
  console.log(`worker: ${production.kib} KiB, ${production.gzip} KiB gzip of ${BUDGET_KIB}`);
  if (production.gzip > BUDGET_KIB) throw new Error('the Worker is over its budget');
  // Variables are each environment's own.
  const variables = ['ENVIRONMENT', 'ORIGIN', 'PLAN'];
  const bound = ({ bindings }) => bindings.filter((name) => !variables.includes(name)).join(', ');
  console.log(`bindings: ${bound(production)}`);
  if (bound(production) === '' || bound(production) !== bound(staging)) {
    throw new Error(`staging has other bindings: ${bound(staging)}`);
  }
} finally {
  rmSync(out, { recursive: true, force: true });
}
