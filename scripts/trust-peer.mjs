// Decides whose word on where a request comes from is taken: a proxy's on this machine, or one that is named.
import ipaddr from 'ipaddr.js';

const WORDS = [
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-host',
  'x-forwarded-port',
  'forwarded',
  'x-real-ip',
];

/**
 * Returns what takes the forwarding headers off a request that comes from anybody else, and names the peer instead.
 * @param {string[]} trusted addresses and CIDR ranges
 */
export function trustPeer(trusted) {
  const ranges = trusted.map((range) =>
    ipaddr.isValidCIDR(range)
      ? ipaddr.parseCIDR(range)
      : ipaddr.parseCIDR(`${range}/${range.includes(':') ? 128 : 32}`),
  );
  /** @param {import('node:http').IncomingMessage} request */
  return (request) => {
    const peer = request.socket.remoteAddress ?? '';
    if (isTrusted(peer, ranges)) return;
    for (const name of WORDS) delete request.headers[name];
    request.headers['x-forwarded-for'] = peer;
  };
}

/**
 * @param {string} peer
 * @param {[ipaddr.IPv4 | ipaddr.IPv6, number][]} ranges
 */
function isTrusted(peer, ranges) {
  if (!ipaddr.isValid(peer)) return false;
  const address = ipaddr.process(peer);
  if (address.range() === 'loopback') return true;
  return ranges.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits));
}
