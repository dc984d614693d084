// Says which network addresses a repository may be fetched from: public ones, and those an operator lists.
import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';
import { AppError } from '@/lib/errors';

const SPECIAL_IPV4: [network: string, prefix: number, what: string][] = [
  ['0.0.0.0', 8, 'an unspecified address'],
  ['10.0.0.0', 8, 'a private address'],
  ['100.64.0.0', 10, 'a shared carrier address'],
  ['127.0.0.0', 8, 'this machine itself (loopback)'],
  ['169.254.0.0', 16, 'a link-local address (cloud metadata services live there)'],
  ['172.16.0.0', 12, 'a private address'],
  ['192.0.0.0', 24, 'a special-purpose address'],
  ['192.0.2.0', 24, 'a documentation address'],
  ['192.88.99.0', 24, 'a relay address'],
  ['192.168.0.0', 16, 'a private address'],
  ['198.18.0.0', 15, 'a benchmarking address'],
  ['198.51.100.0', 24, 'a documentation address'],
  ['203.0.113.0', 24, 'a documentation address'],
  ['224.0.0.0', 4, 'a multicast address'],
  ['240.0.0.0', 4, 'a reserved address'],
];
/** Within 2000::/3, the only range that is public at all. */
const SPECIAL_IPV6: [network: string, prefix: number, what: string][] = [
  ['2001::', 23, 'a special-purpose address'],
  ['2001:db8::', 32, 'a documentation address'],
  ['2002::', 16, 'a 6to4 address'],
  ['3fff::', 20, 'a documentation address'],
];
/** Cloud metadata services outside of the link-local range. */
const METADATA = ['168.63.129.16', '100.100.100.200', '192.0.0.192'];

const ipv4 = SPECIAL_IPV4.map(([network, prefix, what]) => ({ list: subnet(network, prefix, 'ipv4'), what }));
const ipv6 = SPECIAL_IPV6.map(([network, prefix, what]) => ({ list: subnet(network, prefix, 'ipv6'), what }));
const publicIpv6 = subnet('2000::', 3, 'ipv6');
const loopbackIpv6 = subnet('::1', 128, 'ipv6');
const localIpv6 = subnet('fc00::', 7, 'ipv6');
const linkLocalIpv6 = subnet('fe80::', 10, 'ipv6');

/** What is special about an address, in words that fit "resolves to …"; null for a public one. */
export function specialAddress(address: string): string | null {
  if (isIPv4(address)) {
    if (METADATA.includes(address)) return 'a cloud metadata service';
    return ipv4.find(({ list }) => list.check(address, 'ipv4'))?.what ?? null;
  }
  if (!isIPv6(address) || address.includes('%')) return 'an address with a zone';
  const embedded = embeddedIpv4(address);
  if (embedded) return specialAddress(embedded);
  if (loopbackIpv6.check(address, 'ipv6')) return 'this machine itself (loopback)';
  if (localIpv6.check(address, 'ipv6')) return 'a private address';
  if (linkLocalIpv6.check(address, 'ipv6')) return 'a link-local address';
  if (!publicIpv6.check(address, 'ipv6')) return 'a special-purpose address';
  return ipv6.find(({ list }) => list.check(address, 'ipv6'))?.what ?? null;
}

/** An operator's list (`FRESHET_ALLOWED_HOSTS`) read once: names, name:port, addresses, address:port and CIDR ranges. */
export interface AllowedHosts {
  allows(host: string, port: number, address: string): boolean;
}

/** Throws AppError `invalid` naming the entry that cannot be read. */
export function parseAllowedHosts(entries: readonly string[]): AllowedHosts {
  const tests = entries.map(parseEntry);
  return { allows: (host, port, address) => tests.some((test) => test(host, port, address)) };
}

type EntryTest = (host: string, port: number, address: string) => boolean;

function parseEntry(entry: string): EntryTest {
  const text = entry.trim().toLowerCase();
  const [network = '', prefix, ...rest] = text.split('/');
  if (prefix !== undefined) {
    const family = isIP(network) === 4 ? 'ipv4' : 'ipv6';
    const bits = Number(prefix);
    if (rest.length > 0 || !isIP(network) || !/^\d+$/.test(prefix) || bits > (family === 'ipv4' ? 32 : 128)) bad(entry);
    const list = subnet(network, bits, family);
    return (_host, _port, address) => inList(list, address);
  }
  const match = /^(?:\[([^\]]+)\]|([a-z0-9._-]+)|([0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*))(?::(\d{1,5}))?$/.exec(text);
  const name = match?.[1] ?? match?.[2] ?? match?.[3];
  if (!match || !name || (match[1] !== undefined && !isIPv6(match[1]))) return bad(entry);
  const wanted = match[4] === undefined ? null : Number(match[4]);
  if (isIP(name)) {
    const list = subnet(name, isIPv4(name) ? 32 : 128, isIPv4(name) ? 'ipv4' : 'ipv6');
    return (_host, port, address) => (wanted === null || wanted === port) && inList(list, address);
  }
  const wantedHost = name.replace(/\.$/, '');
  return (host, port) => host === wantedHost && (wanted === null || wanted === port);
}

function inList(list: BlockList, address: string): boolean {
  if (list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')) return true;
  const embedded = isIPv6(address) ? embeddedIpv4(address) : null;
  return embedded !== null && list.check(embedded, 'ipv4');
}

function subnet(network: string, prefix: number, family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  list.addSubnet(network, prefix, family);
  return list;
}

/** The IPv4 address inside ::ffff:0:0/96 (mapped) or 64:ff9b::/96 (NAT64), which is where packets end up. */
function embeddedIpv4(address: string): string | null {
  // The URL standard spells every IPv6 address in hexadecimal groups, compressed.
  const spelled = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const match = /^(?:::ffff|64:ff9b:):([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(spelled);
  if (!match) return null;
  const high = Number.parseInt(match[1] ?? '0', 16);
  const low = Number.parseInt(match[2] ?? '0', 16);
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function bad(entry: string): never {
  throw new AppError(
    'invalid',
    `FRESHET_ALLOWED_HOSTS has an entry that cannot be read: "${entry}". Use host, host:port, an address, or a CIDR range.`,
    { kind: 'policy' },
  );
}
