import { bytesToHex, randomBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Statement } from '../registry/contract.ts';
import { STATEMENT_NAMESPACE } from '../tlog/namespaces.ts';
import { type Signer, sshSignature } from '../tlog/sshsig.ts';

/** What a statement says, without what ties it to a registry and a time. */
export type Said<T = Statement> = T extends Statement
  ? Omit<T, 'origin' | 'environment' | 'nonce' | 'expires'>
  : never;

/** Long enough for several keyholders to sign one after another. */
const LIFETIME_MS = 7 * 86_400_000;

/** The text that is signed: JSON, whose bytes must not change any more. */
export function statementText(
  site: Pick<Statement, 'origin' | 'environment'>,
  said: Said,
  now: Date = new Date(),
): string {
  return JSON.stringify({
    origin: site.origin,
    environment: site.environment,
    nonce: bytesToHex(randomBytes(32)),
    expires: new Date(now.getTime() + LIFETIME_MS).toISOString(),
    ...said,
  });
}

/** The armoured signature of a statement's text. */
export function signStatement(text: string, signer: Signer): Promise<string> {
  return sshSignature(utf8ToBytes(text), STATEMENT_NAMESPACE, signer);
}
