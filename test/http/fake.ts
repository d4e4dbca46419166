import { vi } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import type { Deps } from '../../src/http/deps.ts';
import {
  BOOTSTRAP_ANSWER,
  CHECK_ANSWER,
  CHECK_REQUEST,
  COMPARE_ANSWER,
  GOVERNANCE_ANSWER,
  KEPT_RECEIPT,
  RECORD_ANSWER,
  STATEMENT_ANSWER,
  STATEMENTS_ANSWER,
  TOKEN_ANSWER,
  TOKENS_ANSWER,
} from '../../src/http/examples.ts';
import {
  DOCTOR_ANSWER,
  MANIFEST_VOUCHED,
  PAGE_ANSWER,
  RESTORE_BEGUN,
  RESTORE_ENDED,
  RESTORE_UNDER_WAY,
  TICKET_ANSWER,
} from '../../src/http/examples-backup.ts';
import {
  DELIVERIES_ANSWER,
  WATCH_ANSWER,
  WATCH_SECRET_ANSWER,
  WATCHES_ANSWER,
} from '../../src/http/examples-watch.ts';
import type { Administration } from '../../src/registry/administration.ts';
import type { TokenInfo } from '../../src/registry/contract.ts';
import { RegistryError } from '../../src/registry/errors.ts';
import { memoryIdempotency } from '../../src/storage/memory-idempotency.ts';
import { tokenDigest } from '../../src/tlog/token.ts';
import { BOOTSTRAP_TOKEN } from './admin.ts';

/** Tokens that the registry of these tests knows, by scope. */
export const TOKENS = {
  bootstrap: BOOTSTRAP_TOKEN,
  admin: BOOTSTRAP_ANSWER.token.token,
  registrar: 'emp_registrar_gAsjr7COmcmZ9QvjGXHCWmd2oejS6220elLZ',
  accredited: TOKEN_ANSWER.token,
} as const;
/** In form, and known to nobody. */
export const UNKNOWN_TOKEN = 'emp_registrar_LuqzFCBuTW7lwSHrgMBoLjVPsGP49J2OjeaF';
export const registrar = { id: 'r1', name: 'R', corpus: 'demo', sshKey: 'ssh-ed25519 AAAA' };

/** The API's dependencies with a registry that knows one token and no record. */
export function deps(
  over: Partial<Deps['registry']> = {},
  more: Partial<Deps> = {},
  admin: Partial<Administration> = {},
): Deps {
  return {
    registry: {
      check: vi.fn(async (request) => ({
        ...CHECK_ANSWER,
        results: request.items.flatMap(() => CHECK_ANSWER.results),
      })),
      admit: vi.fn(async (_caller, granted) => {
        return { granted, limit: 100, left: 100 - granted, resets: 1800 };
      }),
      compare: vi.fn(async () => COMPARE_ANSWER),
      register: vi.fn(async () => ({ batch: 'b', corpus: 'demo', results: [], log: null })),
      record: vi.fn(async () => {
        throw new RegistryError('unknown_record', 'No such record.');
      }),
      noteEvent: vi.fn(async () => RECORD_ANSWER),
      corpora: vi.fn(async () => []),
      keepReceipt: vi.fn(async () => KEPT_RECEIPT),
      keptReceipt: vi.fn(async () => {
        throw new RegistryError('unknown_receipt', 'No such receipt is kept.');
      }),
      admin: { ...administration(), ...admin },
      ...over,
    },
    log: { read: async () => null, keys: async () => ({ origin: '', keys: [], policy: '' }) },
    receiptKeys: async () => [],
    doctor: { holder: async () => null, examine: async () => DOCTOR_ANSWER },
    backups: () => ({
      begin: async () => TICKET_ANSWER,
      page: async () => PAGE_ANSWER,
      end: async () => MANIFEST_VOUCHED,
    }),
    restores: null,
    health: async () => ({
      ...{ database: true, keys: true, failing: [] },
      log: { signed: true, size: 0, witnessed: 0, unsettled: 0 },
    }),
    bootstrapTokenSha256: tokenDigest(TOKENS.bootstrap),
    callerSecret: 'secret',
    idempotency: memoryIdempotency(),
    watches: {
      create: async () => WATCH_ANSWER,
      list: async () => WATCHES_ANSWER,
      remove: async () => {},
      deliveries: async () => DELIVERIES_ANSWER.deliveries,
      rotate: async () => WATCH_SECRET_ANSWER,
    },
    securityTxt: () => null,
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

function administration(): Administration {
  return {
    holder: vi.fn(async (digest) => {
      const scope = (['admin', 'registrar', 'accredited'] as const).find(
        (known) => tokenDigest(TOKENS[known]) === digest,
      );
      if (!scope) return null;
      const holder = scope === 'registrar' ? registrar : null;
      const [info] = TOKENS_ANSWER.tokens as [TokenInfo];
      return { ...info, scope, holder, registrar: holder?.id ?? null };
    }),
    bootstrap: vi.fn(async () => BOOTSTRAP_ANSWER),
    issueToken: vi.fn(async () => TOKEN_ANSWER),
    tokens: vi.fn(async () => TOKENS_ANSWER.tokens),
    revokeToken: vi.fn(async () => {
      throw new RegistryError('unknown_token', 'No such token.');
    }),
    putCorpus: vi.fn(async () => {}),
    enact: vi.fn(async () => STATEMENT_ANSWER),
    statement: vi.fn(async () => {
      throw new RegistryError('unknown_statement', 'No such statement.');
    }),
    statements: vi.fn(async () => STATEMENTS_ANSWER),
    governance: vi.fn(async () => GOVERNANCE_ANSWER),
    freeze: vi.fn(async () => GOVERNANCE_ANSWER),
  };
}

/** What a registry answers that is being restored. */
export const restores: NonNullable<Deps['restores']> = {
  begin: async () => RESTORE_BEGUN,
  page: async () => RESTORE_UNDER_WAY,
  end: async () => RESTORE_ENDED,
};

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
