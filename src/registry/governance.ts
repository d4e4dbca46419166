import { bytesToHex, randomBytes } from '@noble/hashes/utils.js';
import { keyFingerprint, parsePublicKeyLine } from '../tlog/sshsig-verify.ts';
import { equalDigests } from '../tlog/token.ts';
import type { Governance } from './admin-store.ts';
import type { GovernanceAnswer, StatementsAnswer, Threshold } from './contract.ts';
import { RegistryError } from './errors.ts';
import type { Site } from './manifest.ts';
import { digestOf } from './signatories.ts';
import { statementAnswer } from './statements.ts';
import type { Store } from './store.ts';

/** The threshold as answers show it; null for a registry that nobody has set up. */
export function thresholdOf(governance: Governance | null): Threshold | null {
  if (!governance) return null;
  const { required, keys, freeze } = governance;
  return { required, of: keys.length, frozen_since: freeze?.at ?? null };
}

/** Who decides, and whether registration is frozen. @throws RegistryError `not_bootstrapped` */
export async function governanceAnswer(store: Store, site: Site | null): Promise<GovernanceAnswer> {
  const governance = await store.governance();
  const threshold = thresholdOf(governance);
  if (!governance || !threshold || !site) {
    throw new RegistryError('not_bootstrapped', 'This registry has no keyholders yet.');
  }
  return {
    ...site,
    statement: governance.statement,
    threshold,
    keys: governance.keys.map(({ name, ssh_key }) => {
      const key = parsePublicKeyLine(ssh_key);
      return { name, ssh_key, key: key ? keyFingerprint(key) : '' };
    }),
    freeze: governance.freeze,
  };
}

/**
 * Stops registration by the code that was printed when the keyholders were named.
 *
 * @throws RegistryError `not_bootstrapped`, `code_unknown`
 */
export async function freezeByCode(
  store: Store,
  now: Date,
  code: string,
  site: Site | null,
): Promise<GovernanceAnswer> {
  const governance = await store.governance();
  if (!governance) {
    throw new RegistryError('not_bootstrapped', 'This registry has no keyholders yet.');
  }
  const digest = digestOf(code.toUpperCase().replaceAll(/[^A-Z2-7]/g, ''));
  if (!equalDigests(digest, governance.freezeCodeSha256 ?? '')) {
    throw new RegistryError('code_unknown', 'That is not the code of this registry.');
  }
  if (!governance.freeze) {
    const id = bytesToHex(randomBytes(32));
    await store.freeze({ id, at: now.toISOString(), by: 'paper code', reason: null });
  }
  return governanceAnswer(store, site);
}

/** One page of what was signed, in the order in which it took effect. @param cursor the number of the last one before it */
export async function statementsPage(
  store: Store,
  cursor: string | null,
  limit: number,
): Promise<StatementsAnswer> {
  const after = cursor !== null && /^\d{1,15}$/.test(cursor) ? Number(cursor) : 0;
  const more = await store.statements(after, limit + 1);
  const page = more.slice(0, limit);
  const last = more.length > limit ? page.at(-1) : undefined;
  return { statements: page.map(statementAnswer), cursor: last ? `${last.number}` : null };
}
