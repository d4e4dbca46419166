import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { run } from '../../src/cli/program.ts';

export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface World {
  readonly env?: Record<string, string>;
  readonly stdin?: Uint8Array;
  readonly terminal?: boolean;
  readonly readerEntry?: URL;
  readonly rawArguments?: Buffer[];
}

/** Bundled from the sources before the tests (`test/setup-cli.mjs`). */
export const READER = new URL('../../dist/tested/analyse-worker.js', import.meta.url);

/** Runs a command in this process. */
export async function empreinte(argv: string[], world: World = {}): Promise<Ran> {
  let stdout = '';
  let stderr = '';
  const isTTY = world.terminal === true;
  const { stdin, env, terminal: _terminal, ...rest } = world;
  const exitCode = await run(argv, {
    stdin: (async function* () {
      if (stdin) yield stdin;
    })(),
    stdout: { isTTY, write: (text) => (stdout += text) },
    stderr: { isTTY, write: (text) => (stderr += text) },
    env: env ?? {},
    readerEntry: READER,
    ...rest,
  });
  return { exitCode, stdout, stderr };
}

export interface Call {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
  readonly raw: string;
  // biome-ignore lint/suspicious/noExplicitAny: requests are checked by the tests that read them
  readonly body: any;
}

export interface Registry {
  readonly url: string;
  readonly calls: Call[];
  close(): Promise<void>;
}

interface Reply {
  readonly status?: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

/** A registry on a free port that answers as told. */
export async function registry(answer: (call: Call) => Reply | Promise<Reply>): Promise<Registry> {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    let raw = '';
    for await (const chunk of request) raw += chunk;
    const call: Call = {
      method: request.method ?? '',
      url: request.url ?? '',
      authorization: request.headers.authorization,
      raw,
      body: raw === '' ? null : JSON.parse(raw),
    };
    calls.push(call);
    const { status = 200, body, headers = {} } = await answer(call);
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

export function problemOf(status: number, code: string, errors: unknown[] = []) {
  const detail = `About ${code}.`;
  return { status, body: { type: 't', title: 'T', status, code, detail, instance: '/', errors } };
}

export const ndjson = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
