import { describe, expect, test } from 'vitest';
import { isPublicAddress, targetRefusal } from '../../src/registry/watch-target.ts';

/** Ways to write an address that leads inside, as collected in SSRF guides, and what is wrong otherwise. */
const REFUSED = [
  // Loopback, however it is written.
  'https://127.0.0.1/',
  'https://127.1/',
  'https://0x7f.0.0.1/',
  'https://0x7f000001/',
  'https://2130706433/',
  'https://017700000001/',
  'https://0177.0.0.1/',
  'https://127.0.0.1./',
  'https://１２７.０.０.１/',
  'https://127。0。0。1/',
  'https://%31%32%37.0.0.1/',
  'https://0/',
  'https://0.0.0.0/',
  'https://[::1]/',
  'https://[::]/',
  'https://[0:0:0:0:0:0:0:1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[::127.0.0.1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[2002:7f00:1::]/',
  'https://localhost/',
  'https://LOCALHOST/',
  'https://localhost./',
  'https://a.localhost/',
  // Private, link-local, shared, unique local, and a cloud's metadata.
  'https://10.0.0.1/',
  'https://172.16.0.1/',
  'https://172.31.255.255/',
  'https://192.168.1.1/',
  'https://3232235777/',
  'https://169.254.169.254/latest/meta-data/',
  'https://0xa9fea9fe/',
  'https://[::ffff:169.254.169.254]/',
  'https://[fd00:ec2::254]/',
  'https://metadata.google.internal/',
  'https://METADATA.google.INTERNAL./',
  'https://100.64.0.1/',
  'https://100.100.100.200/',
  'https://[fe80::1]/',
  'https://[fc00::1]/',
  'https://[fec0::1]/',
  // Public numbers too: nothing but names.
  'https://1.1.1.1/',
  'https://[2606:4700:4700::1111]/',
  // Names of inner networks.
  'https://router/',
  'https://nas.local/',
  'https://wiki.lan/',
  'https://box.home.arpa/',
  'https://intranet/',
  'https://x.onion/',
  // Other schemes, and what hides the host.
  'http://hooks.redaction.example/',
  'ftp://hooks.redaction.example/',
  'file:///etc/passwd',
  'gopher://hooks.redaction.example/',
  'data:text/plain,x',
  'javascript:alert(1)',
  'https://user@hooks.redaction.example/',
  'https://hooks.redaction.example@127.0.0.1/',
  'https://user:pw@hooks.redaction.example/',
  'https://127.0.0.1\\@hooks.redaction.example/',
  'https://',
  'hooks.redaction.example',
  '//hooks.redaction.example',
  '',
];

describe('where nothing is sent', () => {
  test.each(REFUSED)('%s', (url) => {
    expect(targetRefusal(url)).toMatch(/./);
  });

  test('a public name over https is told, with a port and a path', () => {
    for (const url of [
      'https://hooks.redaction.example/empreinte',
      'https://hooks.redaction.example:8443/a?b=c#d',
      'https://HOOKS.redaction.example./',
      'https://xn--rdaction-b1a.example/',
      'https://rédaction.example/',
      'https://10.0.0.1.example/',
      // A backslash is a slash to the parser that fetch uses as well: the host stands before it.
      'https://hooks.redaction.example\\@127.0.0.1/',
    ]) {
      expect(targetRefusal(url), url).toBeNull();
    }
  });

  test('this machine is told only where that was allowed', () => {
    for (const url of ['http://127.0.0.1:8987/', 'https://localhost/', 'http://[::1]:80/']) {
      expect(targetRefusal(url, true), url).toBeNull();
      expect(targetRefusal(url), url).not.toBeNull();
    }
    for (const url of ['http://10.0.0.1/', 'http://hooks.redaction.example/', 'ftp://localhost/']) {
      expect(targetRefusal(url, true), url).not.toBeNull();
    }
  });
});

describe('addresses as a resolver answers them', () => {
  // IANA IPv4 and IPv6 special-purpose address registries, one of each block and its ends.
  test.each([
    ...['0.0.0.0', '0.255.255.255', '10.0.0.0', '10.255.255.255', '100.64.0.0', '100.127.255.255'],
    ...['127.0.0.1', '127.255.255.255', '169.254.0.0', '169.254.169.254', '172.16.0.0'],
    ...['172.31.255.255', '192.0.0.1', '192.0.2.1', '192.88.99.1', '192.168.0.0', '198.18.0.1'],
    ...['198.19.255.255', '198.51.100.1', '203.0.113.1', '224.0.0.1', '240.0.0.1'],
    ...['255.255.255.255', '::', '::1', '::ffff:8.8.8.8', '::8.8.8.8', '64:ff9b::808:808'],
    ...['64:ff9b:1::1', '100::1', '2001::1', '2001:2::1', '2001:db8::1', '2002:808:808::'],
    ...['3fff::1', '5f00::1', 'fc00::1', 'fdff::1', 'fe80::1', 'febf::1', 'fec0::1', 'ff02::1'],
    ...['not an address', '', '1.2.3', '999.1.1.1'],
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each(['1.1.1.1', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0'])(
    '%s is',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );
  test.each(['172.15.255.255', '172.32.0.0', '192.167.255.255', '2606:4700:4700::1111'])(
    '%s is',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );
});
