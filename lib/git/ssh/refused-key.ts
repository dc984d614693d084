// A host that shows another key than it is known by, as an error people can act on.
import { AppError } from '@/lib/errors';
import type { HostKeys } from './host-keys';
import { fingerprintOf } from './ssh-key';

/** What ssh says when it refuses the key of a host. */
export const KEY_REFUSED =
  /Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED|No \S+ host key is known for/i;

/**
 * Keeps the key that a host shows for somebody to look at, and returns the error that says so; null if it is known by that
 * key by now. `host` as in known_hosts, `name` as people know it.
 */
export async function refusedKey(
  store: HostKeys,
  { host, name, shown }: { host: string; name: string; shown: string },
  because: { cause?: unknown; details?: string | undefined } = {},
): Promise<AppError | null> {
  const known = await store.known(host);
  if (known.includes(shown)) return null;
  await store.refuse(host, shown);
  const by = known.map(named).join(' or ');
  return new AppError(
    'upstream',
    `${name} shows another ssh host key than the one it is known by, so nothing was sent or fetched. It shows ${named(shown)}, and is known by ${by}. ` +
      'If the host was really changed, an administrator of this server accepts its new key under Settings, ssh hosts.',
    {
      kind: 'policy',
      cause: because.cause,
      ...(because.details === undefined ? {} : { details: because.details }),
    },
  );
}

function named(key: string): string {
  const [type = '', blob = ''] = key.split(' ');
  return `${fingerprintOf(blob)} (${type})`;
}
