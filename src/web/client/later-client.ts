import { ApiError } from '../../client/api-error.ts';
import type { Client } from '../../client/client.ts';

/** What the page asks of the registry while it checks. */
export type Asked = Pick<Client, 'check' | 'compare'>;

export const loadClient = () => import('../../client/client.ts');

/**
 * A client that is loaded with the first question, since the first view asks none. Where it cannot be
 * loaded the registry cannot be reached either, and is asked again like it.
 */
export function laterClient(server: string): Asked {
  const open = async () => {
    try {
      return (await loadClient()).createClient({ server });
    } catch (cause) {
      const detail = `cannot load from ${server}`;
      throw new ApiError({ code: 'unreachable', status: 0, detail }, { cause });
    }
  };
  return {
    check: async (...args) => (await open()).check(...args),
    compare: async (suspect) => (await open()).compare(suspect),
  };
}
