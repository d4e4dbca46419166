import { hexToBytes } from '@noble/hashes/utils.js';
import { type LeafType, type NewLeaf, statementCommitment } from '../tlog/leaf.ts';
import type { Effect, Governance, StoredStatement } from './admin-store.ts';
import {
  Statement,
  type StatementAnswer,
  type StatementKind,
  type StatementRequest,
} from './contract.ts';
import { RegistryError } from './errors.ts';
import { eventLeaf } from './log.ts';
import type { Site } from './manifest.ts';
import { digestOf, requireSignatures, signersOf } from './signatories.ts';
import type { Store } from './store.ts';

/**
 * Takes a statement that enough keys signed, and does what it says. Signatures are all that it
 * needs, no token: k of n keys are more than a token, which may be lost just then. A repeat is
 * answered with what took effect first.
 *
 * @throws RegistryError `statement_invalid`, `statement_foreign`, `statement_expired`,
 *   `not_bootstrapped`, `signature_invalid`, `signature_required`, `frozen`, `state_conflict`,
 *   `unknown_corpus`, `unknown_record`
 */
export async function enactStatement(
  store: Store,
  now: Date,
  request: StatementRequest,
  site: Site | null,
): Promise<StatementAnswer> {
  const { statement, id } = readStatement(request.statement, site);
  const done = await store.statement(id);
  if (done) return statementAnswer(done);
  const governance = await store.governance();
  if (!governance) {
    throw new RegistryError('not_bootstrapped', 'This registry has no keyholders yet.');
  }
  requireTime(statement, now);
  const { signers, required } = await signersOf(store, statement, governance);
  const { statement: text, signatures } = request;
  const signedBy = await requireSignatures(text, signatures, signers, required);
  const { kind } = statement;
  const stored = { id, kind, text, signatures, signedBy, required, at: now.toISOString() };
  return enact(store, statement, stored, governance);
}

/**
 * Takes a statement of keyholders once, which as many of the keys that it names must sign as it
 * asks for later; where there are keyholders already, they sign.
 *
 * @throws RegistryError as above; `state_conflict` for a repeat
 */
export async function bootstrap(
  store: Store,
  now: Date,
  request: StatementRequest,
  site: Site | null,
): Promise<StatementAnswer> {
  const { statement: text, signatures } = request;
  const { statement, id } = readStatement(text, site);
  if (statement.kind !== 'keyholders') throw invalid('kind: it must name the keyholders');
  if (await store.statement(id)) throw conflict('That statement has taken effect already.');
  if (await store.governance()) return enactStatement(store, now, request, site);
  requireTime(statement, now);
  const { kind, required, keys } = statement;
  const signedBy = await requireSignatures(text, signatures, keys, required);
  const stored = { id, kind, text, signatures, signedBy, required, at: now.toISOString() };
  return enact(store, statement, stored, null);
}

async function enact(
  store: Store,
  statement: Statement,
  stored: Unlogged,
  governance: Governance | null,
): Promise<StatementAnswer> {
  const { slot, effect, leaf } = await effectOf(store, statement, stored, governance);
  const logged = leaf ?? statementLeaf(statement, stored.text);
  const { first } = await store.append(`statement/${stored.id}`, [logged]);
  const log = { index: first, witnessed: false };
  if (!(await store.enact({ ...stored, log, slot }, effect))) {
    const freeze = effect.kind === 'registrar' ? (await store.governance())?.freeze : null;
    if (freeze) throw frozen(freeze.at);
    throw conflict('Another statement took effect in its place.');
  }
  return statementAnswer((await store.statement(stored.id)) ?? { ...stored, log });
}

type Unlogged = Omit<StoredStatement, 'log'>;

interface Enacted {
  readonly slot: string;
  readonly effect: Effect;
  /** Where its entry in the log is not that of the statement itself. */
  readonly leaf?: NewLeaf;
}

const LEAVES = {
  keyholders: 'key',
  freeze: 'key',
  unfreeze: 'key',
  withdrawal: 'withdraw',
  registrar: 'registrar',
  coverage: 'corpus',
} as const satisfies Record<StatementKind, LeafType>;

/** Commits to the signed text. It is public, and so its own nonce serves as the salt. */
function statementLeaf({ kind, nonce }: Statement, text: string): NewLeaf {
  const type = LEAVES[kind];
  return { type, commitment: statementCommitment(type, hexToBytes(nonce), text) };
}

