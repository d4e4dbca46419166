/** The OpenAPI 3.1 description, built from the contract's schemas and the routes. */
import type { RouteConfig } from '@hono/zod-openapi';
import type { Context } from 'hono';
import * as z from 'zod';
import * as contract from '../registry/contract.ts';
import type { App } from './deps.ts';
import type { Variables } from './headers.ts';
import { PROBLEM_TYPE, PROBLEMS, type ProblemCode } from './problem.ts';
import { type Retirement, retiring } from './retirement.ts';

export const Health = z.strictObject({
  status: z.literal('ok'),
  checks: z.strictObject({
    database: z.literal(true),
    keys: z.literal(true),
    exact: z.literal(true),
    near: z.literal(true),
    absent: z.literal(true),
    log: z.literal(true),
  }),
  log: z.strictObject({
    signed: z.boolean(),
    size: z.int(),
    witnessed: z.int(),
    unsettled: z.int(),
  }),
});

export const ProblemPage = z.strictObject({
  code: z.string(),
  status: z.int(),
  title: z.string(),
  help: z.string(),
});

/** Names under `#/components/schemas`; the rest is written out where it is used. */
const COMPONENTS = {
  CheckRequest: contract.CheckRequest,
  CheckItem: contract.CheckItem,
  Fingerprint: contract.Fingerprint,
  ContentPrint: contract.ContentPrint,
  MailPrint: contract.MailPrint,
  CheckAnswer: contract.CheckAnswer,
  CheckResult: contract.CheckResult,
  StreamResult: contract.StreamResult,
  ProblemLine: contract.ProblemLine,
  PartResult: contract.PartResult,
  CompareRequest: contract.CompareRequest,
  CompareAnswer: contract.CompareAnswer,
  CompareSegment: contract.CompareSegment,
  NearRecord: contract.NearRecord,
  Verdict: contract.Verdict,
  Grade: contract.Grade,
  Reason: contract.Reason,
  Note: contract.Note,
  Layer: contract.Layer,
  Corpus: contract.Corpus,
  CorporaAnswer: contract.CorporaAnswer,
  RecordAnswer: contract.RecordAnswer,
  RecordEvent: contract.RecordEvent,
  EventRequest: contract.EventRequest,
  BatchRequest: contract.BatchRequest,
  BatchItem: contract.BatchItem,
  BatchAnswer: contract.BatchAnswer,
  BatchItemResult: contract.BatchItemResult,
  BatchLog: contract.BatchLog,
  LogEntry: contract.LogEntry,
  LogPlace: contract.LogPlace,
  KeysAnswer: contract.KeysAnswer,
  TimestampsAnswer: contract.TimestampsAnswer,
  Receipt: contract.Receipt,
  KeepRequest: contract.KeepRequest,
  KeptReceipt: contract.KeptReceipt,
  LayerOpening: contract.LayerOpening,
  Manifest: contract.Manifest,
  CorpusRequest: contract.CorpusRequest,
  Statement: contract.Statement,
  StatementRequest: contract.StatementRequest,
  StatementAnswer: contract.StatementAnswer,
  StatementsAnswer: contract.StatementsAnswer,
  Signatory: contract.Signatory,
  Threshold: contract.Threshold,
  Coverage: contract.Coverage,
  Timing: contract.Timing,
  TimingBasis: contract.TimingBasis,
  GovernanceAnswer: contract.GovernanceAnswer,
  FreezeRequest: contract.FreezeRequest,
  BootstrapAnswer: contract.BootstrapAnswer,
  TokenRequest: contract.TokenRequest,
  TokenInfo: contract.TokenInfo,
  TokenAnswer: contract.TokenAnswer,
  TokensAnswer: contract.TokensAnswer,
  Vouched: contract.Vouched,
  BackupPageRequest: contract.BackupPageRequest,
  BackupManifestRequest: contract.BackupManifestRequest,
  RestoreAnswer: contract.RestoreAnswer,
  WatchRequest: contract.WatchRequest,
  WatchInfo: contract.WatchInfo,
  WatchAnswer: contract.WatchAnswer,
  WatchesAnswer: contract.WatchesAnswer,
  Delivery: contract.Delivery,
  DeliveriesAnswer: contract.DeliveriesAnswer,
  WatchSecretAnswer: contract.WatchSecretAnswer,
  Feed: contract.Feed,
  DoctorAnswer: contract.DoctorAnswer,
  Diagnosis: contract.Diagnosis,
  ProblemDocument: contract.ProblemDocument,
  Fault: contract.Fault,
  Health,
  ProblemPage,
} as const;

