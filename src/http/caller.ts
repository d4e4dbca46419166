/** Who asks, as quotas count it: who holds a token, else a keyed digest of the network address. */
import type { Registry } from '../registry/registry.ts';
import { authenticate } from './auth.ts';

const encoder = new TextEncoder();

/**
 * Name of the caller: the scope of its token and an id, or `address:` and 32 hex digits that change
 * every UTC day, so that nothing kept under it leads back to an address later.
 *
 * @param secret known to the Worker only: without it 2^32 addresses are tried in seconds
 * @throws HttpProblem `token_required`, `token_unknown` for a token that is sent but not known:
 *   made-up tokens must not be as many callers
 */
export async function callerOf(
  request: Request,
  registry: Registry,
  secret: string,
  now: Date,
): Promise<string> {
  if (request.headers.has('authorization')) {
    const { scope, id, registrar } = await authenticate(request, () => registry);
    return `${scope}:${registrar ?? id}`;
  }
  const network = networkOf(request.headers.get('cf-connecting-ip') ?? 'local');
  const day = now.toISOString().slice(0, 10);
  const key = await crypto.subtle.importKey(
    'raw',
    encoder.encode(secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  const mac = await crypto.subtle.sign('HMAC', key, encoder.encode(`caller/1 ${day} ${network}`));
  const hex = Array.from(new Uint8Array(mac, 0, 16), (byte) => byte.toString(16).padStart(2, '0'));
  return `address:${hex.join('')}`;
}

/**
 * An IPv4 address itself; of an IPv6 address its first 56 bits as seven bytes in hex, the
 * smallest block that providers hand to one customer (RFC 6177). Anything else as it is.
 */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  const [head = '', tail] = address.toLowerCase().split('::', 2);
  const front = head === '' ? [] : head.split(':');
  const back = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  const groups = [...front, ...new Array<string>(zeros).fill('0'), ...back];
  const bits = groups.map((group) => group.padStart(4, '0')).join('');
  return `${bits.slice(0, 14)}/56`;
}
