import type { Diagnosis, DoctorAnswer } from '../registry/contract-doctor.ts';
import { dayOf } from '../registry/quota.ts';
import { migrationsOf } from './backup/take.ts';
import { type CanaryCalls, canaryFailing } from './canary-state.ts';
import { d1Admin } from './d1-admin.ts';
import { diagnoseSecrets } from './doctor-secrets.ts';
import { logOrigin } from './log-keys.ts';
import { spreadsReads } from './session.ts';

/** The Free plan lets an invocation make 50 queries of D1 (Cloudflare, D1 limits). */
const MORE_THAN_FREE = 55;
const BINDINGS = [
  ...['DB', 'ENTRIES', 'LOG', 'ASSETS'],
  ...['SEQUENCER', 'QUOTA', 'CANARY', 'COMPACTOR'],
] as const;

type Check = Diagnosis['check'];

/**
 * Looks at all that an operator must have right. One thing that cannot be looked at is a finding, and keeps
 * nothing else from being looked at.
 */
export async function diagnose(env: Env, clock: () => Date): Promise<DoctorAnswer> {
  const missing = BINDINGS.filter((name) => !env[name]);
  const looks: [Check, () => Promise<Diagnosis[]>][] = [
    ['plan', () => plan(env)],
    ['secrets', () => diagnoseSecrets(env)],
    ['origin', async () => origin(env)],
    ['storage', () => storage(env)],
    ['quotas', () => quotas(env, clock())],
    ['canary', () => canary(env, clock)],
    ['log', () => log(env, clock())],
    ['keyholders', () => keyholders(env)],
    ['restore', () => restore(env)],
  ];
  const found = await Promise.all(
    looks.map(([check, look]) =>
      look().catch((error: unknown): Diagnosis[] => {
        // Messages may quote rows.
        const name = error instanceof Error ? error.name : 'an error';
        return [{ check, state: 'failing', detail: `could not be looked at: ${name}` }];
      }),
    ),
  );
  const bindings = one(
    'bindings',
    missing.length > 0 ? 'failing' : 'ok',
    missing.length > 0 ? `missing: ${missing.join(', ')}` : `${BINDINGS.length} of them`,
  );
  return {
    at: clock().toISOString(),
    origin: env.ORIGIN ?? null,
    migrations: await migrationsOf(env.DB).catch(() => []),
    diagnoses: [...bindings, ...found.flat()],
  };
}

function one(check: Check, state: Diagnosis['state'], detail: string): Diagnosis[] {
  return [{ check, state, detail }];
}

/** Which plan it is only the account tells; that the Free one's limit of queries is not in force can be tried. */
async function plan({ DB, PLAN, ENVIRONMENT }: Env): Promise<Diagnosis[]> {
  if (PLAN === 'free') {
    return one(
      'plan',
      'failing',
      'PLAN is free: 10 ms of CPU a request and 50 queries an invocation hold neither a check of 1,000 nor a batch; use Workers Paid',
    );
  }
  for (let i = 0; i < MORE_THAN_FREE; i++) {
    try {
      await DB.prepare('SELECT 1').first();
    } catch {
      const limit = `stopped after ${i} queries in one invocation`;
      return one('plan', 'failing', `the Free plan's limits are in force: ${limit}`);
    }
  }
  const tried = `${MORE_THAN_FREE} queries in one invocation were answered`;
  if (PLAN === 'paid') return one('plan', 'stated', `paid, as PLAN says; ${tried}`);
  const state = ENVIRONMENT === 'local' ? 'ok' : 'warning';
  return one('plan', state, `PLAN is not set to paid; ${tried}`);
}

function origin({ ORIGIN = '', ENVIRONMENT = '' }: Env): Diagnosis[] {
  const wrong = (detail: string) => one('origin', 'failing', detail);
  if (!['production', 'staging', 'local'].includes(ENVIRONMENT)) {
    return wrong('ENVIRONMENT is none of production, staging, local');
  }
  if (!URL.canParse(ORIGIN)) return wrong('ORIGIN is no address');
  const url = new URL(ORIGIN);
  if (url.origin !== ORIGIN) return wrong(`ORIGIN must be ${url.origin} and nothing more`);
  if (logOrigin({ ORIGIN }) === null) return wrong('ORIGIN names no log');
  const isLocal = /^(?:127\.|localhost$|\[::1\]$)/.test(url.hostname);
  if (ENVIRONMENT !== 'local' && (url.protocol !== 'https:' || isLocal)) {
    return wrong(`ORIGIN is ${ORIGIN}, which cannot be that of ${ENVIRONMENT}`);
  }
  return one('origin', 'ok', `${ORIGIN} (${ENVIRONMENT})`);
}

