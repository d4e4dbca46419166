import { ApiError } from '../client/api-error.ts';
import type { Diagnosis, DoctorAnswer } from '../registry/contract.ts';
import { ask } from './ask.ts';
import { safeJson, safeText } from './escape.ts';
import { EXIT, Failure } from './failure.ts';
import type { Io } from './io.ts';
import { type CommonOptions, clientOf, serverOf } from './settings.ts';

/** Put here by the build: the migrations of this version. */
declare const EMPREINTE_MIGRATIONS: readonly string[] | undefined;

/** A manifest is good for an hour; a clock that is off by a minute is off by more next month. */
const MAX_SKEW_S = 60;
const GOOD_SKEW_S = 5;

/**
 * `empreinte admin doctor`: what of a registry's set-up is not as it must be, a line each.
 *
 * @returns `EXIT.findings` when something fails
 * @throws Failure when nobody answers
 */
export async function doctorCommand(options: CommonOptions, io: Io): Promise<number> {
  const asked = Date.now();
  let found: readonly Diagnosis[];
  try {
    const answer = (await ask('GET', 'v1/doctor', options, io)) as DoctorAnswer;
    const between = (asked + Date.now()) / 2;
    found = [
      ...answer.diagnoses,
      clockOf(Date.parse(answer.at) - between),
      ...addressOf(answer.origin, serverOf(options, io)),
      ...migrationsOf(answer.migrations, expected()),
    ];
  } catch (error) {
    found = await fromHealth(error, options, io);
  }
  for (const one of found) {
    const { check, state, detail } = one;
    const line = options.json ? safeJson(one) : [state, check, detail].map(safeText).join('\t');
    io.stdout.write(`${line}\n`);
  }
  return found.some(({ state }) => state === 'failing') ? EXIT.findings : EXIT.ok;
}

/** @param skew milliseconds that the registry's clock is ahead of this one */
export function clockOf(skew: number): Diagnosis {
  const seconds = Math.round(Math.abs(skew) / 1000);
  const detail = `the registry's is ${seconds} s ${skew < 0 ? 'behind' : 'ahead of'} this machine's`;
  if (seconds > MAX_SKEW_S) return { check: 'clock', state: 'failing', detail };
  return { check: 'clock', state: seconds > GOOD_SKEW_S ? 'warning' : 'ok', detail };
}

/** @param wanted null where this program does not know */
export function migrationsOf(
  applied: readonly string[],
  wanted: readonly string[] | null,
): Diagnosis[] {
  if (wanted === null) return [];
  const missing = wanted.filter((name) => !applied.includes(name));
  const foreign = applied.filter((name) => !wanted.includes(name));
  const one = (state: Diagnosis['state'], detail: string): Diagnosis[] => [
    { check: 'migrations', state, detail },
  ];
  if (missing.length > 0) return one('failing', `not applied: ${missing.join(', ')}`);
  if (foreign.length > 0) return one('failing', `of another version: ${foreign.join(', ')}`);
  return one('ok', `${applied.length} applied, the last ${applied.at(-1)}`);
}

function addressOf(origin: string | null, server: URL): Diagnosis[] {
  if (origin === null || origin === server.origin) return [];
  const detail = `this address is ${server.origin}, ORIGIN is ${origin}`;
  return [{ check: 'origin', state: 'warning', detail }];
}

function expected(): readonly string[] | null {
  return typeof EMPREINTE_MIGRATIONS === 'undefined' ? null : EMPREINTE_MIGRATIONS;
}

/** Where not even a token can be looked up, the health tells what fails. */
async function fromHealth(error: unknown, options: CommonOptions, io: Io): Promise<Diagnosis[]> {
  const cause = error instanceof Failure ? error.cause : null;
  if (!(cause instanceof ApiError) || cause.status !== 503) throw error;
  try {
    await clientOf(options, io).health();
  } catch (ill) {
    if (ill instanceof ApiError && ill.errors.length > 0) {
      return ill.errors.map(({ pointer, detail }) => ({
        check: pointer === '/checks/restore' ? 'restore' : 'storage',
        state: 'failing',
        detail: `${pointer.replace('/checks/', '')}: ${detail}`,
      }));
    }
  }
  throw error;
}
