/**
 * The page's one Trusted Types policy: the only script addresses it lets through are those of
 * the worker and of the service worker, so no string from a file or an answer can become code.
 */
export const WORKER_URL = '/assets/analyse.worker.js';
export const SERVICE_WORKER_URL = '/sw.js';

interface Policy {
  createScriptURL(url: string): string;
}
interface Factory {
  createPolicy(name: string, rules: Policy): Policy;
}

let policy: Policy | null = null;

/** @throws TypeError for any address but those two */
export function scriptUrl(url: string): string {
  const rules: Policy = {
    createScriptURL(given) {
      if (given !== WORKER_URL && given !== SERVICE_WORKER_URL) {
        throw new TypeError(`not a script of this page: ${given}`);
      }
      return given;
    },
  };
  const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
  policy ??= factory?.createPolicy('empreinte', rules) ?? rules;
  return policy.createScriptURL(url);
}
