import { expect, it } from 'vitest';
import { callerOf, networkOf } from '../../src/http/caller.ts';
import { deps } from './fake.ts';

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '20010db8000100/56'],
  ['2001:db8:1:2ff::1', '20010db8000102/56'],
  ['2001:DB8:1:200::', '20010db8000102/56'],
  ['2001:db8::1', '20010db8000000/56'],
  ['::1', '00000000000000/56'],
  ['local', 'local'],
])('%s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

const at = (day: string) => new Date(`${day}T12:00:00Z`);
const from = (address: string) =>
  new Request('https://registry.test/', { headers: { 'cf-connecting-ip': address } });

it('is one caller a network and day, and another under another secret', async () => {
  const { registry } = deps();
  const one = await callerOf(from('2001:db8:1:200::1'), registry, 'a', at('2027-05-01'));
  expect(one).toMatch(/^address:[0-9a-f]{32}$/);
  expect(await callerOf(from('2001:db8:1:2ff::9'), registry, 'a', at('2027-05-01'))).toBe(one);
  expect(await callerOf(from('2001:db8:1:300::1'), registry, 'a', at('2027-05-01'))).not.toBe(one);
  expect(await callerOf(from('2001:db8:1:200::1'), registry, 'a', at('2027-05-02'))).not.toBe(one);
  expect(await callerOf(from('2001:db8:1:200::1'), registry, 'b', at('2027-05-01'))).not.toBe(one);
});
