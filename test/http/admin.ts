import { exports } from 'cloudflare:workers';
import { expect } from 'vitest';
import { ALICE, keyholdersOf, lineOf, statementOf } from '../registry/keyholders.ts';

/** Of `vitest.config.mjs`, whose digest the Worker of the tests is configured with. */
export const BOOTSTRAP_TOKEN = 'emp_bootstrap_B82ac8jeeXlXFu0U3np0L9KPtC0XhO0sckGl';
const SITE = { origin: 'https://registry.test', environment: 'local' } as const;

/** One request to the Worker under test. */
export async function call(method: string, path: string, token: string | null, value?: unknown) {
  const answer = await exports.default.fetch(
    new Request(SITE.origin + path, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(value === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(value === undefined ? {} : { body: JSON.stringify(value) }),
    }),
  );
  const text = await answer.text();
  return { answer, status: answer.status, text, body: text === '' ? null : JSON.parse(text) };
}

/** Sets up the registry under test with one keyholder. @returns the first admin token */
export async function bootstrap(): Promise<string> {
  const request = statementOf(SITE, keyholdersOf([ALICE], 1), [ALICE]);
  const { status, body } = await call('POST', '/v1/bootstrap', BOOTSTRAP_TOKEN, request);
  expect(status).toBe(201);
  return body.token.token;
}

/** Declares a corpus. */
export async function declareCorpus(admin: string, id: string, corpus: unknown): Promise<void> {
  expect((await call('PUT', `/v1/corpora/${id}`, admin, corpus)).status).toBe(204);
}

/** Declares a registrar. @param seed its private key. @returns a token of its */
export async function declareRegistrar(
  admin: string,
  id: string,
  corpus: string,
  seed: Uint8Array,
): Promise<string> {
  const said = { kind: 'registrar', id, corpus, name: id, ssh_key: lineOf(seed) } as const;
  const enacted = await call('POST', '/v1/statements', null, statementOf(SITE, said, [ALICE]));
  expect(enacted.status).toBe(200);
  const request = { scope: 'registrar', name: id, registrar: id };
  const { status, body } = await call('POST', '/v1/tokens', admin, request);
  expect(status).toBe(201);
  return body.token;
}

/** Withdraws a record, signed by the keyholder. */
export function withdraw(record: string, reason: string) {
  const said = { kind: 'withdrawal', record, reason } as const;
  return call('POST', '/v1/statements', null, statementOf(SITE, said, [ALICE]));
}
