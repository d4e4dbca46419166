/** The Worker: the only place that knows the environment; everything else is handed its needs. */
import kernel from '../dist/kernel/fuzzy.wasm';
import { extract } from './extract/index.ts';
import { WORKER_LIMITS } from './extract/limits.ts';
import { fingerprint } from './fingerprint/fingerprint.ts';
import { useKernel } from './fingerprint/kernel.ts';
import { printMemory } from './fingerprint/print-memory.ts';
import { createApp } from './http/app.ts';
import { callerOf } from './http/caller.ts';
import type { App, Health } from './http/deps.ts';
import { FLOOD_LIMIT, isolateLimiter } from './http/flood.ts';
import { createMetrics } from './http/metrics.ts';
import { HttpProblem } from './http/problem.ts';
import { securityTxt } from './http/security-txt.ts';
import { overQuota } from './registry/allowance.ts';
import { RegistryError } from './registry/errors.ts';
import { failureLine } from './registry/failure-line.ts';
import type { Failing } from './registry/health.ts';
import type { PublicLog } from './registry/log.ts';
import { logSummary } from './registry/log-summary.ts';
import type { Site } from './registry/manifest.ts';
import type { Quota } from './registry/quota.ts';
import type { ReceiptMaker } from './registry/receipts.ts';
import { createRegistry, type Registry } from './registry/registry.ts';
import type { Store } from './registry/store.ts';
import { holderOf } from './registry/tokens.ts';
import { createWatches, type Watches } from './registry/watches.ts';
import { canaryFailing } from './storage/canary-state.ts';
import { d1Admin } from './storage/d1-admin.ts';
import { d1Idempotency } from './storage/d1-idempotency.ts';
import { diagnose } from './storage/doctor.ts';
import { guarded } from './storage/guarded.ts';
import type { LogSettings } from './storage/log-keys.ts';
import { publicLog } from './storage/public-log.ts';
import { quotaOver } from './storage/quota-client.ts';
import { receiptSigners } from './storage/receipt-keys.ts';
import { checkSession, spreadsReads } from './storage/session.ts';
import { readsTogether } from './storage/together.ts';
import { loopbackIn } from './storage/watches.ts';
import { pages } from './web/pages.tsx';
import { openBackups, openRestores } from './worker-backup.ts';
import { openStores, telling } from './worker-store.ts';

export { Canary } from './storage/canary.ts';
export { Compactor } from './storage/compactor.ts';
export { Quota } from './storage/quota.ts';
export { Sequencer } from './storage/sequencer.ts';
export { Watches } from './storage/watches.ts';

useKernel(kernel);

function compose(env: Env): App {
  const db = readsTogether(env.DB);
  const stores = openStores(env);
  const store = stores && telling(env, stores(db));
  const clock = () => new Date();
  const canary = (from = db) =>
    canaryFailing(from, { look: () => env.CANARY.getByName('registry').look() }, clock);
  const healthy = async (from = db) => (await canary(from).catch(() => null))?.length === 0;
  const opened =
    store &&
    createRegistry({
      store: guarded(store),
      quota: guarded(openQuota(env)),
      receipts: () => openReceipts(env),
      clock,
      site: siteOf(env),
      healthy,
      ...(spreadsReads(env) && {
        reading() {
          const session = checkSession(env.DB);
          return { store: guarded(stores(session)), healthy: () => healthy(session) };
        },
      }),
    });
  const registry = (): Registry => {
    if (!opened) throw new HttpProblem('unhealthy');
    return opened;
  };
  const bootstrap = env.BOOTSTRAP_TOKEN_SHA256?.toLowerCase() ?? '';
  // The first look-up key is secret and stays as long as the records under it.
  const callerSecret = env.LOOKUP_KEYS ?? '';
  const log = guarded(openLog(env));
  const receiptKeys = async () => {
    const signers = await receiptSigners(env.RECEIPT_KEYS).catch(() => []);
    return signers.map(({ key }) => key);
  };
  const restores = store && openRestores(env, siteOf(env), clock);
  return createApp({
    get registry() {
      return registry();
    },
    // Asked now, the canary would register itself in a log that another is to replace.
    health: () => health(store, db, restores ? async () => [] : canary, () => logHealth(env)),
    log,
    receiptKeys,
    metrics: createMetrics(
      env.METRICS &&
        ((name, labels) => env.METRICS?.writeDataPoint({ indexes: [name], blobs: [...labels] })),
    ),
    ...(env.LOG_REQUESTS === 'true' ? { logRequests: (line: string) => console.log(line) } : {}),
    securityTxt: () =>
      securityTxt({ contact: env.SECURITY_CONTACT, origin: env.ORIGIN, deployed: deployedAt(env) }),
    flood: env.FLOOD ?? isolateLimiter(FLOOD_LIMIT),
    doctor: guarded({
      holder: (sha256: string) => holderOf(d1Admin(env.DB), clock(), sha256),
      examine: () => diagnose(env, clock),
    }),
    backups: () => openBackups(env, siteOf(env), clock),
    restores,
    watches: opened && openWatches(env, opened, clock),
    bootstrapTokenSha256: /^[0-9a-f]{64}$/.test(bootstrap) ? bootstrap : null,
    callerSecret,
    get idempotency() {
      return d1Idempotency(env.DB, env.LOOKUP_KEYS);
    },
    files: {
      enabled: env.FILES_ENABLED !== 'false',
      // No PDF reader is handed in: it alone is larger than all the rest.
      fingerprint: async (bytes, name) =>
        (
          await fingerprint(
            await extract(bytes, { name, limits: WORKER_LIMITS }),
            printMemory(undefined, true),
          )
        ).fingerprint,
    },
    pages: pages({
      report: (error) => console.error(failureLine('page', error)),
      notice: noticeOf(env),
      corpora: async () => registry().corpora(),
      keys: async () => ({ log: await log.keys(), receipts: await receiptKeys() }),
      async check(request, raw) {
        const caller = await callerOf(raw, registry(), callerSecret, new Date());
        const allowance = await registry().admit(caller, request.items.length);
        if (allowance.granted < request.items.length) throw overQuota(allowance);
        return registry().check(request, caller);
      },
      keptReceipt: async (id) =>
        registry()
          .keptReceipt(id)
          .catch((error: unknown) => {
            if (error instanceof RegistryError && error.code === 'unknown_receipt') return null;
            throw error;
          }),
      log: {
        summary: () => logSummary(log),
        placeOf: async (id) => (await registry().admin.statement(id)).log,
        receiptKeys,
        governance: () => registry().admin.governance(),
      },
    }),
  });
}

