import { describe, expect, it } from 'vitest';
import { callerNeighbourhood, callerNetwork, callerPlace, readPeer } from './caller-network.mjs';

describe('callerNetwork', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7/32'],
    ['203.0.113.7:51234', '203.0.113.7/32'],
    [' 203.0.113.7 ', '203.0.113.7/32'],
    ['"203.0.113.7:80"', '203.0.113.7/32'],
    ['[203.0.113.7]:80', '203.0.113.7/32'],
    ['::ffff:203.0.113.7', '203.0.113.7/32'],
    ['::FFFF:cb00:7107', '203.0.113.7/32'],
    ['0:0:0:0:0:ffff:203.0.113.7', '203.0.113.7/32'],
    ['[::ffff:203.0.113.7]:443', '203.0.113.7/32'],
    ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2:a:b:c:d]', '2001:db8:1:2::/64'],
    ['"[2001:db8:1:2:a:b:c:d]:4711"', '2001:db8:1:2::/64'],
    ['fe80::1%eth0', 'fe80::/64'],
    ['[fe80::1%25en0]:80', 'fe80::/64'],
    ['::1', '::/64'],
  ])('of %s is %s', (address, network) => {
    expect(callerNetwork(address)).toBe(network);
  });

  it.each([
    '',
    'unknown',
    '_hidden',
    'localhost',
    '127.1',
    '0x7f000001',
    '2130706433',
    '010.0.0.1',
    '1.2.3.256',
    '1.2.3.4:x',
    '1:2',
    ':::',
  ])('takes %j for no address, and counts it with all that are none', (address) => {
    expect(readPeer(address)).toBeNull();
    expect(callerNetwork(address)).toBe('unknown');
    expect(callerNeighbourhood(address)).toBe('unknown');
  });

  it('is one for all addresses of an IPv6 network, and another for the next', () => {
    const networks = new Set(
      Array.from({ length: 300 }, (_, i) => callerNetwork(`2001:db8:7:8:${i.toString(16)}::${i}`)),
    );
    expect([...networks]).toEqual(['2001:db8:7:8::/64']);
    expect(callerNetwork('2001:db8:7:9::1')).not.toBe(callerNetwork('2001:db8:7:8::1'));
  });
});

it.each([
  ['203.0.113.7:80', '203.0.113.0/24'],
  ['::ffff:203.0.113.200', '203.0.113.0/24'],
  ['2001:db8:1:2::1', '2001:db8:1::/48'],
  ['2002:cb00:7107:5::1', '2002:cb00:7107::/48'],
])('the neighbourhood of %s is %s', (address, network) => {
  expect(callerNeighbourhood(address)).toBe(network);
});

it.each([
  ['127.0.0.1', 'this server itself'],
  ['::1', 'this server itself'],
  ['192.168.1.20', 'a private network'],
  ['fd00::5', 'a private network'],
  ['100.64.3.3', 'a private network'],
  ['203.0.113.7', '203.0.113.0/24'],
  ['2001:db8:1:2::1', '2001:db8:1::/48'],
  ['', 'an unknown address'],
])('tells the place of %s as %s', (address, place) => {
  expect(callerPlace(address)).toBe(place);
});
