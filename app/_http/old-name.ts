// Addresses of a repository that is called otherwise by now.

/** The request header by which `proxy.ts` tells pages their own address. */
export const ADDRESS_HEADER = 'x-freshet-address';

/**
 * Where `/r/{org}/{name}…` is now, if the names are not those of the repository that was found there, whatever their case;
 * null if they are.
 */
export function addressNow(address: string, { org, name }: { org: string; name: string }): string | null {
  const [, asked = '', rest = ''] = /^\/r\/([^/?#]+\/[^/?#]+)(.*)$/s.exec(address) ?? [];
  const now = `${encodeURIComponent(org)}/${encodeURIComponent(name)}`;
  return asked === '' || asked.toLowerCase() === now.toLowerCase() ? null : `/r/${now}${rest}`;
}

/** The answer of a route that was asked under an old name; null if it was not. Throws nothing. */
export function leadToNow(request: Request, repo: { org: string; name: string }): Response | null {
  const { pathname, search } = new URL(request.url);
  const location = addressNow(`${pathname}${search}`, repo);
  return location === null
    ? null
    : new Response(null, { status: 308, headers: { location, 'cache-control': 'no-store' } });
}
