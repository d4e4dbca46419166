import { readFileSync, writeFileSync } from 'node:fs';
import { ApiError } from '../client/api-error.ts';
import { type Said, signStatement, statementText } from '../client/statement.ts';
import type { Statement, StatementAnswer, StatementRequest } from '../registry/contract.ts';
import { asFailure } from './api-failure.ts';
import { safeJson, safeText } from './escape.ts';
import { notARecord, RECORD_ID } from './event.ts';
import { EXIT, Failure } from './failure.ts';
import type { Io } from './io.ts';
import { loadSigner } from './key-file.ts';
import { type CommonOptions, clientOf, isLocal, serverOf } from './settings.ts';
import { faultOf } from './walk.ts';

export interface SignOptions extends CommonOptions {
  readonly key?: string;
  readonly environment?: Statement['environment'];
  /** File to write the signed statement to, for others to sign; nothing is sent. */
  readonly out?: string;
}

/** Signs what is said and sends it, or writes it to a file for others to sign. */
export async function say(
  said: Said,
  options: SignOptions,
  io: Io,
  path = 'v1/statements',
): Promise<unknown> {
  const server = serverOf(options, io);
  const environment = options.environment ?? (isLocal(server) ? 'local' : 'production');
  const statement = statementText({ origin: server.origin, environment }, said);
  const signer = await loadSigner(options.key, io);
  const request = { statement, signatures: [await signStatement(statement, signer)] };
  if (options.out !== undefined) {
    save(options.out, request, 'wx');
    io.stderr.write(
      `${safeText(options.out)}: signed once; \`empreinte admin sign FILE\` adds a signature, \`empreinte admin send FILE\` hands it in\n`,
    );
    return null;
  }
  return send(path, request, options, io);
}

/** `empreinte withdraw`: its registrant no longer stands by a record. */
export async function withdrawCommand(
  record: string,
  { reason, ...options }: SignOptions & { readonly reason: string },
  io: Io,
): Promise<number> {
  if (!RECORD_ID.test(record)) throw notARecord(record);
  tell(await say({ kind: 'withdrawal', record, reason }, options, io), options, io);
  return EXIT.ok;
}

/** `empreinte admin sign`: one more signature in a file, once its signer has seen what it says. */
export async function signCommand(path: string, options: SignOptions, io: Io): Promise<number> {
  const request = read(path);
  io.stderr.write(`${safeText(request.statement)}\n`);
  const signature = await signStatement(request.statement, await loadSigner(options.key, io));
  save(path, { ...request, signatures: [...request.signatures, signature] }, 'w');
  io.stderr.write(`${safeText(path)}: signed ${request.signatures.length + 1} times\n`);
  return EXIT.ok;
}

/** `empreinte admin send`: hands in a file that enough keys have signed. */
export async function sendCommand(
  path: string,
  options: CommonOptions & { readonly bootstrap?: boolean },
  io: Io,
): Promise<number> {
  const route = options.bootstrap ? 'v1/bootstrap' : 'v1/statements';
  const answer = await send(route, read(path), options, io);
  if (options.bootstrap) io.stdout.write(`${safeJson(answer)}\n`);
  else tell(answer, options, io);
  return EXIT.ok;
}

/** Prints what took effect: kind, time, id, and who signed. */
export function tell(answer: unknown, options: CommonOptions, io: Io): void {
  if (answer === null) return;
  if (options.json) {
    io.stdout.write(`${safeJson(answer)}\n`);
    return;
  }
  const { kind, at, id, signed_by, required } = answer as StatementAnswer;
  const names = signed_by.map(({ name }) => name).join(', ');
  const signed = `signed by ${names} (${signed_by.length} of ${required} needed)`;
  io.stdout.write(`${[kind, at, id, signed].map(safeText).join('\t')}\n`);
}

async function send(
  path: string,
  request: StatementRequest,
  options: CommonOptions,
  io: Io,
): Promise<unknown> {
  return clientOf(options, io)
    .send('POST', path, request)
    .catch((error: unknown) => {
      throw error instanceof ApiError ? asFailure(error) : error;
    });
}

function read(path: string): StatementRequest {
  try {
    const { statement, signatures } = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof statement !== 'string' || !Array.isArray(signatures)) throw new SyntaxError();
    return { statement, signatures };
  } catch (error) {
    const why = error instanceof SyntaxError ? 'holds no signed statement' : faultOf(error);
    throw new Failure(`${safeText(path)}: ${why}`, { cause: error });
  }
}

function save(path: string, request: StatementRequest, flag: 'w' | 'wx'): void {
  try {
    writeFileSync(path, `${JSON.stringify(request, null, 2)}\n`, { flag });
  } catch (error) {
    throw new Failure(`${safeText(path)}: ${faultOf(error)}`, { cause: error });
  }
}
