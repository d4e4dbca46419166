import { applyD1Migrations } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { ed25519 } from '@noble/curves/ed25519.js';
import { type RunOptions, startRun } from '../../src/client/manifest.ts';
import { CORPUS_REQUEST } from '../../src/http/examples.ts';
import type { BatchRequest } from '../../src/registry/contract.ts';
import { lineOf, statementOf } from '../registry/keyholders.ts';
import { prose } from '../registry/prints.ts';
import { bootstrap, call, declareCorpus, declareRegistrar } from './admin.ts';
import { printOf } from './letter.ts';

/** Corpora with a registrar each; `closed` is open to accredited newsrooms only. */
const SEEDS = { ours: 41, theirs: 42, closed: 43 };
export type Corpus = keyof typeof SEEDS;
export const CORPORA = Object.keys(SEEDS) as Corpus[];

const SITE = { origin: 'https://registry.test', environment: 'local' } as const;
export const seedOf = (corpus: Corpus) => new Uint8Array(32).fill(SEEDS[corpus]);

/** A text that shares no word with that of another name. */
export const textOf = (name: string) => `${prose(name.replaceAll(' ', ''), 120).join(' ')}\n`;
export const printed = (name: string) => printOf(textOf(name), 'note.txt');

/** A batch for a corpus with the one document of that name. */
export async function batchOf(
  corpus: Corpus,
  name: string,
  change: Partial<RunOptions> & { readonly by?: Corpus } = {},
) {
  const { by = corpus, ...options } = change;
  const run = startRun({
    ...SITE,
    corpus,
    state: 'authentic',
    signer: {
      publicKey: ed25519.getPublicKey(seedOf(by)),
      sign: (data) => ed25519.sign(data, seedOf(by)),
    },
    ...options,
  });
  return run.next([{ id: '0', ...(await printed(name)) }]);
}

/** What one corpus holds: a document that stands and a decoy that nobody has opened. */
export interface Holding {
  readonly token: string;
  readonly standing: string;
  readonly planted: string;
  /** The batch that brought `standing`. */
  readonly sent: BatchRequest;
}

/** Sets up the Worker under test. */
export async function settle(): Promise<Record<Corpus, Holding>> {
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
  const admin = await bootstrap();
  const held: Partial<Record<Corpus, Holding>> = {};
  for (const corpus of CORPORA) {
    const policy = corpus === 'closed' ? 'accredited' : 'public';
    await declareCorpus(admin, corpus, { ...CORPUS_REQUEST, policy });
    const token = await declareRegistrar(admin, corpus, corpus, seedOf(corpus));
    const sent = await batchOf(corpus, `standing ${corpus}`);
    const decoy = await batchOf(corpus, `planted ${corpus}`, { state: 'decoy' });
    const [standing, planted] = [
      (await call('POST', '/v1/batches', token, sent)).body.results[0].record,
      (await call('POST', '/v1/batches', token, decoy)).body.results[0].record,
    ];
    held[corpus] = { token, standing, planted, sent };
  }
  await env.CANARY.getByName('registry').look();
  return held as Record<Corpus, Holding>;
}

/** Hands in a statement that the registrar of a corpus has signed. */
export function stated(by: Corpus, statement: Parameters<typeof statementOf>[1]) {
  return call('POST', '/v1/statements', null, statementOf(SITE, statement, [seedOf(by)]));
}

/** What a corpus covers, as its registrar says. */
export function coverageOf(corpus: Corpus): Parameters<typeof statementOf>[1] {
  return {
    kind: 'coverage',
    corpus,
    version: 1,
    mailboxes: ['press@'],
    folders: [],
    from: null,
    to: null,
    registered: 1,
    not_covered: [],
    since: '2027-01-01T00:00:00Z',
  };
}

/** A registrar of that corpus under a key of `by`. */
export function takeover(by: Corpus, corpus: Corpus): Parameters<typeof statementOf>[1] {
  return { kind: 'registrar', id: corpus, corpus, name: 'x', ssh_key: lineOf(seedOf(by)) };
}
