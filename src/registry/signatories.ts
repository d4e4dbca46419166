import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { STATEMENT_NAMESPACE } from '../tlog/namespaces.ts';
import { keyFingerprint, parsePublicKeyLine, verifySshSignature } from '../tlog/sshsig-verify.ts';
import type { Governance } from './admin-store.ts';
import type { Keyholder, Signatory } from './contract.ts';
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

/** Keyholders and registrars: any one of them may stop registration. */
export async function anyone(store: Store, governance: Governance): Promise<Keyholder[]> {
  return [...governance.keys, ...(await store.registrars()).map(asKeyholder)];
}

function asKeyholder({ id, sshKey }: Registrar): Keyholder {
  return { name: `registrar ${id}`, ssh_key: sshKey };
}

/** Lower-case hex SHA-256 of a text's UTF-8 bytes. */
export function digestOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}
