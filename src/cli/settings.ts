import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { type Client, createClient } from '../client/client.ts';
import { DEFAULT_FILE_TIMEOUT_S, DEFAULT_SERVER } from './defaults.ts';
import { safeText } from './escape.ts';
import { Failure } from './failure.ts';
import type { Io } from './io.ts';
import { createPool, type Pool } from './pool.ts';
import { faultOf } from './walk.ts';

/** Options common to the commands, as commander parses them. */
export interface CommonOptions {
  readonly json?: boolean;
  /** Fields separated by tabs. */
  readonly lines?: boolean;
  readonly server?: string;
  readonly tokenFile?: string;
  readonly jobs?: number;
  readonly fileTimeout?: number;
  readonly verbose?: boolean;
  readonly color?: boolean;
}

/** Each reader may take 1 GB; four keep a laptop usable. */
const MAX_DEFAULT_JOBS = 4;

/** @throws Failure when the address is none */
export function serverOf(options: CommonOptions, io: Io): URL {
  const given = options.server ?? io.env.EMPREINTE_SERVER ?? '';
  const text = given === '' ? DEFAULT_SERVER : given;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new Failure(`not an http or https address: ${safeText(text)}; see --server`);
  }
  return url;
}

export function isLocal(server: URL): boolean {
  return /^(127(\.\d+){3}|localhost|\[::1\])$/.test(server.hostname);
}

/**
 * The token from `--token-file`, `EMPREINTE_TOKEN` or `EMPREINTE_TOKEN_FILE`; undefined when
 * there is none. Never from a flag, whose value any user of the machine can list.
 *
 * @throws Failure for a file that cannot be read or holds no token
 */
export function tokenOf(options: CommonOptions, io: Io): string | undefined {
  if (options.tokenFile !== undefined) return tokenIn(options.tokenFile);
  if (io.env.EMPREINTE_TOKEN) return checkToken(io.env.EMPREINTE_TOKEN.trim(), 'EMPREINTE_TOKEN');
  if (io.env.EMPREINTE_TOKEN_FILE) return tokenIn(io.env.EMPREINTE_TOKEN_FILE);
  return undefined;
}

function tokenIn(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new Failure(`token file ${safeText(path)}: ${faultOf(error)}`, { cause: error });
  }
  return checkToken(text.trim(), `token file ${safeText(path)}`);
}

/** Tokens are RFC 6750 `b64token`s; anything else would break the header they go into. */
function checkToken(token: string, where: string): string {
  if (!/^[A-Za-z0-9._~+/-]{1,512}=*$/.test(token)) throw new Failure(`${where} holds no token`);
  return token;
}

/** @throws Failure when a token would cross a network in the clear */
export function clientOf(options: CommonOptions, io: Io): Client {
  const server = serverOf(options, io);
  const token = tokenOf(options, io);
  if (token !== undefined && server.protocol === 'http:' && !isLocal(server)) {
    throw new Failure(`refusing to send a token to ${server.origin} without https`);
  }
  try {
    return createClient({ server: server.href, ...(token === undefined ? {} : { token }) });
  } catch (error) {
    throw new Failure((error as Error).message, { cause: error });
  }
}

/** @throws Failure for a setting that is no number */
export function jobsOf(options: CommonOptions, io: Io): number {
  const set = io.env.EMPREINTE_JOBS;
  if (options.jobs === undefined && set) {
    if (!/^[1-9]\d{0,4}$/.test(set)) {
      throw new Failure(`jobs is no whole number from 1 to 99999: ${safeText(set)}`);
    }
    return Number(set);
  }
  return options.jobs ?? Math.min(availableParallelism(), MAX_DEFAULT_JOBS);
}

/** Readers for what asks a registry: their fingerprints are those that a check sends. */
export function askingPoolOf(options: CommonOptions, io: Io): Pool {
  return poolOf(options, io, undefined, true);
}

export function poolOf(
  options: CommonOptions,
  io: Io,
  fileTimeoutMs = (options.fileTimeout ?? DEFAULT_FILE_TIMEOUT_S) * 1000,
  asks = false,
): Pool {
  return createPool({
    size: jobsOf(options, io),
    fileTimeoutMs,
    asks,
    ...(options.verbose ? { trace: (text) => io.stderr.write(`${safeText(`${text}`)}\n`) } : {}),
    ...(io.readerEntry ? { entry: io.readerEntry } : {}),
  });
}
