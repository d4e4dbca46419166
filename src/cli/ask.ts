import { readFileSync } from 'node:fs';
import { ApiError } from '../client/api-error.ts';
import type { Method } from '../client/client.ts';
import type { GovernanceAnswer } from '../registry/contract.ts';
import { parsePublicKeyLine } from '../tlog/sshsig-verify.ts';
import { asFailure } from './api-failure.ts';
import { safeText } from './escape.ts';
import { Failure } from './failure.ts';
import type { Io } from './io.ts';
import { type CommonOptions, clientOf } from './settings.ts';
import { faultOf } from './walk.ts';

/** One request of an admin command. @throws Failure for whatever is refused */
export function ask(
  method: Method,
  path: string,
  options: CommonOptions,
  io: Io,
  body?: unknown,
): Promise<unknown> {
  return clientOf(options, io)
    .send(method, path, body)
    .catch((error: unknown) => {
      throw error instanceof ApiError ? asFailure(error) : error;
    });
}

/** Entries of a list, however many pages it takes, as they come. @throws Failure for whatever is refused */
export async function* askAll<T>(
  path: string,
  name: string,
  options: CommonOptions,
  io: Io,
): AsyncGenerator<T, void, undefined> {
  try {
    yield* clientOf(options, io).entries(path, name) as AsyncIterable<T>;
  } catch (error) {
    throw error instanceof ApiError ? asFailure(error) : error;
  }
}

/** Who decides at the registry. @throws Failure */
export async function governance(options: CommonOptions, io: Io): Promise<GovernanceAnswer> {
  return (await ask('GET', 'v1/governance', options, io)) as GovernanceAnswer;
}

/** The line of a public key file. @throws Failure */
export function publicKeyIn(path: string): string {
  let line: string;
  try {
    line = readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new Failure(`public key ${safeText(path)}: ${faultOf(error)}`, { cause: error });
  }
  if (!parsePublicKeyLine(line)) {
    throw new Failure(`public key ${safeText(path)}: not an ssh-ed25519 public key line`);
  }
  return line;
}
