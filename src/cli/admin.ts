import { readFileSync } from 'node:fs';
import type { Said } from '../client/statement.ts';
import type { Corpus, CorpusRequest, GovernanceAnswer } from '../registry/contract.ts';
import { createToken, tokenDigest } from '../tlog/token.ts';
import { ask, askAll, governance, publicKeyIn } from './ask.ts';
import { safeJson, safeText } from './escape.ts';
import { EXIT, Failure } from './failure.ts';
import type { Io } from './io.ts';
import { accountOf } from './ledger-coverage.ts';
import { namedKey, signingKey } from './secret.ts';
import type { CommonOptions } from './settings.ts';
import { type SignOptions, say, tell } from './statement.ts';
import { faultOf } from './walk.ts';

/** `empreinte admin secrets`: what a new registry is configured with, made on this machine. */
export function secretsCommand(io: Io): number {
  const token = createToken('bootstrap');
  io.stdout.write(`LOOKUP_KEYS="${namedKey('k1')}"\n`);
  io.stdout.write(`SEAL_KEYS="${namedKey('s1')}"\n`);
  io.stdout.write(`LOG_KEYS="${signingKey()}"\n`);
  io.stdout.write(`RECEIPT_KEYS="${signingKey()}"\n`);
  io.stdout.write(`BOOTSTRAP_TOKEN_SHA256="${tokenDigest(token)}"\n`);
  io.stderr.write(`One-time bootstrap token, for \`empreinte admin bootstrap\`:\n${token}\n`);
  return EXIT.ok;
}

export async function registrarCommand(
  id: string,
  options: SignOptions & {
    readonly corpus: string;
    readonly name: string;
    readonly publicKey: string;
  },
  io: Io,
): Promise<number> {
  const { corpus, name } = options;
  const ssh_key = publicKeyIn(options.publicKey);
  tell(await say({ kind: 'registrar', id, corpus, name, ssh_key }, options, io), options, io);
  return EXIT.ok;
}

/** `empreinte admin freeze`: with a key, or with the paper code off standard input. */
export async function freezeCommand(
  options: SignOptions & { readonly reason?: string; readonly code?: boolean },
  io: Io,
): Promise<number> {
  if (options.code) {
    let code = '';
    for await (const chunk of io.stdin) code += Buffer.from(chunk).toString('latin1');
    showState(
      (await ask('POST', 'v1/freeze', options, io, { code })) as GovernanceAnswer,
      options,
      io,
    );
    return EXIT.ok;
  }
  const reason = options.reason ?? 'no reason given';
  tell(await say({ kind: 'freeze', reason }, options, io), options, io);
  return EXIT.ok;
}

export async function unfreezeCommand(options: SignOptions, io: Io): Promise<number> {
  const { freeze } = await governance(options, io);
  if (!freeze) throw new Failure('registration is not frozen');
  tell(await say({ kind: 'unfreeze', freeze: freeze.id }, options, io), options, io);
  return EXIT.ok;
}

/** `empreinte admin status`: who decides, and whether registration is frozen. */
export async function statusCommand(options: CommonOptions, io: Io): Promise<number> {
  showState(await governance(options, io), options, io);
  return EXIT.ok;
}

type CorpusOptions = CommonOptions &
  Omit<CorpusRequest, 'policy'> & {
    readonly policy?: CorpusRequest['policy'];
    readonly sealedUntil?: string;
  };

export async function corpusCommand(
  id: string,
  { title, registrant, coverage, policy, locate, sealedUntil, ...options }: CorpusOptions,
  io: Io,
): Promise<number> {
  // A new title must open nothing.
  const before = policy ? null : await corpusOf(id, options, io);
  const whom = policy ?? before?.policy ?? 'public';
  const until = sealedUntil ?? before?.sealed_until ?? null;
  if ((whom === 'sealed') !== (until !== null)) {
    throw new Failure('--policy sealed, and no other, says --sealed-until when');
  }
  const request = {
    title,
    registrant,
    coverage,
    policy: whom,
    ...(locate && { locate }),
    ...(until && { sealed_until: until }),
  };
  await ask('PUT', `v1/corpora/${encodeURIComponent(id)}`, options, io, request);
  io.stdout.write(`${safeText(id)}\tdeclared\n`);
  return EXIT.ok;
}

function showState(state: GovernanceAnswer, options: CommonOptions, io: Io): void {
  if (options.json) {
    io.stdout.write(`${safeJson(state)}\n`);
    return;
  }
  const { threshold, keys, freeze, origin, environment } = state;
  const lines = [
    `registry\t${origin} (${environment})`,
    `threshold\t${threshold.required} of ${threshold.of}`,
    ...keys.map(({ name, key }) => `key\t${key}\t${name}`),
    freeze ? `frozen\tsince ${freeze.at} by ${freeze.by}` : 'open\tregistration is not frozen',
  ];
  io.stdout.write(`${lines.map((line) => line.split('\t').map(safeText).join('\t')).join('\n')}\n`);
}

/**
 * `empreinte admin corpus cover`: what a corpus covers, out of a JSON file with the fields of a
 * coverage statement; its version is the one after that in force. Ledgers of the registrations count its
 * documents, and what of them is not covered.
 */
export async function coverageCommand(
  corpus: string,
  path: string,
  { ledger, ...options }: SignOptions & { readonly ledger: readonly string[] },
  io: Io,
): Promise<number> {
  let said: { readonly not_covered?: readonly object[] };
  try {
    said = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'not JSON' : faultOf(error);
    throw new Failure(`${safeText(path)}: ${why}`, { cause: error });
  }
  const known = await corpusOf(corpus, options, io);
  if (!known) throw new Failure(`no corpus ${safeText(corpus)}; \`empreinte corpora\` lists them`);
  const version = (known.statement?.version ?? 0) + 1;
  const counted = ledger.length > 0 ? accountOf(ledger) : null;
  const whole = counted && {
    registered: counted.registered,
    not_covered: [...(said.not_covered ?? []), ...counted.not_covered],
  };
  // The registry reads what the file says, and names what it does not take.
  const statement = { ...said, ...whole, kind: 'coverage', corpus, version } as Said;
  tell(await say(statement, options, io), options, io);
  return EXIT.ok;
}

async function corpusOf(id: string, options: CommonOptions, io: Io): Promise<Corpus | null> {
  for await (const corpus of askAll<Corpus>('v1/corpora', 'corpora', options, io)) {
    if (corpus.id === id) return corpus;
  }
  return null;
}
