import { malformed } from './error.ts';
import { COSIGNATURE, ED25519, parseVerifierKey, type VerifierKey } from './key.ts';

/**
 * Trust policies (C2SP tlog-policy): which logs and witnesses are trusted, and which of the
 * witnesses must have cosigned a checkpoint.
 *
 *     log <verifier key> [<url>]
 *     witness <name> <verifier key> [<url>]
 *     group <name> <all|any|k> <name>…
 *     quorum <name|none>
 */
export interface Policy {
  readonly logs: readonly PolicyKey[];
  readonly witnesses: readonly PolicyKey[];
  /** Whether cosignatures by these keys, members of `witnesses`, are enough. */
  quorum(cosigners: readonly VerifierKey[]): boolean;
}

export interface PolicyKey {
  readonly key: VerifierKey;
  readonly url: string | null;
}

type Rule = (cosigned: ReadonlySet<string>) => boolean;

/** No witness is known and none is asked for: everything stays unwitnessed. */
export const NO_POLICY: Policy = { logs: [], witnesses: [], quorum: () => false };

/** @throws LogError `malformed` with the line that cannot be read */
export function parsePolicy(text: string): Policy {
  const logs: PolicyKey[] = [];
  const witnesses: PolicyKey[] = [];
  const rules = new Map<string, Rule>();
  const members = new Set<string>();
  let quorum: Rule | null = null;
  for (const line of text.split('\n')) {
    const words = line.split(/[ \t]+/).filter((word) => word !== '');
    const [kind, ...rest] = words;
    if (kind === undefined || kind.startsWith('#')) continue;
    if (kind === 'log') logs.push(readKey(rest, ED25519, logs, line));
    else if (kind === 'witness') {
      const [name, ...more] = rest;
      const witness = readKey(more, COSIGNATURE, witnesses, line);
      define(name, (cosigned) => cosigned.has(identity(witness.key)), line);
      witnesses.push(witness);
    } else if (kind === 'group') {
      const [name, count, ...names] = rest;
      define(name, group(count, names, line), line);
    } else if (kind === 'quorum' && quorum === null && rest.length === 1) {
      quorum = rest[0] === 'none' ? () => true : rule(rest[0], line);
    } else malformed(`policy: ${line}`);
  }
  const decides = quorum ?? malformed('policy: no quorum line');
  return {
    logs,
    witnesses,
    quorum: (cosigners) => decides(new Set(cosigners.map(identity))),
  };

  function define(name: string | undefined, value: Rule, line: string): void {
    if (name === undefined || name === 'none' || rules.has(name)) malformed(`policy: ${line}`);
    rules.set(name, value);
  }

  function rule(name: string | undefined, line: string): Rule {
    return rules.get(name ?? '') ?? malformed(`policy: ${line}`);
  }

  function group(count: string | undefined, names: readonly string[], line: string): Rule {
    const parts = names.map((name) => {
      // Each witness counts at one place only.
      if (members.has(name)) malformed(`policy: ${line}`);
      members.add(name);
      return rule(name, line);
    });
    const wanted = count === 'any' ? 1 : count === 'all' ? parts.length : Number(count);
    if (!/^(?:any|all|[1-9][0-9]{0,3})$/.test(count ?? '') || wanted < 1 || wanted > parts.length) {
      malformed(`policy: ${line}`);
    }
    return (cosigned) => parts.filter((part) => part(cosigned)).length >= wanted;
  }
}

function readKey(
  [text = '', url, ...rest]: readonly string[],
  type: number,
  known: readonly PolicyKey[],
  line: string,
): PolicyKey {
  const key = parseVerifierKey(text);
  if (!key || key.type !== type || rest.length > 0) malformed(`policy: ${line}`);
  if (known.some((other) => identity(other.key) === identity(key))) malformed(`policy: ${line}`);
  return { key, url: url ?? null };
}

/** A key is the same under another name. */
function identity({ publicKey }: VerifierKey): string {
  return publicKey.join();
}
