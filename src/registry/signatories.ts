import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { STATEMENT_NAMESPACE } from '../tlog/namespaces.ts';
import { keyFingerprint, parsePublicKeyLine, verifySshSignature } from '../tlog/sshsig-verify.ts';
import type { Governance } from './admin-store.ts';
import type { Keyholder, Signatory, Statement } from './contract.ts';
import { RegistryError } from './errors.ts';
import type { Registrar, Store } from './store.ts';

/**
 * Verifies the signatures under a statement.
 *
 * @param allowed whose signatures count
 * @returns the distinct keys that signed
 * @throws RegistryError `signature_invalid` when one is of other bytes or of a key that does not
 *   count, `signature_required` when there are too few
 */
export async function requireSignatures(
  text: string,
  signatures: readonly string[],
  allowed: readonly Keyholder[],
  required: number,
): Promise<Signatory[]> {
  const names = new Map<string, Signatory>();
  for (const { name, ssh_key } of allowed) {
    const key = parsePublicKeyLine(ssh_key);
    if (key) names.set(bytesToHex(key), { name, key: keyFingerprint(key) });
  }
  const signed = new Map<string, Signatory>();
  for (const [i, signature] of signatures.entries()) {
    const signer = await verifySshSignature(utf8ToBytes(text), STATEMENT_NAMESPACE, signature);
    const signatory = signer && names.get(bytesToHex(signer));
    if (!signer || !signatory) {
      const detail = signer
        ? `${keyFingerprint(signer)} is no key that may sign this`
        : `no signature of this statement under ${STATEMENT_NAMESPACE}`;
      throw new RegistryError('signature_invalid', detail, [
        { pointer: `/signatures/${i}`, detail },
      ]);
    }
    signed.set(bytesToHex(signer), signatory);
  }
  if (signed.size < required) {
    throw new RegistryError(
      'signature_required',
      `${required} of ${names.size} keys must sign this, ${signed.size} did.`,
    );
  }
  return [...signed.values()];
}

/**
 * Whose signatures count, and how many are needed: any one keyholder or registrar stops
 * registration, any one of a corpus says what it covers, all else takes the threshold.
 */
export async function signersOf(
  store: Store,
  statement: Statement,
  { keys, required }: Governance,
): Promise<{ signers: readonly Keyholder[]; required: number }> {
  if (statement.kind !== 'freeze' && statement.kind !== 'coverage') {
    return { signers: keys, required };
  }
  const registrars = (await store.registrars()).filter(
    ({ corpus }) => statement.kind === 'freeze' || corpus === statement.corpus,
  );
  return { signers: [...keys, ...registrars.map(asKeyholder)], required: 1 };
}

function asKeyholder({ id, sshKey }: Registrar): Keyholder {
  return { name: `registrar ${id}`, ssh_key: sshKey };
}

/** Lower-case hex SHA-256 of a text's UTF-8 bytes. */
export function digestOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}
