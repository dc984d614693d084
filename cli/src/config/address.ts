// The address of a server as people write it.
import { CliError, EXIT } from '../errors';

/**
 * Origin and path of a server's address, without a slash at its end: https unless said otherwise, http for this
 * machine. `where` names what the address was given by. Throws CliError (usage).
 */
export function parseAddress(text: string, where: string): string {
  const trimmed = text.trim();
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed);
  const guess = `http://${trimmed}`;
  const scheme = URL.canParse(guess) && isLoopback(new URL(guess).hostname) ? 'http' : 'https';
  const full = hasScheme ? trimmed : `${scheme}://${trimmed}`;
  if (!trimmed || !URL.canParse(full)) throw wrong(where, 'is not the address of a server');
  const url = new URL(full);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw wrong(where, 'is neither http nor https');
  if (url.username || url.password) throw wrong(where, 'holds a user name or a password, which belongs in no address');
  return url.origin + url.pathname.replace(/\/+$/, '');
}

/** Whether a host name means this machine, whoever asks. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|[a-z0-9-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(hostname);
}

const wrong = (where: string, why: string) =>
  new CliError(EXIT.usage, `${where} ${why}. Write it as https://search.example.com.`);
