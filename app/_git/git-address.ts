// Which addresses are git's: /{org}/{name}.git and what lies below.

export const GIT_SERVICES = ['upload-pack', 'receive-pack'] as const;
export type ServiceName = (typeof GIT_SERVICES)[number];

export interface GitAddress {
  org: string;
  name: string;
  /** `refs` lists them for a service, which a git of the oldest kind does not name. */
  asks:
    | { for: 'page' }
    | { for: 'refs'; service: ServiceName | null }
    | { for: 'upload-pack' }
    | { for: 'receive-pack' };
}

const ADDRESS = /^\/([^/?#]+)\/([^/?#]+)\.git(\/[^?#]*)?(?:\?([^#]*))?$/i;
/** As names of organisations and repositories are made. */
const NAME = /^[A-Za-z0-9._-]{1,100}$/;

/** True if a request for this address is git's business, whether or not it makes sense. */
export function isGitAddress(url: string): boolean {
  const [, org = ''] = ADDRESS.exec(url) ?? [];
  return org !== '' && org !== '_next' && org !== 'api';
}

/** Null if there is nothing at this address: git's older protocol, which reads plain files, is not spoken. */
export function gitAddress(method: string, url: string): GitAddress | null {
  const [, org = '', name = '', below = '', query = ''] = ADDRESS.exec(url) ?? [];
  const place = { org: decoded(org), name: decoded(name) };
  if (!NAME.test(place.org) || !NAME.test(place.name)) return null;
  if (method === 'POST') {
    const [, service] = /^\/git-(upload-pack|receive-pack)$/.exec(below) ?? [];
    return service === undefined ? null : { ...place, asks: { for: service as ServiceName } };
  }
  if (method !== 'GET') return null;
  if (below === '' || below === '/') return { ...place, asks: { for: 'page' } };
  if (below !== '/info/refs') return null;
  const [, service] = /^git-(upload-pack|receive-pack)$/.exec(new URLSearchParams(query).get('service') ?? '') ?? [];
  return { ...place, asks: { for: 'refs', service: (service as ServiceName | undefined) ?? null } };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
