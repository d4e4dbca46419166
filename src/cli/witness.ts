import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  COSIGNATURE,
  ED25519,
  formatVerifierKey,
  isKeyName,
  type NoteSigner,
  parseVerifierKey,
  type VerifierKey,
  verifierKey,
} from '../tlog/key.ts';
import { addCheckpoint, type WitnessState } from '../tlog/witness.ts';
import { safeText } from './escape.ts';
import { EXIT, Failure } from './failure.ts';
import type { Io } from './io.ts';
import { loadSigner } from './key-file.ts';
import { fileState } from './witness-state.ts';

export interface WitnessOptions {
  readonly name: string;
  readonly key?: string;
  readonly state: string;
  /** Verifier keys of the logs that are followed. */
  readonly log: readonly string[];
  /** `host:port`. */
  readonly listen: string;
}

/** A checkpoint with all signatures that a note may carry. */
const MAX_BODY_BYTES = 512 * 1024;
/** For a request to arrive. */
const REQUEST_MS = 10_000;

/**
 * `empreinte witness`: a server that cosigns checkpoints of the logs it is told of, as long as each
 * continues what it cosigned last (C2SP tlog-witness). Runs until it is ended.
 */
export async function witnessCommand(options: WitnessOptions, io: Io): Promise<number> {
  const { signer, server, address } = await startWitness(options, io);
  const vkey = formatVerifierKey(signer.key);
  io.stdout.write(`witness ${signer.key.name} ${vkey} http://${address}\n`);
  await new Promise<void>((ended) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ended());
    server.once('close', ended);
  });
  server.close();
  server.closeAllConnections();
  return EXIT.ok;
}

/**
 * Starts the server and waits until it listens.
 *
 * @throws Failure for a key, a state, a log or an address that does not serve
 */
export async function startWitness(
  options: WitnessOptions,
  io: Io,
): Promise<{ signer: NoteSigner; server: Server; address: string }> {
  if (!isKeyName(options.name)) throw new Failure('a witness name has no spaces and no plus sign');
  const logs = options.log.map(readLog);
  if (logs.length === 0) throw new Failure('no log to follow: name one with --log VERIFIER-KEY');
  const { publicKey, sign } = await loadSigner(options.key, io);
  const signer: NoteSigner = {
    key: verifierKey(options.name, COSIGNATURE, publicKey),
    sign: async (data) => sign(data),
  };
  const state = fileState(options.state);
  const server = createServer((request, response) => {
    void answer(request, response, logs, signer, state, io);
  });
  server.requestTimeout = REQUEST_MS;
  const [, host = '', port = ''] = /^(.+):(\d{1,5})$/.exec(options.listen) ?? [];
  if (host === '') throw new Failure('--listen wants HOST:PORT');
  await new Promise<void>((done, fail) => {
    server.once('error', (error) => {
      fail(new Failure(`cannot listen on ${safeText(options.listen)}: ${error.message}`));
    });
    server.listen(Number(port), host.replace(/^\[|\]$/g, ''), done);
  });
  return { signer, server, address: `${host}:${(server.address() as AddressInfo).port}` };
}

function readLog(text: string): VerifierKey {
  const key = parseVerifierKey(text);
  if (key?.type === ED25519) return key;
  throw new Failure(
    `not the verifier key of a log: ${safeText(text)}; the registry publishes its own at /.well-known/empreinte-keys.json`,
  );
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  logs: readonly VerifierKey[],
  signer: NoteSigner,
  state: WitnessState,
  io: Io,
): Promise<void> {
  const tell = (status: number, body: string, headers: Record<string, string> = {}) => {
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers });
    response.end(body);
  };
  try {
    if (request.url !== '/add-checkpoint') return tell(404, 'not found\n');
    if (request.method !== 'POST') return tell(405, 'POST only\n', { allow: 'POST' });
    const body = await read(request);
    if (body === null) return tell(413, 'too long\n', { connection: 'close' });
    const time = Math.floor(Date.now() / 1000);
    const said = await addCheckpoint(body, logs, signer, state, time);
    // What is refused may be proof of a log that shows two histories: it stays with the operator.
    const kept = said.status === 409 || said.status === 422 ? `\n${safeText(body)}` : '';
    io.stderr.write(`${new Date().toISOString()} ${said.status} ${sizeIn(body)}${kept}\n`);
    tell(said.status, said.body, { 'content-type': said.type });
  } catch (error) {
    io.stderr.write(`${safeText(error instanceof Error ? error.message : String(error))}\n`);
    if (!response.headersSent) tell(500, 'the witness failed\n');
  }
}

/** The body as text; null when it is longer than any checkpoint. */
async function read(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Origin and size that a request is about, for the operator's eyes. */
function sizeIn(body: string): string {
  const [origin = '', size = ''] = body.slice(body.indexOf('\n\n') + 2).split('\n');
  return safeText(`${origin.slice(0, 100)} ${size.slice(0, 20)}`);
}
