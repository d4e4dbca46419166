import { readFileSync } from 'node:fs';
import { PROFILE } from '../fingerprint/profile.ts';

/** Version of the package that the program came in. */
export function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** What `--version` prints; the profile says which fingerprints the program makes. */
export function versionLine(): string {
  return `empreinte ${packageVersion()}, fingerprint profile ${PROFILE}`;
}