/** What a statement changes, and the place that only one statement can have. */
async function effectOf(
  store: Store,
  statement: Statement,
  { id, at, signedBy }: Unlogged,
  governance: Governance | null,
): Promise<Enacted> {
  switch (statement.kind) {
    case 'keyholders': {
      const { required, keys, previous } = statement;
      if (previous !== (governance?.statement ?? null)) {
        throw conflict('`previous` is not the statement of the present keyholders.');
      }
      if (required > new Set(keys.map((key) => key.ssh_key.split(' ')[1])).size) {
        throw invalid('required: more than there are distinct keys');
      }
      const freezeCodeSha256 = statement.freeze_code_sha256;
      return {
        slot: `keyholders/${previous ?? 'first'}`,
        effect: {
          kind: 'keyholders',
          governance: { statement: id, required, keys, freezeCodeSha256 },
        },
      };
    }
    case 'registrar': {
      if (governance?.freeze) throw frozen(governance.freeze.at);
      const { id: name, corpus, ssh_key: sshKey } = statement;
      if (!(await store.corpora()).some((known) => known.id === corpus)) {
        throw new RegistryError('unknown_corpus', `No corpus ${corpus}; declare it first.`);
      }
      const registrar = { id: name, name: statement.name, corpus, sshKey };
      return { slot: id, effect: { kind: 'registrar', registrar } };
    }
    case 'withdrawal': {
      const { record, reason } = statement;
      const held = await store.held(record);
      if (!held || held.hidden) throw new RegistryError('unknown_record', 'No such record.');
      if (held.state === 'decoy') throw conflict('A decoy is opened, not withdrawn.');
      if (held.state === 'withdrawn') throw conflict('This record is withdrawn already.');
      return {
        slot: `withdrawal/${record}`,
        effect: { kind: 'withdrawal', ref: held.ref, reason },
        leaf: eventLeaf(
          { record, corpus: held.corpus, registrar: id, kind: 'withdrawn', reason },
          held.salt,
        ),
      };
    }
    case 'freeze': {
      if (governance?.freeze) throw conflict('Registration is frozen already.');
      const by = signedBy[0]?.name ?? '';
      return {
        slot: id,
        effect: { kind: 'freeze', freeze: { id, at, by, reason: statement.reason } },
      };
    }
    case 'coverage':
      return coverageOf(store, statement, { id, at, signedBy });
    case 'unfreeze':
      if (governance?.freeze?.id !== statement.freeze) {
        throw conflict('Registration is not frozen under that id.');
      }
      return { slot: `unfreeze/${statement.freeze}`, effect: { kind: 'unfreeze' } };
  }
}

/** A later version of what a corpus covers takes the place of the one before it. */
async function coverageOf(
  store: Store,
  statement: Extract<Statement, { kind: 'coverage' }>,
  { id, at, signedBy }: Pick<StoredStatement, 'id' | 'at' | 'signedBy'>,
): Promise<{ slot: string; effect: Effect }> {
  const { kind, origin: _o, environment: _e, nonce: _n, expires: _x, corpus, ...said } = statement;
  const known = (await store.corpora()).find((one) => one.id === corpus);
  if (!known) throw new RegistryError('unknown_corpus', `No corpus ${corpus}; declare it first.`);
  const next = (known.statement?.version ?? 0) + 1;
  if (said.version !== next) throw conflict(`The next version of this statement is ${next}.`);
  const coverage = { id, ...said, at, signed_by: signedBy.map(({ name }) => name) };
  return { slot: `${kind}/${corpus}/${next}`, effect: { kind, corpus, coverage } };
}

function readStatement(text: string, site: Site | null): { statement: Statement; id: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid('the statement is not JSON');
  }
  const parsed = Statement.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong shape'}`);
  }
  const { origin, environment } = parsed.data;
  if (!site) {
    throw new RegistryError('registration_closed', 'This registry has no origin configured.');
  }
  if (origin !== site.origin || environment !== site.environment) {
    throw new RegistryError(
      'statement_foreign',
      `This is ${site.origin} (${site.environment}); the statement was signed for another registry.`,
    );
  }
  return { statement: parsed.data, id: digestOf(text) };
}

function requireTime({ expires }: Statement, now: Date): void {
  if (Date.parse(expires) <= now.getTime()) {
    throw new RegistryError('statement_expired', `The statement expired at ${expires}.`);
  }
}

/** A statement as anyone may read it. */
export function statementAnswer(stored: StoredStatement): StatementAnswer {
  const { id, kind, at, text, signatures, signedBy, required, log } = stored;
  return {
    id,
    kind,
    at,
    statement: text,
    signatures: [...signatures],
    signed_by: [...signedBy],
    required,
    log,
  };
}

/** The refusal of what would register something while registration is frozen. */
export function frozen(since: string): RegistryError {
  return new RegistryError('frozen', `Registration is frozen since ${since}.`);
}

function invalid(detail: string): RegistryError {
  return new RegistryError('statement_invalid', detail, [{ pointer: '/statement', detail }]);
}

function conflict(detail: string): RegistryError {
  return new RegistryError('state_conflict', detail);
}
