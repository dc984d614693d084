// What an Authorization header holds.

/** The token of a bearer, empty if it is missing; null for other schemes and none. */
export function bearerToken(headers: Headers): string | null {
  const given = headers.get('authorization') ?? '';
  return /^bearer\b/i.test(given) ? given.slice('bearer'.length).trim() : null;
}

/** The password of HTTP Basic; null for other schemes, for none, and for one that is empty. */
export function basicPassword(headers: Headers): string | null {
  const encoded = /^basic +([A-Za-z0-9+/=_-]+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  return text.slice(text.indexOf(':') + 1) || null;
}
