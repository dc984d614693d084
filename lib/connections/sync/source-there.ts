// Where a repository of a host is fetched from, and what it is called here.

import type { HostRepo } from '@/lib/connections/hosts/host-repo';
import { AppError } from '@/lib/errors';
import { parseRemoteUrl } from '@/lib/git/runner/remote-url';
import { nameFromPath } from '@/lib/repos/manage/add/name-from-url';

/**
 * The address to clone from, in one spelling. Throws `invalid` if it leads to another server than the host that was asked:
 * the credential is for that one, and what a host answers is not to be trusted with it.
 */
export function cloneUrlOf(host: string, { cloneUrl, path }: HostRepo): string {
  const { url, protocol } = parseRemoteUrl(cloneUrl);
  if (protocol !== 'ssh' && new URL(url).origin === new URL(host).origin) return url;
  throw new AppError(
    'invalid',
    `The host says that ${path} is cloned from another server (${new URL(url).host}). Only what lies on the host itself is taken.`,
    { kind: 'policy' },
  );
}

/** `water/rivers`, of a group in a group, is called water-rivers. */
export function nameThere(path: string): string {
  return nameFromPath(`/x/${path.replaceAll('/', '-')}`).name;
}
