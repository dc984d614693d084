// The client for a code host, by its kind.

import { bitbucketClient } from './bitbucket';
import { bitbucketServerClient } from './bitbucket-server';
import { giteaClient } from './gitea';
import { githubClient } from './github';
import { gitlabClient } from './gitlab';
import { apiBase, type HostType, isBitbucketCloud } from './host-address';
import type { HostAccess } from './host-fetch';
import { hostFetch } from './host-fetch';
import type { HostClient } from './host-repo';

interface HostOwner {
  /** As `hostBase` spells it. */
  host: string;
  type: HostType;
  owner: string;
}

/** Asks nothing yet. Throws `invalid` if the host is known to be of another kind. */
export async function hostClient(
  { host, type, owner }: HostOwner,
  access: Omit<HostAccess, 'api'>,
): Promise<HostClient> {
  const api = apiBase(host, type);
  const ask = hostFetch({ ...access, api });
  switch (type) {
    case 'github':
      return await githubClient(api, owner, ask);
    case 'gitlab':
      return await gitlabClient(api, owner, ask);
    case 'gitea':
      return giteaClient(api, owner, ask);
    case 'bitbucket':
      return isBitbucketCloud(host) ? bitbucketClient(api, owner, ask) : bitbucketServerClient(api, owner, ask);
  }
}