export type ComponentName = keyof typeof COMPONENTS;

const DESCRIPTIONS: Partial<Record<ComponentName, string>> = {
  Verdict:
    '`match`: the same bytes, or the same content by digest, as a registered document. `differs`: a registered document stands behind it, but something is changed or not verified. `absent`: nothing registered matches or resembles it; this says neither that it is genuine nor that it is forged. `undecided`: the registry cannot tell, for the reason given; never read it as `absent`.',
  Grade:
    '`identical`: same SHA-256. `same_content`: other bytes, but all that a reader sees is equal by digest. `same_text`: every word and number is equal, the appearance is not verified. `altered`, `part_of`, `contains`: a registered document changed, excerpted, or wrapped. `near`: resembles one, the place was not computed. `members`: an archive or folder, whose parts carry the verdicts; the worst of them is given.',
  Reason: 'Why the registry cannot tell. An `undecided` answer supports no conclusion.',
  LogPlace:
    'Where a record stands in the public log. `witnessed: false` is unwitnessed: no quorum of witnesses has cosigned it yet, so the registry could show others another log.',
  LogEntry:
    'An entry of the log opened. The entry commits to `statement` under `salt`; `schema/log.md` says how to check that it stands in the log.',
  Layer:
    'A layer of a document. `agrees`, `differs` and `unverified` in evidence say what was compared; an answer does not speak of what is unverified.',
  CheckItem:
    'A whole fingerprint (`empreinte fingerprint FILE` prints one), or a bare SHA-256 or ssdeep digest. With a bare digest only bytes are compared, and a re-saved copy of a registered document is not recognised.',
  CompareRequest:
    'The ordered entries of one text of the suspect (`empreinte fingerprint` does not print them: `empreinte compare` sends them) with its fingerprint. To fetch a further page, send the same again with `cursor`.',
  CompareSegment:
    '`same`: stands in the registered text, in its order. `moved`: stands in it elsewhere, or once more. `changed`: registered words are missing where these stand. `added`: none are missing. `removed`: registered words are missing before word `start`. Positions are those of the suspect; nothing of the registered text is given but how many words are missing.',
  Fingerprint:
    'Profile `empreinte/1`, described byte for byte in `schema/fingerprint.md`. Digests only: no file name, no text.',
  BatchRequest:
    'A signed manifest and its items. `manifest` is the JSON text of a Manifest, the very bytes that were signed under the SSH signature namespace `empreinte-manifest@v1`; each item is a BatchItem.',
  Statement:
    'Carried as JSON text in `StatementRequest.statement`. `keyholders` names who decides together, `registrar` who registers into a corpus, `withdrawal` a record that its registrant no longer stands by; `freeze` stops registration, `unfreeze` ends that.',
  Coverage:
    'What a corpus covers, signed by a keyholder or by its registrar and stated by them: the registry has not verified it.',
  Timing:
    'Compared with `leaked_at` of the request. `timing_basis` says whose clock that rests on.',
  TimingBasis:
    '`witness_time`: witnesses had cosigned the log with the record before the time that was given, by their own clocks; the proof is in the signed receipt. `log_time`: the time is what this registry states, in a log that witnesses have cosigned since. `unwitnessed`: the time is what this registry states, and nobody has witnessed it.',
  Threshold:
    'Of so many keys so many must sign withdrawals and new registrars. Null in answers of a registry that nobody has set up.',
  Vouched:
    'JSON text that this registry gave out, with its own mac over the very bytes: a ticket, a page or the manifest of a backup.',
  Manifest: 'Carried as JSON text in `BatchRequest.manifest`.',
  BatchItem: 'One of `BatchRequest.items`. A faulty item fails alone; the others are registered.',
  ProblemDocument:
    'RFC 9457. Branch on `code`, whose list is closed; `instance` is the request id, also in `x-request-id`.',
};

type JsonSchema = Record<string, unknown>;

const ref = (name: ComponentName) => ({ $ref: `#/components/schemas/${name}` });

/**
 * Component schemas by zod's own JSON Schema writer. The one in zod-to-openapi follows the
 * recursion of `Fingerprint.parts` until the stack is used up.
 */
