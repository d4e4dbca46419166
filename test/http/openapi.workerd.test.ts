import { describe, expect, it } from 'vitest';
import committed from '../../schema/openapi.json';
import {
  KEYHOLDERS,
  MANIFEST,
  RECORD_ANSWER,
  REGISTRAR_STATEMENT,
} from '../../src/http/examples.ts';
import { Health, ProblemPage } from '../../src/http/openapi.ts';
import * as contract from '../../src/registry/contract.ts';
import { bearer, deps, restores, send, TOKENS } from './fake.ts';

type Json = Record<string, unknown>;
interface Media {
  readonly schema: Json;
  readonly example?: unknown;
  readonly examples?: Record<string, { readonly value: unknown }>;
}
interface Operation {
  readonly operationId: string;
  readonly tags: string[];
  readonly summary: string;
  readonly description: string;
  readonly security?: Record<string, string[]>[];
  readonly parameters?: {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
  }[];
  readonly requestBody?: { readonly required: boolean; readonly content: Record<string, Media> };
  readonly responses: Record<
    string,
    { readonly description: string; readonly content?: Record<string, Media> }
  >;
}

const description = committed as unknown as {
  readonly openapi: string;
  readonly tags: { readonly name: string }[];
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Json; readonly securitySchemes: Json };
};
const operations = Object.entries(description.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
);
const named = operations.map((o) => [`${o.method.toUpperCase()} ${o.path}`, o] as const);

/** Every object within a value, with its JSON pointer. */
function* objects(value: unknown, at = ''): Generator<[string, Json]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [at, value as Json];
  for (const [key, inner] of Object.entries(value)) yield* objects(inner, `${at}/${key}`);
}

describe('the committed description', () => {
  it('is the one that is served', async () => {
    expect((await send(deps(), '/openapi.json')).body).toEqual(committed);
  });

  it('describes every route', () => {
    expect(named.map(([name]) => name).sort()).toEqual(
      [
        'GET /.well-known/empreinte-keys.json',
        'GET /.well-known/security.txt',
        'GET /metrics',
        'GET /log/checkpoint',
        'GET /log/tile/{path}',
        'GET /log/timestamps',
        'GET /log/timestamps/{size}',
        'GET /healthz',
        'GET /openapi.json',
        'GET /problems/{code}',
        'DELETE /v1/tokens/{id}',
        'DELETE /v1/watches/{id}',
        'GET /v1/corpora',
        'GET /v1/feed',
        'GET /v1/doctor',
        'GET /v1/governance',
        'GET /v1/receipts/{id}',
        'GET /v1/records/{id}',
        'GET /v1/statements',
        'GET /v1/statements/{id}',
        'GET /v1/tokens',
        'POST /v1/backup',
        'POST /v1/backup/manifest',
        'POST /v1/backup/pages',
        'GET /v1/watches',
        'GET /v1/watches/deliveries',
        'POST /v1/batches',
        'POST /v1/bootstrap',
        'POST /v1/check',
        'POST /v1/compare',
        'POST /v1/files',
        'POST /v1/receipts',
        'POST /v1/freeze',
        'POST /v1/records/{id}/events',
        'POST /v1/restore',
        'POST /v1/restore/end',
        'POST /v1/restore/pages',
        'POST /v1/statements',
        'POST /v1/tokens',
        'POST /v1/watches',
        'POST /v1/watches/secret',
        'PUT /v1/corpora/{id}',
      ].sort(),
    );
  });

  it('is OpenAPI 3.1 in shape: no keyword of 3.0, no dangling reference', () => {
    expect(description.openapi).toBe('3.1.0');
    for (const [at, object] of objects(description)) {
      if (at.includes('/example')) continue;
      expect(Object.keys(object), at).not.toContain('nullable');
      expect(object.exclusiveMinimum, at).not.toBe(true);
      if (typeof object.$ref !== 'string') continue;
      const [, components, schemas, name = ''] = object.$ref.split('/');
      expect([components, schemas], at).toEqual(['components', 'schemas']);
      expect(description.components.schemas, at).toHaveProperty(name);
    }
  });

  it('uses every component and closes the recursion of parts by reference', () => {
    const text = JSON.stringify(description);
    const unused = Object.keys(description.components.schemas).filter(
      (name) => !text.includes(`"#/components/schemas/${name}"`),
    );
    // Carried as JSON text within another field.
    expect(unused).toEqual(['Manifest', 'Statement']);
    expect(JSON.stringify(description.components.schemas.Fingerprint)).toContain(
      '"#/components/schemas/Fingerprint"',
    );
  });

  it('has unique operation ids and declared tags', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const tags = new Set(description.tags.map(({ name }) => name));
    for (const { operation } of operations)
      expect(operation.tags.every((t) => tags.has(t))).toBe(true);
  });

  it.each(named)('%s is described, with an example, parameters and known security', (_name, o) => {
    const { path, operation } = o;
    expect(operation.summary.length).toBeGreaterThan(10);
    expect(operation.description.length).toBeGreaterThan(30);
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    expect((operation.parameters ?? []).filter((p) => p.in === 'path').map((p) => p.name)).toEqual(
      inPath,
    );
    expect((operation.parameters ?? []).every((p) => p.in !== 'path' || p.required)).toBe(true);
    expect(examplesOf(operation).length).toBeGreaterThan(0);
    for (const scheme of (operation.security ?? []).flatMap(Object.keys)) {
      expect(description.components.securitySchemes).toHaveProperty(scheme);
    }
    for (const [status, response] of Object.entries(operation.responses)) {
      expect(status).toMatch(/^[2345]\d\d$/);
      expect(response.description).not.toBe('');
      const problem = response.content?.['application/problem+json'] !== undefined;
      expect(problem).toBe(Number(status) >= 400);
    }
  });
});

