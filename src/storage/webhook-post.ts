import type { Delivery } from '../registry/contract.ts';
import { isPublicAddress } from '../registry/watch-target.ts';

/** What became of one attempt. */
export interface Attempt {
  readonly status: number | null;
  /** Null when the message was taken. */
  readonly error: NonNullable<NonNullable<Delivery['last']>['error']> | null;
}

export interface PostOptions {
  readonly fetch: typeof fetch;
  /** DNS over HTTPS, JSON form (`application/dns-json`), asked before each attempt; null asks nobody. */
  readonly resolver: string | null;
  /** A target on this machine, which no resolver knows. */
  readonly local: boolean;
}

/** Standard Webhooks: receivers answer within 15 to 30 seconds. */
const TIMEOUT_MS = 15_000;
const RESOLVE_MS = 5000;
const TYPES = { A: 1, AAAA: 28 } as const;

/**
 * Posts a message once. Redirects are not followed: the address was looked at, not where it leads.
 *
 * A Worker's `fetch` cannot be told which address to connect to, so a name may lead elsewhere between
 * the look-up here and the connection; what Cloudflare itself does against that is in `docs/watches.md`.
 */
export async function postWebhook(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  options: PostOptions,
): Promise<Attempt> {
  if (options.resolver !== null && !options.local) {
    const error = await lookAt(new URL(url).hostname, options.resolver, options.fetch);
    if (error) return { status: null, error };
  }
  try {
    const response = await options.fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'user-agent': 'empreinte' },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const { status } = response;
    // Whatever it says is not read: the status is the answer.
    await response.body?.cancel().catch(() => {});
    if (status >= 200 && status < 300) return { status, error: null };
    return { status, error: status >= 300 && status < 400 ? 'redirect' : 'status' };
  } catch {
    return { status: null, error: 'unreachable' };
  }
}

/** @returns null where every address of the name is public, and there is one */
async function lookAt(
  name: string,
  resolver: string,
  send: typeof fetch,
): Promise<'target_private' | 'unresolved' | null> {
  try {
    const answers = await Promise.all(
      (['A', 'AAAA'] as const).map((type) => addressesOf(name, type, resolver, send)),
    );
    const addresses = answers.flat();
    if (addresses.length === 0) return 'unresolved';
    return addresses.every(isPublicAddress) ? null : 'target_private';
  } catch {
    return 'unresolved';
  }
}

async function addressesOf(
  name: string,
  type: keyof typeof TYPES,
  resolver: string,
  send: typeof fetch,
): Promise<string[]> {
  const url = new URL(resolver);
  url.searchParams.set('name', name);
  url.searchParams.set('type', type);
  const response = await send(url.href, {
    headers: { accept: 'application/dns-json' },
    redirect: 'manual',
    signal: AbortSignal.timeout(RESOLVE_MS),
  });
  if (response.status !== 200) throw new Error(`the resolver answered ${response.status}`);
  const { Answer = [] } = (await response.json()) as { Answer?: { type: number; data: string }[] };
  // What stands between, a CNAME, is no address.
  return Answer.filter((one) => one.type === TYPES[type]).map(({ data }) => data);
}