function componentSchemas(): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [name, schema] of Object.entries(COMPONENTS)) registry.add(schema, { id: name });
  const { schemas } = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}` });
  const named: Record<string, JsonSchema> = {};
  for (const [name, schema] of Object.entries(schemas)) {
    const { $schema: _dialect, $id: _id, ...rest } = schema as JsonSchema;
    const description = DESCRIPTIONS[name as ComponentName];
    named[name] = description ? { description, ...rest } : rest;
  }
  // Parsed one by one, so the schema itself leaves the items open.
  const batch = named.BatchRequest?.properties as { items: JsonSchema } | undefined;
  if (batch) batch.items.items = ref('BatchItem');
  return named;
}

/** Content of one media type, by the name of its component. */
export function json(name: ComponentName, examples: Record<string, unknown>) {
  const wrapped = Object.fromEntries(
    Object.entries(examples).map(([key, value]) => [key, { value }]),
  );
  return { 'application/json': { schema: ref(name), examples: wrapped } };
}

/** Content of one value a line, whose lines are each of one of these components. */
export function lines(example: readonly unknown[], ...names: ComponentName[]) {
  return {
    'application/x-ndjson': {
      schema: {
        type: 'string' as const,
        description: `One JSON value a line, each a ${names.map((name) => `\`${name}\``).join(' or a ')}.`,
        'x-lines': names.map(ref),
      },
      examples: { lines: { value: example.map((one) => `${JSON.stringify(one)}\n`).join('') } },
    },
  };
}

/** The problem answers of a route, one response a status, its codes listed. */
export function problems(...codes: ProblemCode[]): RouteConfig['responses'] {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of [...codes, 'storage_failed', 'internal'] as const) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const responses: RouteConfig['responses'] = {};
  for (const [status, list] of byStatus) {
    responses[status] = {
      description: list.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' '),
      content: { [PROBLEM_TYPE]: { schema: ref('ProblemDocument') } },
    };
  }
  return responses;
}

/**
 * Adds a route and its description. `{name+}` takes the rest of the path, slashes and all. Bodies are read by the handlers, not by the library's
 * validators, which would parse before the size, the depth and the exact bytes are known.
 *
 * @param retirement when the route will end, once that is decided
 */
export function serve(
  app: App,
  route: RouteConfig,
  handler: (c: Context<{ Variables: Variables }>) => Promise<Response> | Response,
  retirement?: Retirement,
): void {
  const described = { ...route, ...(retirement ? { deprecated: true } : {}) };
  app.openAPIRegistry.registerPath({ ...described, path: route.path.replace('+}', '}') });
  const path = route.path.replace(/\{(\w+)\+\}/g, ':$1{.+}').replace(/\/\{(\w+)\}/g, '/:$1');
  const method = route.method.toUpperCase();
  if (retirement) app.on(method, path, retiring(retirement));
  app.on(method, path, (c) => {
    c.set('route', route.path);
    return handler(c);
  });
}

/** The whole description, as served at `/openapi.json`. */
export function describe(app: App): object {
  const described = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Empreinte',
      version: '1',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      description: INTRODUCTION,
    },
    servers: [{ url: '/' }],
    tags: [
      { name: 'check', description: 'Ask what the registry knows of a document.' },
      { name: 'registry', description: 'What is registered, by whom, and how to register.' },
      { name: 'watches', description: 'Be told when a document is registered.' },
      { name: 'log', description: 'The public log, for anyone to mirror and check.' },
      {
        name: 'admin',
        description: 'Declare corpora, make tokens, hand in what keyholders signed.',
      },
      { name: 'service', description: 'Health and this description.' },
    ],
  });
  return {
    ...described,
    components: {
      ...described.components,
      schemas: componentSchemas(),
      securitySchemes: {
        registrar: { type: 'http', scheme: 'bearer', description: "A registrar's token." },
        accredited: {
          type: 'http',
          scheme: 'bearer',
          description: 'A token of scope `accredited`.',
        },
        admin: { type: 'http', scheme: 'bearer', description: 'A token of scope `admin`.' },
        bootstrap: { type: 'http', scheme: 'bearer', description: 'The one-time bootstrap token.' },
      },
    },
  };
}

const INTRODUCTION = [
  'A registry of document fingerprints. It tells whether a document matches, differs from or is absent from what was registered, without seeing the document: callers send digests.',
  '`match` proves that the same bytes or the same content were registered by the named registrant at the named time. It does not prove that what the document says is true, nor who leaked it. `absent` proves neither forgery nor genuineness: it says that the corpora consulted hold nothing like it. A failure of any kind is an error or `undecided`, never `absent`.',
  'Every answer that is not a success is a problem document (RFC 9457) with a stable `code`. Every answer carries `x-request-id`.',
].join('\n\n');
