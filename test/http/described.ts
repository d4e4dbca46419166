import { Validator } from '@cfworker/json-schema';
import { deps, send } from './fake.ts';

export type Json = Record<string, unknown>;
export interface Media {
  readonly schema: Json;
  readonly example?: unknown;
  readonly examples?: Record<string, { readonly value: unknown }>;
}
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: Json;
}
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly security?: Record<string, string[]>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Record<string, Media> };
  readonly responses: Record<string, { readonly content?: Record<string, Media> }>;
}

interface Document {
  readonly paths: Record<string, Record<string, Omit<Operation, 'method' | 'path'>>>;
  readonly components: { readonly schemas: Record<string, Json> };
}

/** The description that the app serves. */
export async function described() {
  const { paths, components } = (await send(deps(), '/openapi.json')).body as Document;
  const local = (schema: unknown) =>
    JSON.parse(JSON.stringify(schema).replaceAll('#/components/schemas/', '#/$defs/')) as Json;
  const $defs = local(components.schemas);
  const validators = new Map<string, Validator>();
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): Operation => {
      return { ...operation, path, method: method.toUpperCase() };
    }),
  );
  function faults(schema: Json, value: unknown): string[] {
    const key = JSON.stringify(schema);
    const known = validators.get(key);
    const validator = known ?? new Validator({ ...local(schema), $defs }, '2020-12');
    if (!known) validators.set(key, validator);
    return validator
      .validate(value)
      .errors.map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`);
  }

  return {
    operations,
    /** The schema as it stands alone, its references resolved within `$defs`. */
    whole: (schema: Json): Json => ({ ...local(schema), $defs }),
    /** What an independent reader of JSON Schema finds wrong in a value; empty for nothing. */
    faults,
    /** The same of a body, each of whose lines is one of several values where it is of lines. */
    faultsOf(media: Media | null, body: unknown): string[] {
      if (!media) return ['the answer is not described'];
      const choices = media.schema['x-lines'];
      if (!Array.isArray(choices)) return faults(media.schema, body);
      return String(body)
        .split('\n')
        .filter(Boolean)
        .flatMap((line) => faults({ anyOf: choices }, JSON.parse(line)));
    },
  };
}

/** The described media of an answer, null when its status or type is not described. */
export function mediaOf(operation: Operation, answer: Response): Media | null {
  const type = (answer.headers.get('content-type') ?? '').split(';')[0] ?? '';
  return operation.responses[answer.status]?.content?.[type] ?? null;
}
