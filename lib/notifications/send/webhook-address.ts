// Reads the address that a webhook goes to, and checks where it leads by the same rules as a repository's.
import { AppError } from '@/lib/errors';
import { type AddressPolicy, checkHost } from '@/lib/net/check-host';
import type { CheckedAddress } from '@/lib/net/request';

const MAX_LENGTH = 2048;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const CONTROL = /[\u0000-\u0020\u007f-\u009f\u2028\u2029\ufeff]/;

/** Reads by syntax alone. Throws `invalid` that says what is wrong, without repeating the address. */
export function parseWebhookUrl(input: string): URL {
  const text = input.trim();
  if (text.length > MAX_LENGTH) refuse(`The address is longer than ${MAX_LENGTH} characters.`);
  if (CONTROL.test(text)) refuse('The address contains a space, a line break or another control character.');
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) {
    refuse('The address cannot be read. It should look like https://hooks.example.com/services/…');
  }
  const url = new URL(text);
  if (url.username || url.password || /^[^/]*\/\/[^/?#]*@/.test(text)) {
    refuse('The address contains a user name or password. Leave them out.');
  }
  url.hash = '';
  return url;
}

/** What of the address may be shown: its path is often all that a stranger needs to post. */
export function webhookHint(url: URL): string {
  return url.origin;
}

/**
 * Resolves the host and checks every address it has.
 * Throws `invalid` (kind `policy`) if one is refused, `upstream` if the host cannot be found.
 */
export async function checkWebhookUrl(input: string, policy: AddressPolicy): Promise<CheckedAddress> {
  const url = parseWebhookUrl(input);
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  const { addresses } = await checkHost({ host, port }, policy);
  return { url, addresses };
}

function refuse(message: string): never {
  throw new AppError('invalid', message, { kind: 'policy' });
}