/** In both languages, or in the one given. */
function noticeOf({ NOTICE_FR: fr = '', NOTICE_EN: en = '' }: Env) {
  return fr === '' && en === '' ? null : { fr: fr || en, en: en || fr };
}

/** Null when no manifest could name this registry. */
function siteOf({ ORIGIN, ENVIRONMENT }: Env): Site | null {
  const environment = (['production', 'staging', 'local'] as const).find((e) => e === ENVIRONMENT);
  if (!ORIGIN || !environment || !URL.canParse(ORIGIN)) return null;
  return { origin: new URL(ORIGIN).origin, environment };
}

function openWatches(env: Env, registry: Registry, clock: () => Date): Watches {
  // A stub belongs to the request that made it.
  const book = () => env.WATCHES.getByName('registry');
  return createWatches(
    {
      add: (watch) => book().add(watch),
      list: (owner) => book().list(owner),
      remove: (owner, id) => book().remove(owner, id),
      deliveries: (owner) => book().deliveries(owner),
      rotate: (owner) => book().rotate(owner),
    },
    (request, caller) => registry.check(request, caller),
    clock,
    loopbackIn(env),
  );
}

function openLog(env: Env): PublicLog {
  return publicLog({
    ...settingsOf(env),
    sequencer: {
      checkpoint: () => env.SEQUENCER.getByName('registry').checkpoint(),
      tile: (path) => env.SEQUENCER.getByName('registry').tile(path),
      witnessedWith: (index) => env.SEQUENCER.getByName('registry').witnessedWith(index),
      timestamps: (limit) => env.SEQUENCER.getByName('registry').timestamps(limit),
      timestamp: (size) => env.SEQUENCER.getByName('registry').timestamp(size),
    },
    mirror: env.LOG,
    policy: env.LOG_POLICY ?? '',
  });
}

const started = new Date();

/** When this version was uploaded; locally, when the isolate began. */
function deployedAt({ VERSION }: Env): Date {
  const at = new Date(VERSION?.timestamp ?? '');
  return Number.isNaN(at.getTime()) ? started : at;
}

/** Null when there is nothing to sign receipts with. */
async function openReceipts(env: Env): Promise<ReceiptMaker | null> {
  const signers = await receiptSigners(env.RECEIPT_KEYS).catch(() => []);
  const [signer] = signers;
  if (!signer || !env.ORIGIN) return null;
  const keys = signers.map(({ key }) => key);
  return { origin: env.ORIGIN, sign: (claims) => signer.sign(claims), keys, log: openLog(env) };
}

function settingsOf({ LOG_KEYS, ORIGIN }: Env): LogSettings {
  return { ...(LOG_KEYS ? { LOG_KEYS } : {}), ...(ORIGIN ? { ORIGIN } : {}) };
}

/** Called once the store has read the same keys. */
function openQuota(env: Env): Quota {
  return quotaOver((name) => {
    const object = env.QUOTA.getByName(name);
    return {
      charge: (day, charges, limit) => object.charge(day, charges, limit),
      spend: (day, count, limit) => object.spend(day, count, limit),
      take: (hour, count, limit, partly) => object.take(hour, count, limit, partly),
    };
  }, env.LOOKUP_KEYS);
}

async function logHealth(env: Env): Promise<Health['log']> {
  const log = await env.SEQUENCER.getByName('registry').health(Date.now());
  const { signed, size, witnessed, unsettled } = log;
  return { signed, size, witnessed, unsettled };
}

/** Asks every table that a check reads, with a feature that nothing has, then for the canary. */
async function health(
  store: Store | null,
  db: D1Database,
  canary: () => Promise<readonly Failing[]>,
  logHealth: () => Promise<Health['log']>,
): Promise<Health> {
  const keys = store !== null;
  const log = await logHealth().catch(() => null);
  try {
    await (store
      ? Promise.all([
          store.corpora(),
          store.tags(['health:'], 1),
          store.postings(['health:'], 1),
          store.record('health'),
        ])
      : db.prepare('SELECT id FROM corpus LIMIT 1').first());
    return { database: true, keys, failing: keys ? await canary() : [], log };
  } catch {
    return { database: false, keys, failing: [], log };
  }
}

let app: App | undefined;

export default {
  fetch(request, env, context) {
    app ??= compose(env);
    return app.fetch(request, env, context);
  },
} satisfies ExportedHandler<Env>;
