// Decides which proxies are believed about where a request comes from: those on this machine, and those that are named.
import ipaddr from 'ipaddr.js';
import { readPeer } from '../lib/caller-network.mjs';

const WORDS = [
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-host',
  'x-forwarded-port',
  'forwarded',
  'x-real-ip',
];

/**
 * Returns what takes the forwarding headers off a request that comes from anybody else, and leaves one address in
 * X-Forwarded-For: that of the last one in the chain that is not trusted, whatever it says about others. @param
 * {string[]} trusted addresses and CIDR ranges
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
    const isBelieved = isTrusted(peer, ranges);
    // Node joins a header that is sent twice, in the order in which it came.
    const chain = isBelieved ? [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',') : [];
    if (!isBelieved) for (const name of WORDS) delete request.headers[name];
    request.headers['x-forwarded-for'] = callerOf(chain, peer, ranges);
  };
}

/**
 * @param {string[]} chain as the proxies wrote it, the farthest first
 * @param {string} peer
 * @param {[ipaddr.IPv4 | ipaddr.IPv6, number][]} ranges
 */
function callerOf(chain, peer, ranges) {
  let caller = peer;
  for (const hop of chain.toReversed().map((part) => part.trim())) {
    if (hop === '') continue;
    caller = hop;
    if (!isTrusted(hop, ranges)) break;
  }
  return caller;
}

/**
 * @param {string} peer
 * @param {[ipaddr.IPv4 | ipaddr.IPv6, number][]} ranges
 */
function isTrusted(peer, ranges) {
  const address = readPeer(peer);
  if (address === null) return false;
  if (address.range() === 'loopback') return true;
  return ranges.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits));
}
