// Where a caller is: the one place that reads a peer's address. It is JavaScript, so that the server in front of the
// build reads addresses by the same rule as the build.
import ipaddr from 'ipaddr.js';

/** Of an IPv6 address, /64 is what one customer is given at least, and /48 what he may be given. */
const BITS = { ipv4: { narrow: 32, wide: 24 }, ipv6: { narrow: 64, wide: 48 } };

/** Stands for callers whose address is not known: they are counted together. */
const UNKNOWN = 'unknown';

/**
 * Reads an address as sockets and proxies write it: with a port, in brackets or quotes, with a zone, or an IPv4 address
 * within an IPv6 one. Null if it is none; spellings that only some programs take for addresses (127.1, 0x7f000001,
 * 010.0.0.1) are none.
 * @param {string} text
 * @returns {ipaddr.IPv4 | ipaddr.IPv6 | null}
 */
export function readPeer(text) {
  const bare = text
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .replace(/^\[([^\]]*)\](?::\d{1,5})?$/, '$1')
    .replace(/^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/, '$1')
    .replace(/%[\w.~-]{0,64}$/, '');
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return ipaddr.IPv4.parse(bare);
  if (!bare.includes(':') || !ipaddr.IPv6.isValid(bare)) return null;
  return ipaddr.process(bare);
}

/**
 * The network of a caller, as the key of what is counted for each of them: 203.0.113.7/32, 2001:db8:1:2::/64; `unknown`
 * if `address` is none.
 * @param {string} address
 * @returns {string}
 */
export function callerNetwork(address) {
  return networkOf(address, 'narrow');
}

/**
 * The network around `callerNetwork`, which one party may well hold all of: 203.0.113.0/24, 2001:db8:1::/48.
 * @param {string} address
 * @returns {string}
 */
export function callerNeighbourhood(address) {
  return networkOf(address, 'wide');
}

/**
 * Where a caller is, in words and no more exactly than one needs to know one's own places.
 * @param {string} address
 * @returns {string}
 */
export function callerPlace(address) {
  const peer = readPeer(address);
  if (peer === null) return 'an unknown address';
  const range = peer.range();
  if (range === 'loopback') return 'this server itself';
  if (['private', 'uniqueLocal', 'linkLocal', 'carrierGradeNat'].includes(range)) return 'a private network';
  return networkOf(address, 'wide');
}

/**
 * @param {string} address
 * @param {'narrow' | 'wide'} width
 * @returns {string}
 */
function networkOf(address, width) {
  const peer = readPeer(address);
  if (peer === null) return UNKNOWN;
  const bits = BITS[peer.kind()][width];
  const kind = peer.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return `${kind.networkAddressFromCIDR(`${peer}/${bits}`)}/${bits}`;
}
