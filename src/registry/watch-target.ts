import ipaddr from 'ipaddr.js';

/**
 * Where a webhook may go. A registry that posts wherever it is told reaches what its operator's
 * machines reach and the caller does not: other services, routers, a cloud's metadata address.
 */

/** Names that no public resolver answers for, or that lead to the machine itself. */
const INNER =
  /(?:^|\.)(?:localhost|local|internal|intranet|private|lan|home|corp|home\.arpa|onion)$/;

/**
 * Why nothing is sent to an address, in one sentence; null where it may be.
 *
 * The URL parser has already turned every other way to write an IPv4 address (`0x7f.1`,
 * `2130706433`, `017700000001`, full-width digits) into four numbers. Addresses by number are refused
 * altogether: no certificate is likely to name them, and no public newsroom needs them.
 *
 * @param loopback whether this machine may be told, without TLS too: for development only
 */
export function targetRefusal(url: string, loopback = false): string | null {
  if (!URL.canParse(url)) return 'not an address';
  const { protocol, hostname, username, password } = new URL(url);
  if (username !== '' || password !== '') return 'an address must carry no user name or password';
  if (loopback && /^(?:127(?:\.\d+){3}|localhost|\[::1\])$/.test(hostname)) {
    return protocol === 'http:' || protocol === 'https:' ? null : 'only https is told';
  }
  if (protocol !== 'https:') return 'only https is told';
  // A name may end with the root's dot.
  const name = hostname.replace(/\.$/, '');
  if (hostname.startsWith('[') || ipaddr.isValid(hostname)) return 'a host name, not a number';
  if (!name.includes('.') || name.endsWith('.')) return 'not a public host name';
  return INNER.test(name) ? 'not a public host name' : null;
}

/**
 * Whether an address, as a resolver answers it, is one of the public internet: none that is set
 * aside (IANA special-purpose registries), and of IPv6 global unicast only, without addresses that
 * carry an IPv4 address within.
 */
export function isPublicAddress(address: string): boolean {
  // No short forms such as `1.2.3`, which a resolver has no use for.
  const whole = ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address);
  if (!whole) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  // 2000::/3 is all that was ever given out (RFC 4291 section 2.4, IANA).
  return parsed.kind() === 'ipv4' || ((parsed.toByteArray()[0] ?? 0) & 0xe0) === 0x20;
}
