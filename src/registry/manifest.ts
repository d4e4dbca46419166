import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { MANIFEST_NAMESPACE } from '../tlog/namespaces.ts';
import { equal, parsePublicKeyLine, verifySshSignature } from '../tlog/sshsig-verify.ts';
import { type BatchRequest, Manifest } from './contract.ts';
import { RegistryError } from './errors.ts';
import type { Chained, Registrar } from './store.ts';

/** Which registry this is, from its configuration: what is signed for another is refused. */
export interface Site {
  /** As `URL.origin` writes it, e.g. `https://registre.example`. */
  readonly origin: string;
  readonly environment: Manifest['environment'];
}

/** A manifest whose signature is the registrar's, for this registry and corpus. */
export interface SignedManifest extends Manifest {
  readonly signature: string;
  readonly chained: Chained;
}

/**
 * Reads the manifest of a batch and refuses one that the registrar's key did not sign for this
 * registry. Whether it has expired and follows the one before it is asked later: a repeat is
 * answered again after that.
 *
 * @throws RegistryError `registration_closed`, `manifest_invalid`, `signature_required`,
 *   `signature_invalid`, `manifest_foreign`, `corpus_mismatch`
 */
export async function signedManifest(
  { manifest: text, signature }: BatchRequest,
  registrar: Registrar,
  site: Site | null,
): Promise<SignedManifest> {
  if (!site) {
    throw new RegistryError('registration_closed', 'This registry has no origin configured.');
  }
  const manifest = readManifest(text);
  if (!signature) throw new RegistryError('signature_required', 'The manifest is not signed.');
  const key = parsePublicKeyLine(registrar.sshKey);
  const signer = await verifySshSignature(utf8ToBytes(text), MANIFEST_NAMESPACE, signature);
  if (!equal(signer, key)) {
    throw new RegistryError(
      'signature_invalid',
      signer
        ? `The manifest is signed with another key than that of registrar ${registrar.id}.`
        : `The signature is none of this manifest under ${MANIFEST_NAMESPACE}.`,
    );
  }
  if (manifest.origin !== site.origin || manifest.environment !== site.environment) {
    throw new RegistryError(
      'manifest_foreign',
      `This is ${site.origin} (${site.environment}); the manifest was signed for another registry.`,
    );
  }
  if (manifest.corpus !== registrar.corpus) {
    throw new RegistryError(
      'corpus_mismatch',
      `This token registers for corpus ${registrar.corpus}, the manifest names ${manifest.corpus}.`,
    );
  }
  return {
    ...manifest,
    signature,
    chained: {
      key: bytesToHex(key ?? new Uint8Array()),
      sequence: manifest.sequence,
      digest: bytesToHex(sha256(utf8ToBytes(text))),
      previous: manifest.previous,
    },
  };
}

const DAY_MS = 86_400_000;
/**
 * Longest time that a manifest may have before it expires. Time enough to carry one from a machine without a
 * network and to wait for a registry that is down; whoever steals one that was signed and never sent can
 * use it no longer.
 */
export const MAX_MANIFEST_DAYS = 7;

/**
 * Refuses a manifest whose time is over, or that could be used for longer than anybody needs.
 *
 * @throws RegistryError `manifest_expired`, `manifest_invalid`
 */
export function requireTime({ expires }: Manifest, now: Date): void {
  const left = Date.parse(expires) - now.getTime();
  if (left <= 0) {
    throw new RegistryError('manifest_expired', `The manifest expired at ${expires}.`);
  }
  if (left > MAX_MANIFEST_DAYS * DAY_MS) {
    throw invalid(
      `expires: ${expires} is more than ${MAX_MANIFEST_DAYS} days from now; sign it for a shorter time`,
    );
  }
}

function readManifest(text: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid('the manifest is not JSON');
  }
  const parsed = Manifest.safeParse(value);
  if (parsed.success) return { ...parsed.data, batch: parsed.data.batch.toLowerCase() };
  const [issue] = parsed.error.issues;
  throw invalid(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong shape'}`);
}

/** The refusal of a manifest that does not fit what came with it. */
export function invalid(detail: string): RegistryError {
  return new RegistryError('manifest_invalid', detail, [{ pointer: '/manifest', detail }]);
}

/** The refusal of other bytes under a batch's UUID. */
export function conflict(batch: string): RegistryError {
  return new RegistryError('batch_conflict', `Batch ${batch} was sent with other bytes.`);
}

/** The refusal of a manifest that does not continue its run. */
export function outOfSequence(): RegistryError {
  return new RegistryError(
    'manifest_out_of_sequence',
    'No manifest of this key that it follows, or another one follows that already.',
  );
}
