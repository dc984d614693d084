// One spelling for all the addresses of a repository: https, ssh and scp form, with and without .git, user and port.

const SCHEME_AND_USER = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^/@]*@)?/i;
const PLACE = /^(\[[^\]]*\]|[^/:]+)(?::\d+(?=\/))?[:/]+(.+)$/;

/**
 * `github.com/acme/rivers`, in lower case, for every address that names a host and a path there; null for anything
 * else.
 */
export function sourceKey(address: string): string | null {
  const [, host, path] = PLACE.exec(address.trim().replace(SCHEME_AND_USER, '')) ?? [];
  const clean = path?.replace(/(\.git)?\/*$/i, '');
  return host && clean ? `${host}/${clean}`.toLowerCase() : null;
}

/** The host of a source key. */
export function hostOfKey(key: string): string {
  return key.slice(0, key.indexOf('/'));
}
