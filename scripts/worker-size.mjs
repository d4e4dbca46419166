/** Bundles the Worker as a deployment would, without one, and holds its size to a budget. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

/** Gzip KiB. The free plan of Workers takes 3 MiB; every start of an isolate loads all of it. */
const BUDGET_KIB = 512;

const out = mkdtempSync(join(tmpdir(), 'empreinte-worker-'));
try {
  const { stdout, stderr, status } = spawnSync(
    'wrangler',
    ['deploy', '--dry-run', '--outdir', out],
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
  const found = /Total Upload: ([\d.]+) KiB \/ gzip: ([\d.]+) KiB/.exec(stdout + stderr);
  if (status !== 0 || !found) throw new Error(`no size was told:\n${stdout}${stderr}`);
  console.log(`worker: ${found[1]} KiB, ${found[2]} KiB gzip of ${BUDGET_KIB}`);
  if (Number(found[2]) > BUDGET_KIB) throw new Error('the Worker is over its budget');
} finally {
  rmSync(out, { recursive: true, force: true });
}