function examplesOf(operation: Operation): { name: string | null; value: unknown }[] {
  const contents = [operation.requestBody, ...Object.values(operation.responses)];
  return contents
    .flatMap((holder) => Object.values(holder?.content ?? {}))
    .flatMap(({ schema, example, examples }) => {
      const name = typeof schema.$ref === 'string' ? (schema.$ref.split('/').at(-1) ?? null) : null;
      const values = Object.values(examples ?? {}).map(({ value }) => ({ name, value }));
      return example === undefined ? values : [...values, { name, value: example }];
    });
}

const schemas: Record<string, { parse(value: unknown): unknown }> = {
  ...contract,
  Health,
  ProblemPage,
} as never;

describe('every example', () => {
  it.each(named)('of %s fits the contract', (_name, { operation }) => {
    for (const { name, value } of examplesOf(operation)) {
      if (name !== null) expect(schemas[name]?.parse(value)).toEqual(value);
    }
  });

  it('of a manifest and a statement fits too', () => {
    expect(contract.Manifest.parse(MANIFEST)).toEqual(MANIFEST);
    for (const one of [KEYHOLDERS, REGISTRAR_STATEMENT]) {
      expect(contract.Statement.parse(one)).toEqual(one);
    }
  });

  const requests = named.filter(
    ([, { operation }]) => operation.requestBody?.content['application/json'],
  );
  it.each(requests)('of %s is accepted when sent', async (_name, { path, method, operation }) => {
    const { examples = {} } = operation.requestBody?.content['application/json'] ?? {};
    const ofRegistrars = path === '/v1/batches' || path.endsWith('/events');
    const ofReaders = path === '/v1/watches' ? 'accredited' : 'admin';
    const restoring = path.startsWith('/v1/restore');
    const ofOperators = restoring || path === '/v1/bootstrap';
    const scope = ofRegistrars ? 'registrar' : ofOperators ? 'bootstrap' : ofReaders;
    const token = TOKENS[scope];
    const id = ofRegistrars ? RECORD_ANSWER.record : 'demo';
    const auth = (operation.security ?? [{}]).some((s) => Object.keys(s).length === 0)
      ? {}
      : bearer(token);
    for (const { value } of Object.values(examples)) {
      const { answer } = await send(
        deps({}, restoring ? { restores } : {}),
        path.replace('{id}', id),
        {
          method: method.toUpperCase(),
          headers: { 'content-type': 'application/json', ...auth },
          body: JSON.stringify(value),
        },
      );
      expect(Object.keys(operation.responses)).toContain(`${answer.status}`);
      expect(answer.ok).toBe(true);
    }
  });
});
