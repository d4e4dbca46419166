import { readFileSync } from 'node:fs';
import { ApiError } from '../client/api-error.ts';
import { followKeys } from '../client/follow-keys.ts';
import { type PinFile, pinFileOf, readPins } from '../client/pins.ts';
import type { Pins } from '../client/verify.ts';
import type { KeysAnswer } from '../registry/contract.ts';
import { LogError } from '../tlog/error.ts';
import { asFailure } from './api-failure.ts';
import { safeText } from './escape.ts';
import { EXIT, Failure } from './failure.ts';
import type { Io } from './io.ts';
import { type CommonOptions, clientOf, serverOf } from './settings.ts';
import { faultOf } from './walk.ts';

/**
 * Keys that the user has pinned, from `--keys` or `EMPREINTE_PINS`, both paths. They are never fetched
 * beside what they are to verify: a look-alike site would bring its own.
 *
 * @throws Failure naming the file and what is wrong with it
 */
export async function loadPins(option: string | undefined, io: Io): Promise<Pins> {
  const path = option ?? io.env.EMPREINTE_PINS;
  if (!path) {
    throw new Failure(
      'no pinned keys to verify with: name a file with --keys FILE or EMPREINTE_PINS; ' +
        '`empreinte keys --server ADDRESS > FILE` makes one',
    );
  }
  return (await readPinFile(path)).pins;
}

export interface KeysOptions extends CommonOptions {
  readonly show?: string;
  /** A pin file that the present keys must follow from. */
  readonly pinned?: string;
}

/**
 * `empreinte keys`: the registry's keys as a pin file on stdout, and on stderr what to compare with a
 * printed copy before trusting them. With `--show` those of a file that exists, without a network.
 */
export async function keysCommand(options: KeysOptions, io: Io): Promise<number> {
  if (options.show !== undefined) {
    const { file } = await readPinFile(options.show);
    for (const line of fingerprints(file)) io.stdout.write(`${line}\n`);
    return EXIT.ok;
  }
  const client = clientOf(options, io);
  const keys = await client.keys().catch((error: unknown) => {
    throw error instanceof ApiError ? asFailure(error) : error;
  });
  const { origin } = serverOf(options, io);
  const next = options.pinned === undefined ? null : await followed(options.pinned, origin, keys);
  const text = `${JSON.stringify(next ?? pinFileOf(origin, keys), null, 2)}\n`;
  const { file } = await asked('the keys of the registry', readPins(text));
  for (const line of fingerprints(file)) io.stderr.write(`${line}\n`);
  io.stderr.write(next ? FOLLOWED : UNPROVEN);
  io.stdout.write(text);
  return EXIT.ok;
}

const UNPROVEN =
  'Whoever can forge the registry can forge these: compare them with a printed copy, or with what ' +
  'others have pinned, before you rely on them.\n';
const FOLLOWED =
  'The log states these keys, under a checkpoint that a key of your pin file has signed.\n';

/** @throws Failure for keys that do not follow from the pinned ones */
async function followed(path: string, origin: string, keys: KeysAnswer): Promise<PinFile> {
  const { file } = await readPinFile(path);
  if (file.origin !== origin) {
    throw new Failure(`${safeText(path)} is of ${safeText(file.origin)}, not of ${origin}`);
  }
  return asked(
    'the keys of the registry do not follow from the pinned ones',
    followKeys(file, keys),
  );
}

async function readPinFile(path: string): ReturnType<typeof readPins> {
  const name = `pinned keys ${safeText(path)}`;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new Failure(`${name}: ${faultOf(error)}`, { cause: error });
  }
  return asked(name, readPins(text));
}

async function asked<T>(name: string, read: Promise<T>): Promise<T> {
  try {
    return await read;
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    throw new Failure(`${name}: ${safeText(error.message)}`, { cause: error });
  }
}

/** Thumbprints of receipt keys (RFC 7638), newest first, and verifier keys of the log (C2SP). */
function fingerprints({ origin, receipts, log }: PinFile): string[] {
  return [
    `registry     ${safeText(origin)}`,
    ...receipts.map(({ kid }) => `receipt key  SHA-256 ${safeText(kid)}`),
    ...log.keys.map((key) => `log key      ${safeText(key)}`),
  ];
}
