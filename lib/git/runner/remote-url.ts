// Reads a repository address by syntax alone: https, http, ssh and the scp form, and nothing git could take for more.
import { isIPv4, isIPv6 } from 'node:net';
import { AppError } from '@/lib/errors';

export interface RemoteUrl {
  /** As git gets it and as it is stored: one spelling per address. */
  url: string;
  protocol: 'https' | 'http' | 'ssh';
  /** Lower-case name in ASCII, or an address; IPv6 without brackets. */
  host: string;
  port: number;
}

const DEFAULT_PORTS = { https: 443, http: 80, ssh: 22 } as const;
const MAX_LENGTH = 2048;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const CONTROL = /[\u0000-\u0020\u007f-\u009f\u2028\u2029\ufeff]/;
const ENCODED_CONTROL = /%(?:[01][0-9a-f]|7f)/i;
const SCHEME = /^(https?|ssh):\/\//i;
const SCP_FORM = /^([A-Za-z0-9._][A-Za-z0-9._-]*)@(\[[0-9A-Fa-f:.]+\]|[^:/[\]@]+):([^:].*)$/;
const SSH_FORM = /^ssh:\/\/(?:([^@/]*)@)?(\[[0-9A-Fa-f:.]+\]|[^:/[\]@]+)(?::(\d{1,5}))?(\/.+)$/i;
const SSH_USER = /^[A-Za-z0-9._][A-Za-z0-9._-]*$/;
const HOST_NAME = /^(?!-)[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/;

/**
 * Parses an address and returns its parts in one spelling.
 * Throws AppError `invalid` (kind `policy`) that says what is wrong; no DNS, no network.
 */
export function parseRemoteUrl(input: string): RemoteUrl {
  const text = input.replace(/^ +| +$/g, '');
  if (text === '') refuse('The address is empty. Give an https:// or ssh:// address.');
  if (text.length > MAX_LENGTH) refuse(`The address is longer than ${MAX_LENGTH} characters.`);
  if (CONTROL.test(text) || ENCODED_CONTROL.test(text)) {
    refuse('The address contains a space, a line break or another control character.');
  }
  if (text.startsWith('-')) refuse('The address starts with a dash, which git would take for an option.');
  if (text.includes('\\')) refuse('The address contains a backslash.');
  if (/^[a-z0-9+.-]*::/i.test(text)) refuse('Addresses that name a transport helper (such as ext::) are not allowed.');
  const scheme = SCHEME.exec(text)?.[1]?.toLowerCase();
  if (scheme === 'ssh') return parseSsh(text);
  if (scheme) return parseHttp(text);
  if (text.startsWith('/')) {
    refuse(
      'This is a folder, not an address: https://host/owner/repository is one. A folder on this server is added as a repository of its own.',
    );
  }
  const scp = SCP_FORM.exec(text);
  if (scp) return parseScp(scp);
  return refuse(
    'Only https://, http:// and ssh:// addresses (or user@host:path) can be mirrored. A folder on this server is given by its full path, beginning with a slash.',
  );
}

/** The one spelling under which an address is stored. Syntax only; throws like `parseRemoteUrl`. */
export function normaliseRemoteUrl(url: string): string {
  return parseRemoteUrl(url).url;
}

/** The name or address as it stands in a URL: IPv6 in brackets. */
export function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function parseHttp(text: string): RemoteUrl {
  let url: URL;
  try {
    url = new URL(text);
  } catch (cause) {
    return refuse('The address cannot be read. It should look like https://host/owner/repository.', cause);
  }
  if (url.username || url.password || /^[^/]*\/\/[^/]*@/.test(text)) {
    refuse('The address contains a user name or password. Leave them out, and give a token in its own field.');
  }
  if (url.search || url.hash || /[?#]/.test(text)) refuse('The address contains a "?" or "#" part. Leave it out.');
  const protocol = url.protocol === 'https:' ? 'https' : 'http';
  const host = canonicalHost(url.hostname);
  const path = url.pathname.replace(/\/+$/, '');
  if (path === '') refuse('The address names a host, but no repository on it.');
  const port = url.port ? Number(url.port) : DEFAULT_PORTS[protocol];
  const shownPort = port === DEFAULT_PORTS[protocol] ? '' : `:${port}`;
  return { url: `${protocol}://${bracketed(host)}${shownPort}${path}`, protocol, host, port };
}

function parseSsh(text: string): RemoteUrl {
  const match = SSH_FORM.exec(text);
  if (!match) return refuse('The address cannot be read. It should look like ssh://git@host/owner/repository.');
  const [, user = 'git', rawHost = '', rawPort, path = ''] = match;
  if (user.includes(':')) refuse('The address contains a password. Leave it out: ssh signs in with a key.');
  if (!SSH_USER.test(user)) refuse('The user name in the address contains characters that are not allowed.');
  if (/[?#]/.test(path)) refuse('The address contains a "?" or "#" part. Leave it out.');
  if (path.startsWith('/-')) refuse('The path in the address starts with a dash, which could be taken for an option.');
  const host = canonicalHost(rawHost);
  const port = rawPort === undefined ? DEFAULT_PORTS.ssh : Number(rawPort);
  if (port < 1 || port > 65535) refuse('The port in the address is not between 1 and 65535.');
  const shownPort = port === DEFAULT_PORTS.ssh ? '' : `:${port}`;
  const shownPath = path.replace(/\/+$/, '');
  if (shownPath === '') refuse('The address names a host, but no repository on it.');
  return { url: `ssh://${user}@${bracketed(host)}${shownPort}${shownPath}`, protocol: 'ssh', host, port };
}

/** The scp form stays one: its path may be relative to the account's home, which no ssh:// address can say everywhere. */
function parseScp([, user = '', rawHost = '', path = '']: RegExpExecArray): RemoteUrl {
  if (path.startsWith('-') || path.startsWith('/-')) {
    refuse('The path in the address starts with a dash, which could be taken for an option.');
  }
  const host = canonicalHost(rawHost);
  const shownPath = path.replace(/\/+$/, '');
  if (shownPath === '') refuse('The address names a host, but no repository on it.');
  return { url: `${user}@${bracketed(host)}:${shownPath}`, protocol: 'ssh', host, port: DEFAULT_PORTS.ssh };
}

/** Lets the URL standard spell the host, so that 0x7f.1, 2130706433 and 0177.0.0.1 all become 127.0.0.1. */
export function canonicalHost(raw: string): string {
  let host: string;
  try {
    host = new URL(`http://${raw}/`).hostname;
  } catch (cause) {
    return refuse('The host in the address is not a valid name.', cause);
  }
  if (host.startsWith('[')) {
    const address = host.slice(1, -1);
    if (isIPv6(address)) return address;
  }
  host = host.replace(/\.$/, '').toLowerCase();
  if (isIPv4(host)) return host;
  if (host.length > 253 || !HOST_NAME.test(host)) refuse('The host in the address is not a valid name.');
  return host;
}

function refuse(message: string, cause?: unknown): never {
  throw new AppError('invalid', message, { kind: 'policy', cause });
}
