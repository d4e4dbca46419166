import { fromBase64 } from '../tlog/base64.ts';
import { ED25519, isKeyName, type NoteSigner, pkcs8Signer } from '../tlog/key.ts';

/** The secrets and settings that the log needs, as the environment holds them. */
export interface LogSettings {
  /** Ed25519 private keys, base64 of PKCS #8, separated by commas, newest first; all sign. */
  readonly LOG_KEYS?: string;
  /** Origin of the registry, e.g. `https://registre.example`. */
  readonly ORIGIN?: string;
}

/**
 * Origin line of the log's checkpoints: the address it is served at, without the scheme.
 *
 * @returns null when there is none that a note can carry
 */
export function logOrigin({ ORIGIN }: LogSettings): string | null {
  if (!ORIGIN || !URL.canParse(ORIGIN)) return null;
  const name = `${new URL(ORIGIN).host}/log`;
  return isKeyName(name) ? name : null;
}

/**
 * Those who sign the log's checkpoints, newest first; empty when a setting is missing.
 *
 * @throws TypeError for keys that cannot be read
 */
export async function logSigners(settings: LogSettings): Promise<NoteSigner[]> {
  const origin = logOrigin(settings);
  const texts = (settings.LOG_KEYS ?? '').split(',').map((text) => text.trim());
  const keys = texts.filter((text) => text !== '');
  if (origin === null) return [];
  return Promise.all(
    keys.map((text) => {
      const pkcs8 = fromBase64(text);
      if (!pkcs8) throw new TypeError('LOG_KEYS wants base64 of PKCS #8, separated by commas');
      return pkcs8Signer(origin, ED25519, pkcs8);
    }),
  );
}
