import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex, randomBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Statement, StatementRequest } from '../../src/registry/contract.ts';
import { STATEMENT_NAMESPACE } from '../../src/tlog/namespaces.ts';
import { armour, publicKeyLine, signedData } from '../../src/tlog/sshsig.ts';

/** Private keys of keyholders; any 32 bytes are one. */
export const ALICE = new Uint8Array(32).fill(21);
export const BOB = new Uint8Array(32).fill(22);
export const CAROL = new Uint8Array(32).fill(23);

export const lineOf = (seed: Uint8Array) => publicKeyLine(ed25519.getPublicKey(seed));

export function signStatement(
  text: string,
  seed: Uint8Array,
  namespace: string = STATEMENT_NAMESPACE,
): string {
  const signature = ed25519.sign(signedData(utf8ToBytes(text), namespace), seed);
  return armour(ed25519.getPublicKey(seed), namespace, signature);
}

type Said<T = Statement> = T extends Statement
  ? Omit<T, 'origin' | 'environment' | 'nonce' | 'expires'>
  : never;

/** A statement for a site, signed by these keys. */
export function statementOf(
  site: { readonly origin: string; readonly environment: string },
  said: Said,
  seeds: readonly Uint8Array[],
  change: object = {},
): StatementRequest {
  const statement = JSON.stringify({
    ...site,
    nonce: bytesToHex(randomBytes(32)),
    expires: '2030-01-01T00:00:00Z',
    ...said,
    ...change,
  });
  return { statement, signatures: seeds.map((seed) => signStatement(statement, seed)) };
}

/** The keyholders of a registry, of whom `required` must sign. */
export function keyholdersOf(
  seeds: readonly Uint8Array[],
  required: number,
  previous: string | null = null,
): Extract<Said, { kind: 'keyholders' }> {
  return {
    kind: 'keyholders',
    required,
    keys: seeds.map((seed, i) => ({ name: `Holder ${i + 1}`, ssh_key: lineOf(seed) })),
    freeze_code_sha256: null,
    previous,
  };
}