/** Writes, reads and deletes an object; the mirror of the log, which may be locked, is only listed. */
async function storage(env: Env): Promise<Diagnosis[]> {
  const { DB, ENTRIES, LOG } = env;
  const bad: string[] = [];
  const attempt = async (name: string, work: () => Promise<boolean>) => {
    if (!(await work().catch(() => false))) bad.push(name);
  };
  const key = `doctor/${crypto.randomUUID()}`;
  await attempt(
    'D1',
    async () => (await DB.prepare('SELECT count(*) FROM packing').first()) !== null,
  );
  await attempt('R2 ENTRIES', async () => {
    await ENTRIES.put(key, 'empreinte');
    const found = await (await ENTRIES.get(key))?.text();
    await ENTRIES.delete(key);
    return found === 'empreinte';
  });
  await attempt('R2 LOG', async () => (await LOG.list({ limit: 1 })) !== null);
  let spread = '';
  if (spreadsReads(env)) {
    await attempt('a session of D1', async () => {
      spread = `; READ_REPLICAS is on, and ${await secondOf(DB)}`;
      return true;
    });
  }
  if (bad.length > 0) return one('storage', 'failing', `does not answer: ${bad.join(', ')}`);
  return one('storage', 'ok', `D1, R2 ENTRIES and R2 LOG answer${spread}`);
}

/** Who answers the second query of a session; the first is the primary's. */
async function secondOf(DB: D1Database): Promise<string> {
  const session = DB.withSession('first-primary');
  await session.prepare('SELECT 1').all();
  const { meta } = await session.prepare('SELECT 1').all();
  const who = meta.served_by_primary === false ? 'a replica' : 'the primary';
  const where = meta.served_by_region ? ` in ${meta.served_by_region}` : '';
  return `${who}${where} answered what may come from a replica`;
}

async function quotas({ QUOTA }: Env, now: Date): Promise<Diagnosis[]> {
  const counted = await QUOTA.getByName('doctor').spend(dayOf(now), 0, 1);
  return counted
    ? one('quotas', 'ok', 'a count was kept')
    : one('quotas', 'failing', 'a count was refused');
}

async function canary({ DB, CANARY }: Env, clock: () => Date): Promise<Diagnosis[]> {
  const calls: CanaryCalls = { look: () => CANARY.getByName('registry').look() };
  const failing = await canaryFailing(DB, calls, clock);
  if (failing.length === 0) return one('canary', 'ok', 'found, and nothing else was');
  const named = failing.map(({ check, since }) => `${check} since ${since ?? 'ever'}`);
  return one('canary', 'failing', `${named.join(', ')}: nothing is told to be absent`);
}

async function log({ SEQUENCER, LOG_POLICY }: Env, now: Date): Promise<Diagnosis[]> {
  const health = await SEQUENCER.getByName('registry').health(now.getTime());
  const { signed, size, witnessed, unsettled, unmirrored, oldestIntentMs } = health;
  if (!signed) return one('log', 'failing', 'no checkpoint can be signed');
  const found: Diagnosis[] = [];
  if (unsettled > 0) {
    found.push(...one('log', 'warning', `${unsettled} batches have entries and are not live yet`));
  }
  if (oldestIntentMs > 600_000) {
    const minutes = Math.floor(oldestIntentMs / 60_000);
    found.push(
      ...one('log', 'warning', `a batch was begun ${minutes} minutes ago and not finished`),
    );
  }
  if (unmirrored > 0)
    found.push(...one('log', 'warning', `${unmirrored} tiles are not mirrored yet`));
  if (!LOG_POLICY) {
    found.push(
      ...one('log', 'warning', 'LOG_POLICY names no witnesses: everything is unwitnessed'),
    );
  } else if (witnessed < size) {
    found.push(...one('log', 'warning', `${witnessed} of ${size} entries are witnessed`));
  }
  return found.length > 0 ? found : one('log', 'ok', `${size} entries, signed and witnessed`);
}

async function keyholders({ DB, BOOTSTRAP_TOKEN_SHA256 }: Env): Promise<Diagnosis[]> {
  const governance = await d1Admin(DB).governance();
  if (!governance)
    return one('keyholders', 'failing', 'none are named: `empreinte admin bootstrap`');
  if (governance.freeze) {
    return one('keyholders', 'warning', `registration is frozen since ${governance.freeze.at}`);
  }
  const { required, keys } = governance;
  if (BOOTSTRAP_TOKEN_SHA256) {
    return one('keyholders', 'warning', 'BOOTSTRAP_TOKEN_SHA256 is still set; delete it');
  }
  return one('keyholders', 'ok', `${required} of ${keys.length} must sign`);
}

async function restore({ DB }: Env): Promise<Diagnosis[]> {
  const under = await DB.prepare('SELECT 1 FROM restore').first();
  return under
    ? one('restore', 'failing', 'a restore is not finished: set RESTORE and go on with it')
    : one('restore', 'ok', 'none is under way');
}
