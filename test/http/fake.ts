import { vi } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import type { Deps } from '../../src/http/deps.ts';
import {
  CHECK_ANSWER,
  CHECK_REQUEST,
  COMPARE_ANSWER,
  RECORD_ANSWER,
} from '../../src/http/examples.ts';
import { RegistryError } from '../../src/registry/errors.ts';

const TOKEN_SHA256 = '4c5dc9b7708905f77f5e5d16316b5dfb425e68cb326dcd55a860e90a7707031e'; // test-token
const ADMIN_SHA256 = '17d6bfe05d1b1fb7bc499f8e3f639c7b3eda4c40f321eef8887a0c04c89a99c5'; // test-admin-token
export const registrar = { id: 'r1', name: 'R', corpus: 'demo', sshKey: 'ssh-ed25519 AAAA' };

/** The API's dependencies with a registry that knows one token and no record. */
export function deps(over: Partial<Deps['registry']> = {}, more: Partial<Deps> = {}): Deps {
  return {
    registry: {
      check: vi.fn(async (request) => ({
        ...CHECK_ANSWER,
        results: request.items.flatMap(() => CHECK_ANSWER.results),
      })),
      compare: vi.fn(async () => COMPARE_ANSWER),
      register: vi.fn(async () => ({ batch: 'b', corpus: 'demo', results: [], log: null })),
      record: vi.fn(async () => {
        throw new RegistryError('unknown_record', 'No such record.');
      }),
      noteEvent: vi.fn(async () => RECORD_ANSWER),
      corpora: vi.fn(async () => []),
      putCorpus: vi.fn(async () => {}),
      putRegistrar: vi.fn(async () => {}),
      registrarByToken: vi.fn(async (digest) => (digest === TOKEN_SHA256 ? registrar : null)),
      ...over,
    },
    log: { read: async () => null, keys: async () => ({ origin: '', keys: [], policy: '' }) },
    receiptKeys: async () => [],
    health: async () => ({ database: true, keys: true, failing: [] }),
    adminTokenSha256: ADMIN_SHA256,
    callerSecret: 'secret',
    files: {
      enabled: true,
      fingerprint: async () => {
        const [item] = CHECK_REQUEST.items;
        if (!item || !('fingerprint' in item)) throw new Error('no example');
        return item.fingerprint;
      },
    },
    ...more,
  };
}

export type Init = RequestInit & { readonly headers?: Record<string, string> };
export const json = { 'content-type': 'application/json' };
export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

export async function send(d: Deps, path: string, init: Init = {}) {
  const answer = await createApp(d).request(path, init);
  const text = await answer.text();
  return { answer, text, body: text.startsWith('{') ? JSON.parse(text) : null };
}

/** One multipart body with the given files. */
export function form(
  ...files: [name: string, bytes: string | Uint8Array<ArrayBuffer>][]
): FormData {
  const data = new FormData();
  for (const [name, bytes] of files) data.append('file', new File([bytes], name));
  return data;
}
